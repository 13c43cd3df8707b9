#include "formats/delimited/dialect.h"

#include "base/names.h"
#include "formats/settings.h"

namespace weir::formats::delimited {
namespace {

constexpr size_t kDelimiterBytesMax = 16;

/// Authors write "\\t" for a tab: the two characters are taken for the one.
std::string Unescape(std::string_view text) {
  if (text == "\\t") return "\t";
  if (text == "\\n") return "\n";
  if (text == "\\r") return "\r";
  if (text == "\\r\\n") return "\r\n";
  return std::string(text);
}

Result<std::string> DelimiterSetting(const Json& settings, std::string_view name,
                                     std::string fallback) {
  WEIR_ASSIGN(const std::string written, TextSetting(settings, name, std::move(fallback)));
  std::string text = Unescape(written);
  if (text.size() > kDelimiterBytesMax) {
    return Fail(ErrorKind::kInvalid, "InvalidFormatSetting",
                "'" + std::string(name) + "' must have at most 16 bytes, got " +
                    std::to_string(text.size()));
  }
  return text;
}

Result<char> CharacterSetting(const Json& settings, std::string_view name, std::string fallback) {
  WEIR_ASSIGN(const std::string text, TextSetting(settings, name, std::move(fallback)));
  if (text.empty()) return '\0';
  if (text.size() > 1 || static_cast<unsigned char>(text[0]) >= 0x80U) {
    return Fail(ErrorKind::kInvalid, "InvalidFormatSetting",
                "'" + std::string(name) + "' must be one ASCII character, got '" + text + "'");
  }
  return text[0];
}

Error Clash(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidFormatSetting", message);
}

Result<> CheckLegacy(const Json& settings, const Dialect& dialect) {
  if (dialect.quote != 0 && dialect.escape != 0) {
    return Clash("'quoteChar' and 'escapeChar' cannot both be set in a TextFormat")
        .At(settings["escapeChar"].position());
  }
  return {};
}

Result<> CheckClashes(const Dialect& dialect) {
  if (dialect.quote != 0 && dialect.escape == 0) {
    return Clash("'escapeChar' may be empty only if 'quoteChar' is empty too");
  }
  const std::string row = dialect.row_delimiter.empty() ? "\r\n" : dialect.row_delimiter;
  for (const char c : dialect.column_delimiter) {
    const bool in_row = row.find(c) != std::string::npos;
    const bool same = dialect.column_delimiter.size() == 1;
    if (same && (in_row || c == dialect.quote || c == dialect.escape)) {
      return Clash("'columnDelimiter' must differ from the row delimiter, quote and escape");
    }
  }
  if (dialect.row_delimiter.size() == 1 && (row[0] == dialect.quote || row[0] == dialect.escape)) {
    return Clash("'rowDelimiter' must differ from the quote and the escape character");
  }
  return {};
}

Result<> ReadNulls(const Json& settings, const Json& format_settings, bool legacy,
                   Options& options) {
  const bool set = settings["nullValue"].is_string();
  WEIR_ASSIGN(options.null_text, TextSetting(settings, "nullValue", legacy ? "\\N" : ""));
  options.dialect.nulls = {options.null_text};
  if (!legacy) return {};
  if (!set) options.dialect.nulls = {"\\N", "NULL"};
  WEIR_ASSIGN(bool empty_is_null, BoolSetting(settings, "treatEmptyAsNull", true));
  WEIR_ASSIGN(empty_is_null, BoolSetting(format_settings, "treatEmptyAsNull", empty_is_null));
  if (empty_is_null) options.dialect.nulls.emplace_back();
  return {};
}

}  // namespace

Result<Options> ReadSettings(const Json& settings, const Json& format_settings) {
  const bool legacy = SameName(settings["type"].as_string(), "TextFormat");
  Options options;
  Dialect& dialect = options.dialect;
  WEIR_ASSIGN(dialect.column_delimiter, DelimiterSetting(settings, "columnDelimiter", ","));
  WEIR_ASSIGN(dialect.row_delimiter, DelimiterSetting(settings, "rowDelimiter", ""));
  WEIR_ASSIGN(dialect.quote, CharacterSetting(settings, "quoteChar", legacy ? "" : "\""));
  WEIR_ASSIGN(dialect.escape, CharacterSetting(settings, "escapeChar", legacy ? "" : "\\"));
  if (legacy) {
    WEIR_TRY(CheckLegacy(settings, dialect));
    if (dialect.quote != 0) dialect.escape = dialect.quote;
  }
  WEIR_TRY(CheckClashes(dialect));
  WEIR_ASSIGN(dialect.multiline, BoolSetting(settings, "multiline", true));
  WEIR_TRY(ReadNulls(settings, format_settings, legacy, options));
  WEIR_ASSIGN(options.header, BoolSetting(settings, "firstRowAsHeader", false));
  WEIR_ASSIGN(options.encoding, TextSetting(settings, "encodingName", ""));
  WEIR_ASSIGN(options.skip_rows, CountSetting(settings, "skipLineCount", 0));
  WEIR_ASSIGN(options.skip_rows, CountSetting(format_settings, "skipLineCount", options.skip_rows));
  WEIR_ASSIGN(options.quote_all, BoolSetting(format_settings, "quoteAllText", false));
  if (!dialect.row_delimiter.empty()) options.written_row_end = dialect.row_delimiter;
  return options;
}

}  // namespace weir::formats::delimited
