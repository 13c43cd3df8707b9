#include "compute/hive/script.h"

#include <algorithm>

#include "base/names.h"

namespace weir::compute::hive {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// The next word, a comparable key; moves `text` behind it.
std::string TakeWord(std::string_view& text) {
  text = Trim(text);
  const size_t end = std::min(text.find_first_of(" \t\r\n;("), text.size());
  const std::string word = NameKey(text.substr(0, end));
  text.remove_prefix(end);
  return word;
}

Result<> Keep(std::string& statement, std::vector<std::string>* statements) {
  const std::string_view text = Trim(statement);
  if (!text.empty()) {
    std::string_view rest = text;
    if (text.starts_with('!') || TakeWord(rest) == NameKey("source")) {
      return Fail(
          ErrorKind::kUnsupported, "UnsupportedHiveCommand",
          "'" + Shorten(text) + "' is a command of Hive's shell; a server does not take it");
    }
    statements->emplace_back(text);
  }
  statement.clear();
  return {};
}

}  // namespace

Result<std::vector<std::string>> SplitStatements(std::string_view script) {
  std::vector<std::string> statements;
  std::string statement;
  char quote = '\0';
  for (size_t i = 0; i < script.size(); ++i) {
    const char c = script[i];
    const char next = i + 1 < script.size() ? script[i + 1] : '\0';
    if (c == '\\' && next != '\0') {
      if (next != ';' || quote != '\0') statement += c;
      statement += next;
      ++i;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
      statement += c;
    } else if (c == '-' && next == '-') {
      i = std::min(script.find('\n', i), script.size()) - 1;
    } else if (c == ';') {
      WEIR_TRY(Keep(statement, &statements));
    } else {
      if (c == '\'' || c == '"' || c == '`') quote = c;
      statement += c;
    }
  }
  WEIR_TRY(Keep(statement, &statements));
  return statements;
}

bool IsSessionStatement(std::string_view statement) {
  const std::string first = TakeWord(statement);
  for (const char* one : {"set", "use", "add", "reload", "reset"}) {
    if (first == NameKey(one)) return true;
  }
  return first == NameKey("create") && TakeWord(statement) == NameKey("temporary");
}

std::string Shorten(std::string_view statement) {
  constexpr size_t kShown = 60;
  std::string text(statement.substr(0, kShown));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  // Not in the middle of a character.
  while (statement.size() > text.size() && !text.empty() &&
         (static_cast<unsigned char>(statement[text.size()]) & 0xC0U) == 0x80U) {
    text.pop_back();
  }
  return text + (statement.size() > text.size() ? "…" : "");
}

}  // namespace weir::compute::hive
