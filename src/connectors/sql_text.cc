#include "connectors/sql_text.h"

#include <algorithm>
#include <cctype>

namespace weir::connectors {
namespace {

bool IsNameStart(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsNamePart(char c) {
  return IsNameStart(c) || IsDigit(c) || c == '$' || c == '@';
}
bool IsSpace(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

class Lexer {
 public:
  Lexer(std::string_view sql, const SqlQuoting& quoting) : sql_(sql), quoting_(quoting) {}

  std::vector<SqlToken> Run() {
    while (at_ < sql_.size()) {
      const size_t start = at_;
      const SqlTokenKind kind = Next();
      tokens_.push_back({kind, sql_.substr(start, at_ - start)});
    }
    return std::move(tokens_);
  }

 private:
  char Peek(size_t ahead = 0) const { return at_ + ahead < sql_.size() ? sql_[at_ + ahead] : '\0'; }
  void TakeWhile(bool (*test)(char)) {
    while (at_ < sql_.size() && test(sql_[at_])) ++at_;
  }

  SqlTokenKind Next() {
    const char c = Peek();
    if (IsSpace(c)) {
      TakeWhile(IsSpace);
      return SqlTokenKind::kSpace;
    }
    if (c == '-' && Peek(1) == '-') {
      at_ = std::min(sql_.find('\n', at_), sql_.size());
      return SqlTokenKind::kComment;
    }
    if (c == '/' && Peek(1) == '*') return BlockComment();
    if (c == '\'') return Quoted('\'', false, SqlTokenKind::kString);
    if (c == '"') return Quoted('"', false, SqlTokenKind::kQuotedName);
    if (c == '`' && quoting_.backticks) return Quoted('`', false, SqlTokenKind::kQuotedName);
    if (c == '[' && quoting_.brackets && BracketIsName()) {
      return Quoted(']', false, SqlTokenKind::kQuotedName);
    }
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) return Number();
    if (c == '$' && quoting_.dollar_strings && DollarString()) return SqlTokenKind::kString;
    if ((c == '$' || c == '@' || c == ':') && Parameter()) return SqlTokenKind::kParameter;
    if (IsNameStart(c)) return Word();
    return Symbol();
  }

  SqlTokenKind BlockComment() {
    int depth = 0;
    while (at_ < sql_.size()) {
      if (Peek() == '/' && Peek(1) == '*') {
        ++depth;
        at_ += 2;
      } else if (Peek() == '*' && Peek(1) == '/') {
        at_ += 2;
        if (--depth == 0) break;
      } else {
        ++at_;
      }
    }
    at_ = std::min(at_, sql_.size());
    return SqlTokenKind::kComment;
  }

  SqlTokenKind Quoted(char close, bool backslash, SqlTokenKind kind) {
    ++at_;
    while (at_ < sql_.size()) {
      if (backslash && sql_[at_] == '\\') {
        at_ += 2;
      } else if (sql_[at_] == close) {
        if (Peek(1) != close) {
          ++at_;
          return kind;
        }
        at_ += 2;
      } else {
        ++at_;
      }
    }
    at_ = std::min(at_, sql_.size());
    return kind;
  }

  bool BracketIsName() const {
    if (!tokens_.empty()) {
      const SqlToken& last = tokens_.back();
      if (last.kind == SqlTokenKind::kWord || last.kind == SqlTokenKind::kQuotedName ||
          last.text == ")" || last.text == "]") {
        return false;
      }
    }
    const size_t end = sql_.find(']', at_);
    if (end == std::string_view::npos) return false;
    const std::string_view inner = sql_.substr(at_ + 1, end - at_ - 1);
    return !inner.empty() && IsNameStart(inner[0]) &&
           inner.find_first_of(",'") == std::string_view::npos;
  }

  SqlTokenKind Number() {
    TakeWhile([](char c) { return IsDigit(c) || c == '.' || c == '_'; });
    if ((Peek() == 'e' || Peek() == 'E') &&
        (IsDigit(Peek(1)) || ((Peek(1) == '+' || Peek(1) == '-') && IsDigit(Peek(2))))) {
      at_ += 2;
      TakeWhile(IsDigit);
    } else {
      TakeWhile(IsNamePart);  // 0x1F
    }
    return SqlTokenKind::kNumber;
  }

  bool DollarString() {
    size_t end = at_ + 1;
    while (end < sql_.size() && IsNamePart(sql_[end]) && sql_[end] != '$') ++end;
    if (end >= sql_.size() || sql_[end] != '$' || IsDigit(Peek(1))) return false;
    const std::string_view tag = sql_.substr(at_, end + 1 - at_);
    const size_t close = sql_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
    return true;
  }

  bool Parameter() {
    size_t name = at_ + 1;
    if (Peek() == '@' && Peek(1) == '@') ++name;
    if (name >= sql_.size()) return false;
    const bool digits = Peek() == '$' && IsDigit(sql_[name]);
    if (!digits && (!IsNameStart(sql_[name]) || sql_[name] == '#')) return false;
    at_ = name;
    if (digits) {
      TakeWhile(IsDigit);
    } else {
      TakeWhile(IsNamePart);
    }
    return true;
  }

  SqlTokenKind Word() {
    const size_t start = at_;
    TakeWhile(IsNamePart);
    if (Peek() == '\'' && at_ - start == 1) {  // N'…', E'…', B'…', X'…'
      const char prefix = static_cast<char>(std::tolower(static_cast<unsigned char>(sql_[start])));
      if (prefix == 'n' || prefix == 'b' || prefix == 'x') {
        return Quoted('\'', false, SqlTokenKind::kString);
      }
      if (prefix == 'e') return Quoted('\'', true, SqlTokenKind::kString);
    }
    return SqlTokenKind::kWord;
  }

  SqlTokenKind Symbol() {
    static constexpr std::string_view kPairs[] = {"::", ":=", "<=", ">=", "<>", "!=", "||"};
    const std::string_view pair = sql_.substr(at_, 2);
    at_ += std::find(std::begin(kPairs), std::end(kPairs), pair) != std::end(kPairs) ? 2 : 1;
    return SqlTokenKind::kSymbol;
  }

  std::string_view sql_;
  SqlQuoting quoting_;
  size_t at_ = 0;
  std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> LexSql(std::string_view sql, const SqlQuoting& quoting) {
  return Lexer(sql, quoting).Run();
}

std::string UnquoteName(std::string_view text) {
  if (text.size() < 2) return std::string(text);
  const char open = text.front();
  if (open != '"' && open != '[' && open != '`') return std::string(text);
  const char close = open == '[' ? ']' : open;
  if (text.back() != close) return std::string(text);
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == close) ++i;
  }
  return out;
}

std::vector<std::string> SplitStatements(std::string_view sql, const SqlQuoting& quoting) {
  std::vector<std::string> statements;
  std::string current;
  bool blank = true;
  const auto flush = [&] {
    if (!blank) statements.push_back(std::move(current));
    current.clear();
    blank = true;
  };
  for (const SqlToken& token : LexSql(sql, quoting)) {
    if (token.text == ";" && token.kind == SqlTokenKind::kSymbol) {
      flush();
      continue;
    }
    if (blank && token.is_blank()) continue;
    current += token.text;
    blank = false;
  }
  flush();
  return statements;
}

std::vector<std::string> SplitName(std::string_view name) {
  std::vector<std::string> parts;
  std::string current;
  bool any = false;
  for (size_t i = 0; i < name.size();) {
    const char c = name[i];
    if (c == '.') {
      parts.push_back(std::move(current));
      current.clear();
      ++i;
      continue;
    }
    any = true;
    if ((c == '[' || c == '"' || c == '`') && current.empty()) {
      const char close = c == '[' ? ']' : c;
      size_t end = i + 1;
      while (end < name.size() &&
             (name[end] != close || (end + 1 < name.size() && name[end + 1] == close))) {
        end += name[end] == close ? 2 : 1;
      }
      current = UnquoteName(name.substr(i, end + 1 - i));
      i = end + 1;
    } else {
      current += c;
      ++i;
    }
  }
  if (any) parts.push_back(std::move(current));
  return parts;
}

std::string FirstWord(std::string_view sql) {
  for (const SqlToken& token : LexSql(sql, {.dollar_strings = true})) {
    if (token.is_blank() || token.text == "(") continue;
    std::string word(token.text);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return word;
  }
  return "";
}

}  // namespace weir::connectors
