#include "base/utf8.h"

#include <cstddef>

namespace weir {
namespace {

/// What may follow a first byte. Source: Unicode 15, table 3-7.
struct Row {
  unsigned char first_from, first_to;
  unsigned char second_from, second_to;
  size_t size;
};
constexpr Row kRows[] = {
    {0x00, 0x7F, 0x00, 0xFF, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};

bool Within(char c, unsigned char from, unsigned char to) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= from && byte <= to;
}

bool Fits(std::string_view bytes, const Row& row) {
  if (bytes.size() < row.size || !Within(bytes[0], row.first_from, row.first_to)) return false;
  if (row.size > 1 && !Within(bytes[1], row.second_from, row.second_to)) return false;
  for (size_t i = 2; i < row.size; ++i) {
    if (!Within(bytes[i], 0x80, 0xBF)) return false;
  }
  return true;
}

/// Bytes of the character at the front; 0 if it is none.
size_t CharacterSize(std::string_view bytes) {
  for (const Row& row : kRows) {
    if (Fits(bytes, row)) return row.size;
  }
  return 0;
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t size = CharacterSize(bytes);
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

}  // namespace weir
