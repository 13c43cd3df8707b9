#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::expr {

enum class TokenKind : uint8_t {
  kIdentifier,
  kString,
  kInteger,
  kFloat,
  kLeftParenthesis,
  kRightParenthesis,
  kLeftSquareBracket,
  kRightSquareBracket,
  kComma,
  kDot,
  kQuestionMark,
  kEnd,
};

/// The kind as ADF's messages name it: "Identifier", "EndOfData".
std::string_view TokenName(TokenKind kind);

/// One token: its text, its place in bytes, and for literals the value.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string_view text;
  size_t offset = 0;
  Json value;
};

/// Cuts one expression (the text behind `@` or inside `@{…}`) into tokens.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// The next token; kEnd at the end, again and again.
  /// Errors: InvalidTemplate for a character out of place, an open quote, a number too big.
  /// `offset()` is then the place at fault.
  Result<Token> Next();

  /// Where the last token or failure began, in bytes.
  size_t offset() const { return start_; }

 private:
  Result<Token> Make(TokenKind kind, size_t size);
  Result<Token> Number();
  /// Where the digits from `at` on end.
  size_t SkipDigits(size_t at) const;
  Result<Token> Text();
  Result<Token> Identifier();
  Error Unexpected(size_t at);

  std::string_view text_;
  size_t at_ = 0;
  size_t start_ = 0;
};

}  // namespace weir::expr
