#include "lineage/sql_tables.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <string>

#include "base/names.h"
#include "copy/table_name.h"

namespace weir::lineage {
namespace {

/// A word, a name with its quotes and dots, or one sign.
struct Token {
  std::string text;
  std::string key;  ///< In lower case.
  bool name = false;
};

bool IsNameCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || c == '@' ||
         c == '#' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// The place behind a comment or a text that starts at `at`; `at` itself if none does.
size_t SkipQuiet(std::string_view sql, size_t at) {
  const auto behind = [&](std::string_view end, size_t from) {
    const size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
  };
  if (sql.substr(at, 2) == "--") return behind("\n", at);
  if (sql.substr(at, 2) == "/*") return behind("*/", at + 2);
  if (sql[at] == '\'') return behind("'", at + 1);
  return at;
}

char Closing(char open) {
  if (open == '[') return ']';
  return open == '"' || open == '`' ? open : '\0';
}

/// The place behind one part of a name, quoted, plain or a placeholder in braces.
size_t NamePartEnd(std::string_view sql, size_t at) {
  if (const char close = Closing(sql[at]); close != '\0') {
    const size_t end = sql.find(close, at + 1);
    return end == std::string_view::npos ? sql.size() : end + 1;
  }
  while (at < sql.size()) {
    if (sql[at] == '{') {
      at = std::min(sql.find('}', at), sql.size() - 1) + 1;
    } else if (IsNameCharacter(sql[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

bool StartsName(char c) {
  return IsNameCharacter(c) || c == '[' || c == '"' || c == '`' || c == '{';
}

std::vector<Token> Tokens(std::string_view sql) {
  std::vector<Token> tokens;
  for (size_t at = 0; at < sql.size();) {
    const size_t quiet = SkipQuiet(sql, at);
    if (quiet != at) {
      at = quiet;
    } else if (std::isspace(static_cast<unsigned char>(sql[at])) != 0) {
      ++at;
    } else if (StartsName(sql[at])) {
      size_t end = NamePartEnd(sql, at);
      while (end + 1 < sql.size() && sql[end] == '.' &&
             (StartsName(sql[end + 1]) || sql[end + 1] == '.')) {
        end = sql[end + 1] == '.' ? end + 1 : NamePartEnd(sql, end + 1);
      }
      const std::string text(sql.substr(at, end - at));
      tokens.push_back({text, NameKey(text), true});
      at = end;
    } else {
      tokens.push_back({std::string(1, sql[at]), std::string(1, sql[at]), false});
      ++at;
    }
  }
  return tokens;
}

/// A name in two parts; one with placeholders has dots of its own inside their braces.
connectors::TableName NameIn(const std::string& text) {
  if (text.find('{') == std::string::npos) return copy::SplitTableName(text);
  int depth = 0;
  for (size_t i = text.size(); i-- > 0;) {
    if (text[i] == '}') ++depth;
    if (text[i] == '{') --depth;
    if (text[i] == '.' && depth == 0) return {text.substr(0, i), text.substr(i + 1)};
  }
  return {"", text};
}

class Reader {
 public:
  explicit Reader(std::string_view sql) : tokens_(Tokens(sql)) {}

  SqlTables Read() {
    FindCommonTables();
    for (at_ = 0; at_ < tokens_.size(); ++at_) ReadWord();
    return std::move(tables_);
  }

 private:
  const std::string& KeyAt(size_t index) const {
    static const std::string kNone;
    return index < tokens_.size() ? tokens_[index].key : kNone;
  }
  bool Is(size_t index, std::string_view key) const { return KeyAt(index) == key; }

  /// WITH a AS (…), b (x) AS (…): what stands before AS and a parenthesis.
  void FindCommonTables() {
    for (size_t i = 1; i + 1 < tokens_.size(); ++i) {
      if (!Is(i, "as") || !Is(i + 1, "(")) continue;
      size_t name = i - 1;
      if (Is(name, ")")) {
        while (name > 0 && !Is(name, "(")) --name;
        if (name > 0) --name;
      }
      // `… JOIN (…) AS (` is no such thing: a name follows WITH or a comma.
      if (name > 0 && (Is(name - 1, "with") || Is(name - 1, ",") || Is(name - 1, "recursive"))) {
        common_.insert(KeyAt(name));
      }
    }
  }

  void ReadWord() {
    const std::string& key = KeyAt(at_);
    if (!tokens_[at_].name) return;
    if (key == "from") {
      const bool removal = Is(at_ - 1, "delete") && at_ > 0;
      removal ? Take(at_ + 1, &tables_.writes) : TakeList(at_ + 1);
    } else if (key == "join" || key == "using") {
      Take(at_ + 1, &tables_.reads);
    } else if (key == "into" || key == "update" || key == "merge") {
      TakeTarget(key);
    } else if (key == "delete" && !Is(at_ + 1, "from")) {
      TakeTarget(key);
    } else if (key == "table" && at_ > 0) {
      const std::string& before = KeyAt(at_ - 1);
      if (before == "truncate" || before == "create" || before == "drop" || before == "replace") {
        TakeTarget(key);
      }
    } else if (key == "copy" && tokens_.size() > at_ + 2 && Is(at_ + 2, "from")) {
      TakeTarget(key);  // COPY t FROM 'file'
    }
  }

  void TakeTarget(const std::string& key) {
    size_t name = at_ + 1;
    if (key == "merge" && Is(name, "into")) return;                      // `into` will see it.
    if (key == "update" && (Is(name, "set") || Is(name, "of"))) return;  // WHEN MATCHED; FOR UPDATE
    if (key == "update" && at_ > 0 && (Is(at_ - 1, "for") || Is(at_ - 1, "do"))) return;
    if (key == "delete" && (!IsTable(name) || (at_ > 0 && Is(at_ - 1, "then")))) return;
    for (const char* word : {"if", "not", "exists", "top", "only"}) {
      if (Is(name, word)) ++name;
    }
    tables_.writes_something = true;
    Take(name, &tables_.writes);
  }

  /// FROM a, b AS x, (…) y, c: names up to the end of the clause.
  void TakeList(size_t index) {
    Take(index, &tables_.reads);
    int depth = 0;
    for (size_t i = index; i < tokens_.size(); ++i) {
      const std::string& key = KeyAt(i);
      if (key == "(") ++depth;
      if (key == ")" && --depth < 0) return;
      if (depth > 0) continue;
      if (key == "," && IsTable(i + 1)) Take(i + 1, &tables_.reads);
      for (const char* end : {";", "where", "group", "order", "on", "union", "having", "select",
                              "insert", "update", "delete", "merge", "set", "limit", "when"}) {
        if (key == end) return;
      }
    }
  }

  bool IsTable(size_t index) const {
    if (index >= tokens_.size() || !tokens_[index].name) return false;
    const Token& token = tokens_[index];
    if (token.text[0] == '@' || token.text[0] == '#' || Is(index + 1, "(")) return false;
    for (const char* word : {"select", "values", "set", "lateral", "unnest", "dual", "overwrite"}) {
      if (token.key == word) return false;
    }
    return std::isdigit(static_cast<unsigned char>(token.text[0])) == 0;
  }

  void Take(size_t index, std::vector<connectors::TableName>* to) {
    // `INSERT INTO t (columns)`: there a parenthesis follows a table, too.
    const bool target = to == &tables_.writes;
    if (index >= tokens_.size() || !tokens_[index].name) return;
    const Token& token = tokens_[index];
    if (token.text[0] == '@' || token.text[0] == '#' || common_.contains(token.key)) return;
    if (!target && !IsTable(index)) return;
    if (target) tables_.writes_something = true;
    const connectors::TableName name = NameIn(token.text);
    const auto same = [&](const connectors::TableName& one) {
      return SameName(one.ToString(), name.ToString());
    };
    if (std::none_of(to->begin(), to->end(), same)) to->push_back(name);
  }

  std::vector<Token> tokens_;
  std::set<std::string> common_;
  SqlTables tables_;
  size_t at_ = 0;
};

}  // namespace

SqlTables TablesOf(std::string_view sql) {
  constexpr size_t kTextMax = size_t{1} << 20U;
  return Reader(sql.substr(0, kTextMax)).Read();
}

}  // namespace weir::lineage
