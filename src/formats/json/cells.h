#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <string>

#include "base/result.h"

namespace weir::formats::json {

/// Appends values of a column as JSON.
///
/// Integers and Decimals with all their digits; Single and Double in the shortest form, with ".0"
/// if whole; NaN and Infinity as texts; DateTime "2024-02-29T12:34:56.789" (fraction as long as
/// needed), DateTimeOffset the same and "+00:00"; Date "2024-02-29"; TimeSpan "[d.]hh:mm:ss[.f…]";
/// ByteArray in base64; columns of kind "Json" as they are. Source: what Newtonsoft.Json prints.
class JsonPrinter {
 public:
  /// Errors: kUnsupported UnsupportedColumnType.
  static Result<JsonPrinter> Make(const arrow::Field& field);
  void Append(const arrow::Array& array, int64_t row, std::string& out) const {
    print_(array, row, out);
  }

 private:
  using Print = void (*)(const arrow::Array&, int64_t, std::string&);
  explicit JsonPrinter(Print print) : print_(print) {}
  Print print_;
};

}  // namespace weir::formats::json
