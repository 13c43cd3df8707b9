#include "connectors/duckdb/translate.h"

#include <algorithm>
#include <span>

#include "base/names.h"
#include "connectors/duckdb/database.h"
#include "connectors/sql_text.h"

namespace weir::connectors::duckdb {
namespace {

using Tokens = std::span<const SqlToken>;

constexpr SqlQuoting kQuoting{.brackets = true, .backticks = true, .dollar_strings = true};

// $1 … $4 stand for the arguments.
struct FunctionRule {
  std::string_view name;
  size_t arguments;
  std::string_view becomes;
};
constexpr FunctionRule kFunctions[] = {
    {"getdate", 0, "(now() AT TIME ZONE 'UTC')"},
    {"getutcdate", 0, "(now() AT TIME ZONE 'UTC')"},
    {"sysdatetime", 0, "(now() AT TIME ZONE 'UTC')"},
    {"sysutcdatetime", 0, "(now() AT TIME ZONE 'UTC')"},
    {"sysdatetimeoffset", 0, "now()"},
    {"newid", 0, "uuid()"},
    {"db_name", 0, "current_database()"},
    {"isnull", 2, "coalesce($1, $2)"},
    {"nvl", 2, "coalesce($1, $2)"},
    {"iif", 3, "CASE WHEN $1 THEN $2 ELSE $3 END"},
    {"charindex", 2, "instr($2, $1)"},
    {"stuff", 4, "(left($1, ($2) - 1) || ($4) || substr($1, ($2) + ($3)))"},
    {"eomonth", 1, "last_day(CAST($1 AS DATE))"},
    {"isnumeric", 1, "CASE WHEN TRY_CAST($1 AS DOUBLE) IS NULL THEN 0 ELSE 1 END"},
};

// Functions whose first argument is a bare date part; $1 is the part in DuckDB's words, $F the
// function that makes an interval of it.
constexpr FunctionRule kDateFunctions[] = {
    {"dateadd", 3, "(CAST($3 AS TIMESTAMP) + $F(CAST($2 AS INTEGER)))"},
    {"datediff", 3, "date_diff('$1', CAST($2 AS TIMESTAMP), CAST($3 AS TIMESTAMP))"},
    {"datediff_big", 3, "date_diff('$1', CAST($2 AS TIMESTAMP), CAST($3 AS TIMESTAMP))"},
    {"datepart", 2, "date_part('$1', CAST($2 AS TIMESTAMP))"},
    {"datetrunc", 2, "date_trunc('$1', CAST($2 AS TIMESTAMP))"},
};

struct DatePart {
  std::string_view names;  // Blank-separated, with blanks at both ends.
  std::string_view part;
  std::string_view interval;
};
constexpr DatePart kDateParts[] = {
    {" year yy yyyy ", "year", "to_years"},
    {" quarter qq q ", "quarter", "to_quarters"},
    {" month mm m ", "month", "to_months"},
    {" week wk ww ", "week", "to_weeks"},
    {" day dd d ", "day", "to_days"},
    {" dayofyear dy y ", "dayofyear", "to_days"},
    {" hour hh ", "hour", "to_hours"},
    {" minute mi n ", "minute", "to_minutes"},
    {" second ss s ", "second", "to_seconds"},
    {" millisecond ms ", "millisecond", "to_milliseconds"},
    {" microsecond mcs ", "microsecond", "to_microseconds"},
};

struct TypeRule {
  std::string_view name;
  std::string_view becomes;
  bool keeps_size;
};
constexpr TypeRule kTypes[] = {
    {"nvarchar", "VARCHAR", true},
    {"nchar", "VARCHAR", true},
    {"varchar", "VARCHAR", true},
    {"ntext", "VARCHAR", false},
    {"sysname", "VARCHAR", false},
    {"xml", "VARCHAR", false},
    {"sql_variant", "VARCHAR", false},
    {"bit", "BOOLEAN", false},
    {"tinyint", "UTINYINT", false},
    {"float", "DOUBLE", false},
    {"money", "DECIMAL(19,4)", false},
    {"smallmoney", "DECIMAL(10,4)", false},
    {"datetime", "TIMESTAMP", false},
    {"datetime2", "TIMESTAMP", false},
    {"smalldatetime", "TIMESTAMP", false},
    {"datetimeoffset", "TIMESTAMPTZ", false},
    {"time", "TIME", false},
    {"uniqueidentifier", "UUID", false},
    {"binary", "BLOB", false},
    {"varbinary", "BLOB", false},
    {"image", "BLOB", false},
    {"rowversion", "BLOB", false},
};

// CONVERT(varchar, date, style) as strftime patterns.
struct ConvertStyle {
  std::string_view style;
  std::string_view pattern;
};
constexpr ConvertStyle kConvertStyles[] = {
    {"20", "%Y-%m-%d %H:%M:%S"},
    {"120", "%Y-%m-%d %H:%M:%S"},
    {"21", "%Y-%m-%d %H:%M:%S.%g"},
    {"121", "%Y-%m-%d %H:%M:%S.%g"},
    {"23", "%Y-%m-%d"},
    {"101", "%m/%d/%Y"},
    {"103", "%d/%m/%Y"},
    {"104", "%d.%m.%Y"},
    {"108", "%H:%M:%S"},
    {"112", "%Y%m%d"},
    {"126", "%Y-%m-%dT%H:%M:%S.%g"},
};

constexpr std::string_view kLockHints =
    " nolock readuncommitted readcommitted rowlock updlock tablock tablockx holdlock readpast "
    "paglock xlock noexpand serializable repeatableread snapshot ";

bool Is(const SqlToken& token, std::string_view word) {
  return token.kind == SqlTokenKind::kWord && SameName(token.text, word);
}
bool IsSymbol(const SqlToken& token, std::string_view symbol) {
  return token.kind == SqlTokenKind::kSymbol && token.text == symbol;
}
bool Listed(std::string_view list, std::string_view word) {
  return list.find(" " + NameKey(word) + " ") != std::string_view::npos;
}

size_t SkipBlanks(Tokens tokens, size_t at) {
  while (at < tokens.size() && tokens[at].is_blank()) ++at;
  return at;
}

// The index behind the parenthesis that closes the one at `open`.
size_t Behind(Tokens tokens, size_t open) {
  int depth = 0;
  for (size_t i = open; i < tokens.size(); ++i) {
    if (IsSymbol(tokens[i], "(")) ++depth;
    if (IsSymbol(tokens[i], ")") && --depth == 0) return i + 1;
  }
  return tokens.size();
}

// What stands between the parentheses of a call, cut at its own commas.
std::vector<Tokens> Arguments(Tokens inner) {
  std::vector<Tokens> arguments;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < inner.size(); ++i) {
    if (IsSymbol(inner[i], "(") || IsSymbol(inner[i], "[")) ++depth;
    if (IsSymbol(inner[i], ")") || IsSymbol(inner[i], "]")) --depth;
    if (depth == 0 && IsSymbol(inner[i], ",")) {
      arguments.push_back(inner.subspan(start, i - start));
      start = i + 1;
    }
  }
  if (SkipBlanks(inner, 0) < inner.size()) arguments.push_back(inner.subspan(start));
  return arguments;
}

Tokens Trim(Tokens tokens) {
  while (!tokens.empty() && tokens.front().is_blank()) tokens = tokens.subspan(1);
  while (!tokens.empty() && tokens.back().is_blank()) tokens = tokens.first(tokens.size() - 1);
  return tokens;
}

class Translator {
 public:
  explicit Translator(Tokens statement) : all_(statement) {
    const Tokens trimmed = Trim(statement);
    const bool create = !trimmed.empty() && (Is(trimmed[0], "create") || Is(trimmed[0], "alter"));
    for (size_t i = 1; create && i < std::min<size_t>(trimmed.size(), 6); ++i) {
      defines_table_ = defines_table_ || Is(trimmed[i], "table");
    }
  }

  Result<std::string> Run() { return Rewrite(all_); }

 private:
  Result<std::string> Rewrite(Tokens tokens);
  Result<size_t> Step(Tokens tokens, size_t at, std::string& out);
  Result<size_t> Word(Tokens tokens, size_t at, std::string& out);
  Result<size_t> Top(Tokens tokens, size_t at);
  Result<bool> Call(std::string_view name, const std::vector<Tokens>& arguments, std::string& out);
  Result<bool> DateCall(std::string_view name, const std::vector<Tokens>& arguments,
                        std::string& out);
  Result<bool> Conversion(std::string_view name, const std::vector<Tokens>& arguments,
                          std::string& out);
  Result<std::string> Fill(std::string_view pattern, const std::vector<std::string>& arguments);
  Result<std::vector<std::string>> RewriteAll(const std::vector<Tokens>& arguments);
  static std::string Type(Tokens tokens);
  bool AtColumnType(Tokens tokens, size_t at) const;

  Tokens all_;
  bool defines_table_ = false;
  std::vector<std::string> limits_;  // One for each open parenthesis, and the statement's own.
};

std::string Translator::Type(Tokens tokens) {
  tokens = Trim(tokens);
  if (tokens.empty()) return "";
  const std::string name = UnquoteName(tokens[0].text);
  std::string size;
  const size_t open = SkipBlanks(tokens, 1);
  size_t rest = 1;
  if (open < tokens.size() && IsSymbol(tokens[open], "(")) {
    rest = Behind(tokens, open);
    for (const SqlToken& token : tokens.subspan(open, rest - open)) size += token.text;
    if (SameName(size, "(max)")) size.clear();
  }
  const auto* rule = std::find_if(std::begin(kTypes), std::end(kTypes),
                                  [&name](const TypeRule& r) { return SameName(r.name, name); });
  std::string out;
  if (rule != std::end(kTypes)) {
    out = std::string(rule->becomes) + (rule->keeps_size ? size : "");
  } else {
    out = (tokens[0].text[0] == '"' ? std::string(tokens[0].text) : name) + size;
  }
  for (const SqlToken& token : tokens.subspan(rest)) out += token.text;
  return out;
}

bool Translator::AtColumnType(Tokens tokens, size_t at) const {
  if (!defines_table_) return false;
  std::vector<const SqlToken*> before;
  for (size_t i = at; i-- > 0 && before.size() < 2;) {
    if (!tokens[i].is_blank()) before.push_back(&tokens[i]);
  }
  if (before.size() < 2) return false;
  const bool name =
      before[0]->kind == SqlTokenKind::kWord || before[0]->kind == SqlTokenKind::kQuotedName;
  const SqlToken& opener = *before[1];
  return name && (IsSymbol(opener, "(") || IsSymbol(opener, ",") || Is(opener, "add") ||
                  Is(opener, "column"));
}

Result<std::string> Translator::Rewrite(Tokens tokens) {
  std::string out;
  limits_.emplace_back();
  for (size_t at = 0; at < tokens.size();) {
    WEIR_ASSIGN(at, Step(tokens, at, out));
  }
  out += limits_.back();
  limits_.pop_back();
  return out;
}

Result<size_t> Translator::Step(Tokens tokens, size_t at, std::string& out) {
  const SqlToken& token = tokens[at];
  const bool named = token.kind == SqlTokenKind::kQuotedName || token.kind == SqlTokenKind::kWord;
  if (named && AtColumnType(tokens, at)) {
    size_t end = SkipBlanks(tokens, at + 1);
    end = end < tokens.size() && IsSymbol(tokens[end], "(") ? Behind(tokens, end) : at + 1;
    out += Type(tokens.subspan(at, end - at));
    return end;
  }
  switch (token.kind) {
    case SqlTokenKind::kWord:
      return Word(tokens, at, out);
    case SqlTokenKind::kQuotedName:
      out += token.text[0] == '"' ? std::string(token.text) : QuoteName(UnquoteName(token.text));
      return at + 1;
    case SqlTokenKind::kString:
      out += token.text[0] == 'N' || token.text[0] == 'n' ? token.text.substr(1) : token.text;
      return at + 1;
    case SqlTokenKind::kParameter: {
      const bool own = token.text[0] == '@' && !token.text.starts_with("@@");
      out += own ? "$" + std::string(token.text.substr(1)) : std::string(token.text);
      return at + 1;
    }
    case SqlTokenKind::kSymbol:
      if (token.text == "(") limits_.emplace_back();
      if (token.text == ")" && limits_.size() > 1) {
        out += limits_.back();
        limits_.pop_back();
      }
      out += token.text;
      return at + 1;
    case SqlTokenKind::kSpace:
    case SqlTokenKind::kComment:
    case SqlTokenKind::kNumber:
      break;
  }
  out += token.text;
  return at + 1;
}

Result<size_t> Translator::Word(Tokens tokens, size_t at, std::string& out) {
  const SqlToken& token = tokens[at];
  const size_t next = SkipBlanks(tokens, at + 1);
  const bool call = next < tokens.size() && IsSymbol(tokens[next], "(");
  const bool field = at > 0 && IsSymbol(tokens[at - 1], ".");
  if (token.text[0] == '#') {
    out += QuoteName(std::string(token.text));
    return at + 1;
  }
  if (Is(token, "table") && next < tokens.size() && tokens[next].text[0] == '#' &&
      SameName(FirstWord(out), "create")) {
    out += "TEMP TABLE";
    return at + 1;
  }
  if (Is(token, "select")) {
    out += token.text;
    return Top(tokens, at + 1);
  }
  if (!limits_.back().empty() &&
      (Is(token, "union") || Is(token, "except") || Is(token, "intersect"))) {
    return Fail(ErrorKind::kUnsupported, "SqlNotSupported",
                "TOP before " + std::string(token.text) +
                    " has no counterpart here; put that SELECT into parentheses");
  }
  if (call && !field) {
    const size_t end = Behind(tokens, next);
    const size_t inside = end > next + 1 ? end - next - 2 : 0;
    const Tokens inner = tokens.subspan(next + 1, inside);
    const Tokens first = Trim(inner);
    const bool hint = Is(token, "with") && !first.empty() && Listed(kLockHints, first[0].text);
    if (hint || (Is(token, "option") && at > 0)) return end;
    WEIR_ASSIGN(const bool done, Call(token.text, Arguments(inner), out));
    if (done) return end;
  }
  out += token.text;
  return at + 1;
}

// Behind SELECT: take TOP n out, to be said as LIMIT where the SELECT ends.
Result<size_t> Translator::Top(Tokens tokens, size_t at) {
  size_t top = SkipBlanks(tokens, at);
  if (top >= tokens.size() || !Is(tokens[top], "top")) return at;
  top = SkipBlanks(tokens, top + 1);
  if (top >= tokens.size()) return at;
  size_t end = top + 1;
  if (IsSymbol(tokens[top], "(")) end = Behind(tokens, top);
  if (end == top + 1 && tokens[top].kind != SqlTokenKind::kNumber &&
      tokens[top].kind != SqlTokenKind::kParameter) {
    return at;  // A column named top.
  }
  WEIR_ASSIGN(const std::string count, Rewrite(tokens.subspan(top, end - top)));
  std::string limit = "\nLIMIT " + count;
  const size_t more = SkipBlanks(tokens, end);
  if (more < tokens.size() && Is(tokens[more], "percent")) {
    limit += "%";
    end = more + 1;
  } else if (more < tokens.size() && Is(tokens[more], "with")) {
    return Fail(ErrorKind::kUnsupported, "SqlNotSupported", "TOP … WITH TIES is not supported");
  }
  limits_.back() = limit;
  return end;
}

Result<std::vector<std::string>> Translator::RewriteAll(const std::vector<Tokens>& arguments) {
  std::vector<std::string> texts;
  for (const Tokens argument : arguments) {
    WEIR_ASSIGN(std::string text, Rewrite(Trim(argument)));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<std::string> Translator::Fill(std::string_view pattern,
                                     const std::vector<std::string>& arguments) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const size_t number = i + 1 < pattern.size() ? static_cast<size_t>(pattern[i + 1] - '0') : 0;
    if (pattern[i] == '$' && number >= 1 && number <= arguments.size()) {
      out += arguments[number - 1];
      ++i;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

Result<bool> Translator::Call(std::string_view name, const std::vector<Tokens>& arguments,
                              std::string& out) {
  for (const FunctionRule& rule : kFunctions) {
    if (!SameName(rule.name, name) || rule.arguments != arguments.size()) continue;
    WEIR_ASSIGN(const std::vector<std::string> texts, RewriteAll(arguments));
    WEIR_ASSIGN(const std::string text, Fill(rule.becomes, texts));
    out += text;
    return true;
  }
  WEIR_ASSIGN(const bool date, DateCall(name, arguments, out));
  if (date) return true;
  return Conversion(name, arguments, out);
}

Result<bool> Translator::DateCall(std::string_view name, const std::vector<Tokens>& arguments,
                                  std::string& out) {
  for (const FunctionRule& rule : kDateFunctions) {
    if (!SameName(rule.name, name) || rule.arguments != arguments.size()) continue;
    const Tokens first = Trim(arguments[0]);
    if (first.size() != 1 || first[0].kind != SqlTokenKind::kWord) return false;
    for (const DatePart& part : kDateParts) {
      if (!Listed(part.names, first[0].text)) continue;
      std::string pattern(rule.becomes);
      const size_t interval = pattern.find("$F");
      if (interval != std::string::npos) pattern.replace(interval, 2, part.interval);
      WEIR_ASSIGN(std::vector<std::string> texts, RewriteAll(arguments));
      texts[0] = part.part;
      WEIR_ASSIGN(const std::string text, Fill(pattern, texts));
      out += text;
      return true;
    }
  }
  return false;
}

Result<bool> Translator::Conversion(std::string_view name, const std::vector<Tokens>& arguments,
                                    std::string& out) {
  const bool try_it = SameName(name, "try_cast") || SameName(name, "try_convert");
  const std::string cast = try_it ? "TRY_CAST(" : "CAST(";
  if ((SameName(name, "cast") || SameName(name, "try_cast")) && arguments.size() == 1) {
    const Tokens inner = arguments[0];
    size_t as = inner.size();
    for (size_t i = 0, depth = 0; i < inner.size(); ++i) {
      if (IsSymbol(inner[i], "(")) ++depth;
      if (IsSymbol(inner[i], ")")) --depth;
      if (depth == 0 && Is(inner[i], "as")) as = i;
    }
    if (as == inner.size()) return false;
    WEIR_ASSIGN(const std::string value, Rewrite(inner.first(as)));
    out += cast + value + "AS " + Type(inner.subspan(as + 1)) + ")";
    return true;
  }
  if ((!SameName(name, "convert") && !SameName(name, "try_convert")) || arguments.size() < 2 ||
      arguments.size() > 3) {
    return false;
  }
  const std::string type = Type(arguments[0]);
  WEIR_ASSIGN(const std::string value, Rewrite(Trim(arguments[1])));
  if (arguments.size() == 2 || !type.starts_with("VARCHAR")) {
    out += cast + value + " AS " + type + ")";
    return true;
  }
  const Tokens style = Trim(arguments[2]);
  for (const ConvertStyle& known : kConvertStyles) {
    if (style.size() != 1 || style[0].text != known.style) continue;
    const std::string text =
        "strftime(CAST(" + value + " AS TIMESTAMP), '" + std::string(known.pattern) + "')";
    const size_t size = type.find('(');
    out += size == std::string::npos ? text : "left(" + text + ", " + type.substr(size + 1);
    return true;
  }
  return Fail(ErrorKind::kUnsupported, "SqlNotSupported",
              "CONVERT with style '" + std::string(style.empty() ? "" : style[0].text) +
                  "' is not supported here; use strftime");
}

// `GO` alone on its line.
bool IsGo(const std::vector<SqlToken>& tokens, size_t at) {
  if (!Is(tokens[at], "go")) return false;
  const auto breaks = [](const SqlToken& token) {
    return token.is_blank() && token.text.find('\n') != std::string_view::npos;
  };
  const bool starts = at == 0 || breaks(tokens[at - 1]) || IsSymbol(tokens[at - 1], ";");
  const bool ends = at + 1 == tokens.size() || breaks(tokens[at + 1]) ||
                    (at + 2 == tokens.size() && tokens[at + 1].is_blank());
  return starts && ends;
}

// SET NOCOUNT ON, SET ANSI_NULLS OFF …: session switches without meaning here.
bool IsSwitch(Tokens tokens) {
  std::vector<const SqlToken*> words;
  for (const SqlToken& token : tokens) {
    if (!token.is_blank()) words.push_back(&token);
  }
  return words.size() == 3 && Is(*words[0], "set") && words[1]->kind == SqlTokenKind::kWord &&
         (Is(*words[2], "on") || Is(*words[2], "off"));
}

}  // namespace

Result<std::vector<std::string>> TranslateSql(std::string_view sql) {
  const std::vector<SqlToken> tokens = LexSql(sql, kQuoting);
  std::vector<std::string> statements;
  size_t start = 0;
  for (size_t i = 0; i <= tokens.size(); ++i) {
    const bool end = i == tokens.size() || IsSymbol(tokens[i], ";") || IsGo(tokens, i);
    if (!end) continue;
    const Tokens statement = Trim(Tokens(tokens).subspan(start, i - start));
    start = i + 1;
    if (statement.empty() || IsSwitch(statement)) continue;
    WEIR_ASSIGN(std::string text, Translator(statement).Run());
    statements.push_back(std::move(text));
  }
  return statements;
}

}  // namespace weir::connectors::duckdb
