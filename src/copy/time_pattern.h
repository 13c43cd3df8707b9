#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "copy/cell_parse.h"

namespace weir::copy {

/// A .NET date and time format ("yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy", "o"), compiled once and used
/// for each cell. Names are English, as for the cultures en-US and invariant.
/// Source: .NET, "custom date and time format strings".
class TimePattern {
 public:
  /// Errors: kUnsupported UnsupportedTimeFormat naming the letter that is not supported.
  static Result<TimePattern> Compile(std::string_view format);

  /// Read `text` whole; false if it is not of this form. Missing parts are those of 0001-01-01.
  bool Parse(std::string_view text, ParsedTime* out) const;

  /// Append the moment with clock face `micros`, in a zone `offset_minutes` east of UTC.
  void Format(int64_t micros, int32_t offset_minutes, std::string& out) const;

  struct Token {
    char letter = 0;   ///< Of the format; 0 for literal text.
    int count = 0;     ///< How often it is repeated.
    std::string text;  ///< The literal.
  };

 private:
  std::vector<Token> tokens_;
};

}  // namespace weir::copy
