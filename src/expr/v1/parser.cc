#include "expr/v1/parser.h"

#include <algorithm>
#include <charconv>

#include "base/names.h"
#include "expr/failure.h"
#include "expr/utf16.h"
#include "expr/v1/text_format.h"

namespace weir::expr {
namespace {

constexpr int kDepthMax = 100;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

std::vector<std::string> FunctionNames() {
  std::vector<std::string> names;
  for (const V1Function& one : V1Functions()) names.emplace_back(one.name);
  return names;
}

bool Takes(V1Value::Kind wanted, V1Value::Kind given) {
  return wanted == given || (wanted == V1Value::Kind::kInteger && given == V1Value::Kind::kWeekday);
}

class V1Parser {
 public:
  V1Parser(const Json& json, const std::vector<std::string>& variables)
      : json_(json), text_(json.as_string()), variables_(variables) {}

  Result<V1Node> Parse() {
    if (text_.starts_with("$$")) at_ = 2;
    WEIR_ASSIGN(V1Node node, Value(0));
    SkipBlanks();
    if (at_ < text_.size()) return Unexpected("the end of the expression");
    return node;
  }

 private:
  Error At(size_t offset, std::string message) const {
    return Fail(ErrorKind::kInvalid, std::string(kInvalidSliceExpression), std::move(message))
        .At(PlaceOf(offset));
  }

  /// Where a byte of the text stands in the file: behind the opening quote, a backslash or a quote
  /// in a JSON text being two characters there.
  Position PlaceOf(size_t offset) const {
    const Position start = json_.position();
    if (!start.known()) return start;
    const std::string_view before = text_.substr(0, offset);
    const auto escapes =
        std::count_if(before.begin(), before.end(), [](char c) { return c == '\\' || c == '"'; });
    const int64_t column = start.column + 1 + Utf16Length(text_, offset) + escapes;
    return {start.line, static_cast<uint32_t>(column)};
  }

  Error Unexpected(std::string_view wanted) const {
    const std::string got =
        at_ < text_.size() ? "'" + std::string(text_.substr(at_, 20)) + "'" : "the end of the text";
    return At(at_, Glue("expected ", wanted, ", got ", got));
  }

  void SkipBlanks() {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string::npos) {
      ++at_;
    }
  }
  bool Take(char c) {
    SkipBlanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Result<V1Node> Value(int depth) {
    if (depth > kDepthMax) return At(at_, "the expression is nested deeper than 100 levels");
    SkipBlanks();
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    if (c == '\'') return Text();
    if (c == '-') return Negation(depth);
    if (IsDigit(c)) return Number();
    if (IsLetter(c)) return NameOrCall(depth);
    return Unexpected("a function, a variable, a number or a text in single quotes");
  }

  Result<V1Node> Text() {
    V1Node node;
    node.kind = V1Node::Kind::kText;
    node.offset = at_++;
    while (at_ < text_.size() && text_[at_] != '\'') {
      // Only a quote is known to be escaped; a backslash before anything else is itself.
      if (text_.substr(at_).starts_with("\\'")) ++at_;
      node.text += text_[at_++];
    }
    if (at_ >= text_.size()) return At(node.offset, "the text is not closed by a single quote");
    ++at_;
    return node;
  }

  Result<V1Node> Number() {
    V1Node node;
    node.kind = V1Node::Kind::kInteger;
    node.offset = at_;
    const char* begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), node.number);
    if (error != std::errc()) return At(at_, "the number is too big");
    at_ += static_cast<size_t>(end - begin);
    return node;
  }

  Result<V1Node> Negation(int depth) {
    V1Node node;
    node.kind = V1Node::Kind::kNegation;
    node.offset = at_++;
    WEIR_ASSIGN(V1Node inner, Value(depth + 1));
    if (!Takes(V1Value::Kind::kInteger, inner.type())) {
      return At(inner.offset, Glue("a minus takes a number, got ", V1KindName(inner.type())));
    }
    if (inner.kind == V1Node::Kind::kInteger) {
      inner.number = -inner.number;
      inner.offset = node.offset;
      return inner;
    }
    node.arguments.push_back(std::move(inner));
    return node;
  }

  std::string_view Name() {
    const size_t begin = at_;
    while (at_ < text_.size() &&
           (IsLetter(text_[at_]) || IsDigit(text_[at_]) || text_[at_] == '.')) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  Result<V1Node> NameOrCall(int depth) {
    const size_t offset = at_;
    const std::string_view name = Name();
    if (Take('(')) return Call(name, offset, depth);
    V1Node node;
    node.kind = V1Node::Kind::kVariable;
    node.offset = offset;
    for (const std::string& known : variables_) {
      if (SameName(known, name)) node.text = known;
    }
    if (!node.text.empty()) return node;
    return At(offset, Glue("there is no variable '", name, "'", DidYouMean(name, variables_)));
  }

  Result<V1Node> Call(std::string_view name, size_t offset, int depth) {
    V1Node node;
    node.kind = V1Node::Kind::kCall;
    node.offset = offset;
    node.function = FindV1Function(name);
    if (node.function == nullptr) {
      return At(offset,
                Glue("there is no function '", name, "'", DidYouMean(name, FunctionNames())));
    }
    if (!Take(')')) {
      do {
        WEIR_ASSIGN(V1Node argument, Value(depth + 1));
        node.arguments.push_back(std::move(argument));
      } while (Take(','));
      if (!Take(')')) return Unexpected("',' or ')'");
    }
    WEIR_TRY(CheckArguments(node));
    return node;
  }

  Result<> CheckArguments(const V1Node& call) const {
    const V1Function& function = *call.function;
    const size_t wanted = function.arguments.size();
    const size_t given = call.arguments.size();
    if (given < wanted || (given > wanted && !function.variadic)) {
      return At(call.offset,
                Glue(function.name, " takes ", std::to_string(wanted),
                     function.variadic ? " arguments or more, got " : " arguments, got ",
                     std::to_string(given)));
    }
    for (size_t i = 0; i < wanted; ++i) {
      const V1Node& argument = call.arguments[i];
      if (Takes(function.arguments[i], argument.type())) continue;
      return At(argument.offset,
                Glue("argument ", std::to_string(i + 1), " of ", function.name, " must be ",
                     V1KindName(function.arguments[i]), ", got ", V1KindName(argument.type())));
    }
    return function.variadic ? CheckFormat(call) : Result<>();
  }

  /// A format that stands there as a text is known before any slice is.
  Result<> CheckFormat(const V1Node& call) const {
    const V1Node& text = call.arguments[0];
    if (text.kind != V1Node::Kind::kText) return {};
    const Result<V1TextFormat> format = V1TextFormat::Parse(text.text);
    if (!format) return At(text.offset, format.error().message());
    if (format->argument_max() >= static_cast<int64_t>(call.arguments.size()) - 1) {
      return At(text.offset, "'{" + std::to_string(format->argument_max()) +
                                 "}' asks for more values than the " +
                                 std::to_string(call.arguments.size() - 1) + " given");
    }
    return {};
  }

  const Json& json_;
  std::string_view text_;
  const std::vector<std::string>& variables_;
  size_t at_ = 0;
};

}  // namespace

V1Value::Kind V1Node::type() const {
  switch (kind) {
    case Kind::kVariable:
      return V1Value::Kind::kDate;
    case Kind::kText:
      return V1Value::Kind::kText;
    case Kind::kInteger:
    case Kind::kNegation:
      return V1Value::Kind::kInteger;
    case Kind::kCall:
      return function->returns;
  }
  return V1Value::Kind::kText;
}

Result<V1Node> ParseV1(const Json& text, const std::vector<std::string>& variables) {
  return V1Parser(text, variables).Parse();
}

}  // namespace weir::expr
