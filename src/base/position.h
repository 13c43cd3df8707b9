#pragma once

#include <cstdint>
#include <string>

namespace weir {

/// A place in a text, both counted from 1 (columns in bytes); zero means unknown.
struct Position {
  uint32_t line = 0;
  uint32_t column = 0;

  bool known() const { return line != 0; }
  /// "41:17", or empty if unknown.
  std::string ToString() const {
    return known() ? std::to_string(line) + ":" + std::to_string(column) : std::string();
  }
  friend bool operator==(const Position&, const Position&) = default;
};

}  // namespace weir
