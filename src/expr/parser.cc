#include "expr/parser.h"

#include <utility>

#include "base/names.h"
#include "expr/failure.h"
#include "expr/lexer.h"

namespace weir::expr {
namespace {

/// One token of look-ahead, recursion only for arguments and brackets.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) {}

  Result<Expression> Whole() {
    WEIR_TRY(Advance());
    WEIR_ASSIGN(Expression expression, Parse(0));
    if (token_.kind != TokenKind::kEnd) return Expected(TokenKind::kEnd);
    return expression;
  }

  size_t fault() const { return fault_; }

 private:
  Result<> Advance() {
    Result<Token> next = lexer_.Next();
    if (!next) {
      fault_ = lexer_.offset();
      return std::move(next).error();
    }
    token_ = *std::move(next);
    return {};
  }

  Error At(size_t offset, Error error) {
    fault_ = offset;
    return error;
  }

  Error Expected(TokenKind kind) {
    return At(token_.offset, InvalidTemplate(Glue("Unable to parse expression '", text_,
                                                  "': expected token '", TokenName(kind),
                                                  "' and actual '", TokenName(token_.kind), "'.")));
  }

  Result<> Take(TokenKind kind) {
    if (token_.kind != kind) return Expected(kind);
    return Advance();
  }

  Result<Expression> Parse(int depth) {
    if (depth > kNestingMax) {
      return At(token_.offset, InvalidTemplate(Glue("The expression is nested more than ",
                                                    std::to_string(kNestingMax), " levels deep.")));
    }
    WEIR_ASSIGN(Expression expression, Primary(depth));
    while (token_.kind == TokenKind::kQuestionMark || token_.kind == TokenKind::kDot ||
           token_.kind == TokenKind::kLeftSquareBracket) {
      WEIR_ASSIGN(Accessor accessor, ParseAccessor(depth));
      expression.accessors.push_back(std::move(accessor));
    }
    return expression;
  }

  Result<Accessor> ParseAccessor(int depth) {
    Accessor accessor;
    accessor.offset = token_.offset;
    if (token_.kind == TokenKind::kQuestionMark) {
      accessor.optional = true;
      WEIR_TRY(Advance());
    }
    if (token_.kind == TokenKind::kLeftSquareBracket) {
      WEIR_TRY(Bracket(accessor, depth));
      return accessor;
    }
    if (token_.kind != TokenKind::kDot) return Expected(TokenKind::kDot);
    WEIR_TRY(Property(accessor));
    return accessor;
  }

  Result<> Property(Accessor& accessor) {
    WEIR_TRY(Advance());
    if (token_.kind != TokenKind::kIdentifier) return Expected(TokenKind::kIdentifier);
    accessor.offset = token_.offset;
    accessor.name = token_.text;
    return Advance();
  }

  Result<> Bracket(Accessor& accessor, int depth) {
    WEIR_TRY(Advance());
    accessor.offset = token_.offset;
    WEIR_ASSIGN(Expression index, Parse(depth + 1));
    if (index.is_literal() && index.literal.is_string()) {
      accessor.name = index.literal.as_string();
    } else {
      accessor.index.push_back(std::move(index));
    }
    return Take(TokenKind::kRightSquareBracket);
  }

  Result<Expression> Primary(int depth) {
    Expression expression;
    expression.offset = token_.offset;
    switch (token_.kind) {
      case TokenKind::kString:
      case TokenKind::kInteger:
      case TokenKind::kFloat:
        expression.literal = token_.value;
        WEIR_TRY(Advance());
        return expression;
      case TokenKind::kIdentifier:
        return Word(std::move(expression), depth);
      case TokenKind::kLeftParenthesis:
      case TokenKind::kRightParenthesis:
      case TokenKind::kLeftSquareBracket:
      case TokenKind::kRightSquareBracket:
      case TokenKind::kComma:
      case TokenKind::kDot:
      case TokenKind::kQuestionMark:
      case TokenKind::kEnd:
        break;
    }
    return Expected(TokenKind::kIdentifier);
  }

  /// ADF's sentence about a word that is no call, and what may have been meant.
  Error BareWord(size_t offset, std::string_view name) {
    Error error = Expected(TokenKind::kLeftParenthesis);
    std::string message = error.message();
    if (FindFunction(name) != nullptr) {
      message += Glue(" A call has parentheses: '", name, "()'.");
    } else if (const std::string near = DidYouMean(name, {"true", "false", "null"});
               !near.empty()) {
      message.pop_back();
      message += near;
    } else {
      message += Glue(" A text has quotes: ''", name, "''.");
    }
    return At(offset, InvalidTemplate(std::move(message)));
  }

  /// `true`, `false`, `null`, or a call.
  Result<Expression> Word(Expression expression, int depth) {
    const std::string_view name = token_.text;
    WEIR_TRY(Advance());
    if (token_.kind != TokenKind::kLeftParenthesis) {
      if (SameName(name, "null")) return expression;
      if (!SameName(name, "true") && !SameName(name, "false"))
        return BareWord(expression.offset, name);
      expression.literal = Json(SameName(name, "true"));
      return expression;
    }
    expression.function = FindFunction(name);
    if (expression.function == nullptr) {
      return At(expression.offset,
                InvalidTemplate(EndSentence(
                    Glue("The template function '", name, "' is not defined or not valid"), name,
                    FunctionNames())));
    }
    WEIR_TRY(CallArguments(expression, depth));
    const Result<> counted = CheckArgumentCount(*expression.function, expression.arguments.size());
    if (!counted) return At(expression.offset, counted.error());
    PrepareFormat(expression);
    return expression;
  }

  Result<> CallArguments(Expression& call, int depth) {
    WEIR_TRY(Advance());
    if (token_.kind == TokenKind::kRightParenthesis) return Advance();
    while (true) {
      WEIR_ASSIGN(Expression argument, Parse(depth + 1));
      call.arguments.push_back(std::move(argument));
      if (token_.kind != TokenKind::kComma) break;
      WEIR_TRY(Advance());
    }
    return Take(TokenKind::kRightParenthesis);
  }

  static void PrepareFormat(Expression& call) {
    const int place = call.function->format_arg;
    if (place < 0 || static_cast<size_t>(place) >= call.arguments.size()) return;
    const Expression& argument = call.arguments[static_cast<size_t>(place)];
    if (!argument.is_literal() || !argument.literal.is_string()) return;
    // A format that does not parse fails when it is used: the branch may never be taken.
    std::optional<DateFormat> format = DateFormat::Parse(argument.literal.as_string());
    if (format) call.format = std::make_shared<const DateFormat>(*std::move(format));
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;
  size_t fault_ = 0;
};

}  // namespace

Result<Expression> ParseExpression(std::string_view text, size_t* fault) {
  Parser parser(text);
  Result<Expression> expression = parser.Whole();
  if (!expression) *fault = parser.fault();
  return expression;
}

}  // namespace weir::expr
