#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::connectors {

enum class SqlTokenKind {
  kSpace,
  kComment,
  kWord,        ///< An unquoted name or keyword: `select`, `#temp`.
  kQuotedName,  ///< "a", and where the dialect has them [a] and `a`.
  kString,      ///< 'a', N'a', E'a', $$a$$.
  kNumber,
  kParameter,  ///< $1, $name, @name, :name.
  kSymbol,     ///< One character, or one of :: := <= >= <> != ||.
};

/// A piece of SQL; `text` points into what was read. The texts joined give it back.
struct SqlToken {
  SqlTokenKind kind;
  std::string_view text;

  bool is_blank() const { return kind == SqlTokenKind::kSpace || kind == SqlTokenKind::kComment; }
};

/// What a dialect quotes with, beside 'text' and "name".
struct SqlQuoting {
  bool brackets = false;        ///< [name], where it reads as one: see LexSql.
  bool backticks = false;       ///< `name`
  bool dollar_strings = false;  ///< $$text$$, $tag$text$tag$
};

/// Cut SQL into tokens. Total: an unclosed quote or comment runs to the end.
///
/// With `brackets`, `[…]` is a name if it starts with a letter, '_' or '#', holds no comma or
/// literal, and does not follow a name or bracket directly: `[Order Details]` is a name, `[1, 2]`,
/// `['a']` and `a[i]` are left as symbols.
std::vector<SqlToken> LexSql(std::string_view sql, const SqlQuoting& quoting);

/// The name a token stands for: quotes and brackets taken off, doubled quotes made single.
std::string UnquoteName(std::string_view text);

/// Cut a script at its top-level semicolons; pieces that hold nothing but blanks are left out.
std::vector<std::string> SplitStatements(std::string_view sql, const SqlQuoting& quoting);

/// Cut a written name into its parts: `[dbo].[My Table]`, `dbo.T`, `"a.b".c`.
std::vector<std::string> SplitName(std::string_view name);

/// The first word of a statement in upper case, behind blanks, comments and parentheses.
std::string FirstWord(std::string_view sql);

}  // namespace weir::connectors
