#include "expr/lexer.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <charconv>
#include <optional>

#include "expr/failure.h"
#include "expr/utf16.h"

namespace weir::expr {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The length in bytes of the identifier character at `at`, 0 if there is none.
size_t IdentifierCharacter(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c == '$') {
    return 1;
  }
  if (static_cast<unsigned char>(c) < 0x80) return 0;
  const CodePoint point = DecodeUtf8(text, at);
  return u_isalpha(static_cast<UChar32>(point.code)) != 0 ? point.size : 0;
}

/// The value of a number; nothing if it is beyond 64 bits or the range of a double.
std::optional<Json> NumberIn(std::string_view text, bool whole) {
  if (text[0] == '+') text.remove_prefix(1);
  int64_t integer = 0;
  double real = 0;
  const std::errc failed = whole
                               ? std::from_chars(text.data(), text.data() + text.size(), integer).ec
                               : std::from_chars(text.data(), text.data() + text.size(), real).ec;
  if (failed != std::errc()) return std::nullopt;
  return whole ? Json(integer) : Json(real);
}

}  // namespace

std::string_view TokenName(TokenKind kind) {
  switch (kind) {
    case TokenKind::kIdentifier:
      return "Identifier";
    case TokenKind::kString:
      return "Literal";
    case TokenKind::kInteger:
      return "Integer";
    case TokenKind::kFloat:
      return "Float";
    case TokenKind::kLeftParenthesis:
      return "LeftParenthesis";
    case TokenKind::kRightParenthesis:
      return "RightParenthesis";
    case TokenKind::kLeftSquareBracket:
      return "LeftSquareBracket";
    case TokenKind::kRightSquareBracket:
      return "RightSquareBracket";
    case TokenKind::kComma:
      return "Comma";
    case TokenKind::kDot:
      return "Dot";
    case TokenKind::kQuestionMark:
      return "QuestionMark";
    case TokenKind::kEnd:
      return "EndOfData";
  }
  return "EndOfData";
}

Result<Token> Lexer::Next() {
  while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  start_ = at_;
  if (at_ == text_.size()) return Make(TokenKind::kEnd, 0);
  switch (text_[at_]) {
    case '(':
      return Make(TokenKind::kLeftParenthesis, 1);
    case ')':
      return Make(TokenKind::kRightParenthesis, 1);
    case '[':
      return Make(TokenKind::kLeftSquareBracket, 1);
    case ']':
      return Make(TokenKind::kRightSquareBracket, 1);
    case ',':
      return Make(TokenKind::kComma, 1);
    case '.':
      return Make(TokenKind::kDot, 1);
    case '?':
      return Make(TokenKind::kQuestionMark, 1);
    case '\'':
      return Text();
    case '+':
    case '-':
      return Number();
    default:
      return IsDigit(text_[at_]) ? Number() : Identifier();
  }
}

Result<Token> Lexer::Make(TokenKind kind, size_t size) {
  Token token{kind, text_.substr(start_, size), start_, {}};
  at_ = start_ + size;
  return token;
}

Result<Token> Lexer::Number() {
  const size_t digits = at_ + (IsDigit(text_[at_]) ? 0 : 1);
  if (SkipDigits(digits) == digits) return Unexpected(digits < text_.size() ? digits : start_);
  size_t end = SkipDigits(digits);
  const size_t integer_end = end;
  if (end < text_.size() && text_[end] == '.' && SkipDigits(end + 1) > end + 1) {
    end = SkipDigits(end + 1);
  }
  if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
    const bool sign = end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-');
    const size_t exponent = end + (sign ? 2 : 1);
    if (SkipDigits(exponent) > exponent) end = SkipDigits(exponent);
  }
  if (IdentifierCharacter(text_, end) > 0) return Unexpected(end);
  const bool whole = end == integer_end;
  WEIR_ASSIGN(Token token, Make(whole ? TokenKind::kInteger : TokenKind::kFloat, end - start_));
  const std::optional<Json> value = NumberIn(token.text, whole);
  if (!value) {
    return InvalidTemplate(Glue(
        "The expression '", text_, "' is not valid: the value '", token.text, "' at position '",
        std::to_string(Utf16Length(text_, start_)), "' cannot be converted to number."));
  }
  token.value = *value;
  return token;
}

size_t Lexer::SkipDigits(size_t at) const {
  while (at < text_.size() && IsDigit(text_[at])) ++at;
  return at;
}

Result<Token> Lexer::Text() {
  std::string value;
  size_t at = at_ + 1;
  while (true) {
    const size_t quote = text_.find('\'', at);
    if (quote == std::string_view::npos) {
      return InvalidTemplate(
          Glue("The expression '", text_, "' is not valid: the string constant at position '",
               std::to_string(Utf16Length(text_, start_)),
               "' is not terminated. String constants must be enclosed within a pair of quotes."));
    }
    value.append(text_, at, quote - at);
    at = quote + 1;
    if (at == text_.size() || text_[at] != '\'') break;
    value += '\'';
    ++at;
  }
  WEIR_ASSIGN(Token token, Make(TokenKind::kString, at - start_));
  token.value = Json(std::move(value));
  return token;
}

Result<Token> Lexer::Identifier() {
  size_t at = at_;
  while (const size_t size = IdentifierCharacter(text_, at)) at += size;
  if (at == at_) return Unexpected(at_);
  return Make(TokenKind::kIdentifier, at - start_);
}

Error Lexer::Unexpected(size_t at) {
  start_ = at;
  // ADF's sentence, and what was probably meant.
  std::string_view hint;
  if (text_[at] == '"') hint = " Texts stand in single quotes: 'text'.";
  if (at > 1 && text_[at - 1] == '-' && IdentifierCharacter(text_, at - 2) > 0) {
    hint = " A name with a hyphen is selected in brackets: ['my-name'].";
  }
  return InvalidTemplate(Glue("The expression '", text_, "' is not valid: the string character '",
                              text_.substr(at, DecodeUtf8(text_, at).size), "' at position '",
                              std::to_string(Utf16Length(text_, at)), "' is not expected.", hint));
}

}  // namespace weir::expr
