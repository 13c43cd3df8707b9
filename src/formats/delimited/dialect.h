#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.h"

namespace weir::formats::delimited {

/// How a delimited text is cut into rows and cells.
///
/// A quote counts only as the first character of a cell; inside, two quotes or escape and quote
/// stand for one quote, two escapes for one escape. What follows the closing quote up to the
/// delimiter belongs to the cell as it is. Without quotes the escape keeps a delimiter or an
/// escape. Rows without any character are skipped. Source: format-delimited-text; doubled quotes
/// beside another escape, text after a closing quote and empty rows are our choice (what
/// spreadsheets write stays readable).
struct Dialect {
  std::string column_delimiter = ",";     ///< Empty: a row is one cell.
  std::string row_delimiter;              ///< Empty: any of \r\n, \n, \r.
  char quote = '"';                       ///< 0: no quoting.
  char escape = '\\';                     ///< 0: none.
  bool multiline = true;                  ///< Quoted cells may hold row delimiters.
  std::vector<std::string> nulls = {""};  ///< Cells that mean null.

  bool is_null(std::string_view cell) const {
    for (const std::string& null : nulls) {
      if (cell == null) return true;
    }
    return false;
  }
};

/// What a DelimitedText dataset or a TextFormat says, with its defaults.
struct Options {
  Dialect dialect;
  bool header = false;
  int64_t skip_rows = 0;  ///< Non-empty lines before the header.
  std::string encoding;
  std::string null_text;   ///< Written for null.
  bool quote_all = false;  ///< Written cells and header are all quoted.
  std::string written_row_end = "\r\n";
};

/// Read dataset settings (`type` TextFormat means the legacy form) and the read or write settings
/// of the copy's side. Errors: kInvalid InvalidFormatSetting for what contradicts itself.
Result<Options> ReadSettings(const Json& settings, const Json& format_settings);

}  // namespace weir::formats::delimited
