#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/v1/value.h"

namespace weir::expr {

/// A composite format of .NET, parsed once: `{0:yyyy-MM-dd}`, `{1,-5}`, `{{` for a brace. Formats
/// of dates are those of the invariant culture. Formats of numbers: D, and zeros as in `00`.
class V1TextFormat {
 public:
  /// Literal text, or a place for an argument.
  struct Part {
    std::string text = {};
    bool is_place = false;
    int64_t argument = 0;
    int64_t width = 0;  ///< Negative: filled up behind.
    std::string format = {};
    size_t offset = 0;  ///< In bytes of the format's text.
  };

  /// Errors: InvalidSliceExpression for an open or single brace or a place that is no number.
  static Result<V1TextFormat> Parse(std::string_view text);
  /// Put the values in. Errors: InvalidSliceExpression for a place without a value, or a format
  /// that its value does not take.
  Result<std::string> Fill(std::span<const V1Value> values) const;

  std::span<const Part> parts() const { return parts_; }
  /// The highest argument that is named; -1 if none is.
  int64_t argument_max() const;

 private:
  std::vector<Part> parts_;
};

/// The custom pattern of a date's format: the format itself, or the one that a single letter of the
/// invariant culture stands for; nothing if .NET refuses it.
std::optional<std::string> V1DatePattern(std::string_view format);

}  // namespace weir::expr
