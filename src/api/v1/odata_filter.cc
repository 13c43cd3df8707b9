#include "api/v1/odata_filter.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/names.h"

namespace weir::api::v1 {

class ODataFilter::Node {
 public:
  virtual ~Node() = default;
  /// `item`: what the variable of the lambda around stands for; null outside of one.
  virtual bool Accepts(const Json& row, const Json& item) const = 0;
};

namespace {

using Node = ODataFilter::Node;
using NodePointer = std::shared_ptr<const Node>;

constexpr int kDepthMax = 50;
constexpr size_t kTextMax = 10'000;

enum class Comparison : uint8_t { kEq, kNe, kGt, kGe, kLt, kLe };
constexpr std::pair<std::string_view, Comparison> kComparisons[] = {
    {"eq", Comparison::kEq}, {"ne", Comparison::kNe}, {"gt", Comparison::kGt},
    {"ge", Comparison::kGe}, {"lt", Comparison::kLt}, {"le", Comparison::kLe}};

bool Holds(Comparison comparison, FieldKind kind, const Json& left, const Json& right) {
  if (left.is_null() || right.is_null()) {
    const bool both = left.is_null() && right.is_null();
    if (comparison == Comparison::kEq) return both;
    return comparison == Comparison::kNe && !both;
  }
  const int order = CompareValues(kind, left, right);
  switch (comparison) {
    case Comparison::kEq:
      return order == 0;
    case Comparison::kNe:
      return order != 0;
    case Comparison::kGt:
      return order > 0;
    case Comparison::kGe:
      return order >= 0;
    case Comparison::kLt:
      return order < 0;
    case Comparison::kLe:
      return order <= 0;
  }
  return false;
}

/// A property of the row; the lambda's variable if it has no name.
struct Operand {
  std::string_view name;
  FieldKind kind = FieldKind::kText;

  const Json& Of(const Json& row, const Json& item) const {
    return name.empty() ? item : row[name];
  }
};

class CompareNode final : public Node {
 public:
  CompareNode(Operand operand, Comparison comparison, Json literal)
      : operand_(operand), comparison_(comparison), literal_(std::move(literal)) {}
  bool Accepts(const Json& row, const Json& item) const override {
    return Holds(comparison_, operand_.kind, operand_.Of(row, item), literal_);
  }

 private:
  Operand operand_;
  Comparison comparison_;
  Json literal_;
};

class InNode final : public Node {
 public:
  InNode(Operand operand, std::vector<std::string> texts)
      : operand_(operand), texts_(std::move(texts)) {}
  bool Accepts(const Json& row, const Json& item) const override {
    const std::string& text = operand_.Of(row, item).as_string();
    return std::any_of(texts_.begin(), texts_.end(),
                       [&](const std::string& one) { return SameName(one, text); });
  }

 private:
  Operand operand_;
  std::vector<std::string> texts_;
};

class LambdaNode final : public Node {
 public:
  LambdaNode(std::string_view list, bool all, NodePointer body)
      : list_(list), all_(all), body_(std::move(body)) {}
  bool Accepts(const Json& row, const Json& /*item*/) const override {
    const auto items = row[list_].items();
    const auto accepts = [&](const Json& one) {
      return body_ == nullptr || body_->Accepts(row, one);
    };
    return all_ ? std::all_of(items.begin(), items.end(), accepts)
                : std::any_of(items.begin(), items.end(), accepts);
  }

 private:
  std::string_view list_;
  bool all_;
  NodePointer body_;
};

/// True if all, or any, of its parts accept; with `negated`, the other way round.
class JoinNode final : public Node {
 public:
  JoinNode(bool all, bool negated, std::vector<NodePointer> parts)
      : all_(all), negated_(negated), parts_(std::move(parts)) {}
  bool Accepts(const Json& row, const Json& item) const override {
    const auto accepts = [&](const NodePointer& one) { return one->Accepts(row, item); };
    const bool accepted = all_ ? std::all_of(parts_.begin(), parts_.end(), accepts)
                               : std::any_of(parts_.begin(), parts_.end(), accepts);
    return accepted != negated_;
  }

 private:
  bool all_;
  bool negated_;
  std::vector<NodePointer> parts_;
};

struct Token {
  enum class Kind : uint8_t { kEnd, kWord, kText, kSign };
  Kind kind = Kind::kEnd;
  std::string text;  ///< Of a text without its quotes.
  size_t column = 1;
};

Error Refuse(size_t column, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidFilter",
              message + " (at column " + std::to_string(column) + " of the filter)");
}

std::string Got(const Token& token) {
  if (token.kind == Token::Kind::kEnd) return ", got its end";
  return ", got '" + token.text + "'";
}

bool IsWordChar(char c) {
  return c == '_' || c == '.' || c == ':' || c == '-' || c == '+' || (c >= '0' && c <= '9') ||
         (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A text from its opening quote at `*at`, which is moved behind it.
Result<Token> ReadText(std::string_view text, size_t* at) {
  Token token{Token::Kind::kText, "", *at + 1};
  for (++*at; *at < text.size(); ++*at) {
    if (text[*at] == '\'') {
      const bool doubled = *at + 1 < text.size() && text[*at + 1] == '\'';
      ++*at;
      if (!doubled) return token;
    }
    token.text += text[*at];
  }
  return Refuse(token.column, "a text has no closing quote");
}

/// A word from `*at` on; of "x:" in a lambda, the colon apart.
void ReadWord(std::string_view text, size_t* at, std::vector<Token>* tokens) {
  const size_t start = *at;
  while (*at < text.size() && IsWordChar(text[*at])) ++*at;
  std::string word(text.substr(start, *at - start));
  const bool colon = word.size() > 1 && word.back() == ':';
  if (colon) word.pop_back();
  tokens->push_back({Token::Kind::kWord, std::move(word), start + 1});
  if (colon) tokens->push_back({Token::Kind::kSign, ":", *at});
}

Result<std::vector<Token>> Tokens(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  constexpr std::string_view kSigns = "(),/";
  std::vector<Token> tokens;
  size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (kBlanks.find(c) != std::string_view::npos) {
      ++at;
    } else if (c == '\'') {
      WEIR_ASSIGN(Token token, ReadText(text, &at));
      tokens.push_back(std::move(token));
    } else if (kSigns.find(c) != std::string_view::npos) {
      tokens.push_back({Token::Kind::kSign, std::string(1, c), ++at});
    } else if (IsWordChar(c)) {
      ReadWord(text, &at, &tokens);
    } else {
      return Refuse(at + 1, "a filter cannot hold '" + std::string(1, c) + "'");
    }
  }
  tokens.push_back({Token::Kind::kEnd, "", text.size() + 1});
  return tokens;
}

class Parser {
 public:
  Parser(std::vector<Token> tokens, std::span<const Field> fields)
      : tokens_(std::move(tokens)), fields_(fields) {}

  Result<NodePointer> Parse() {
    WEIR_ASSIGN(NodePointer root, Or());
    if (Peek().kind != Token::Kind::kEnd) {
      return Refuse(Peek().column, "expected 'and', 'or' or the end" + Got(Peek()));
    }
    return root;
  }
  std::set<std::string, std::less<>> TakeSeen() { return std::move(seen_); }

 private:
  const Token& Peek() const { return tokens_[at_]; }
  Token Next() {
    Token token = tokens_[at_];
    if (token.kind != Token::Kind::kEnd) ++at_;
    return token;
  }
  bool TakeWord(std::string_view word) {
    if (Peek().kind != Token::Kind::kWord || !SameName(Peek().text, word)) return false;
    ++at_;
    return true;
  }
  bool TakeSign(std::string_view sign) {
    if (Peek().kind != Token::Kind::kSign || Peek().text != sign) return false;
    ++at_;
    return true;
  }
  Result<> NeedSign(std::string_view sign) {
    if (TakeSign(sign)) return {};
    return Refuse(Peek().column, "expected '" + std::string(sign) + "'" + Got(Peek()));
  }

  Result<NodePointer> Or() {
    return Joined("or", false, [this] { return And(); });
  }
  Result<NodePointer> And() {
    return Joined("and", true, [this] { return Unary(); });
  }
  Result<NodePointer> Joined(std::string_view word, bool all,
                             const std::function<Result<NodePointer>()>& part) {
    std::vector<NodePointer> parts;
    do {
      WEIR_ASSIGN(NodePointer one, part());
      parts.push_back(std::move(one));
    } while (TakeWord(word));
    if (parts.size() == 1) return parts.front();
    return NodePointer(std::make_shared<JoinNode>(all, false, std::move(parts)));
  }

  Result<NodePointer> Unary() {
    if (++depth_ > kDepthMax) return Refuse(Peek().column, "the filter is nested too deeply");
    Result<NodePointer> read = UnaryInside();
    --depth_;
    return read;
  }
  Result<NodePointer> UnaryInside() {
    if (TakeWord("not")) {
      WEIR_ASSIGN(NodePointer one, Unary());
      return NodePointer(
          std::make_shared<JoinNode>(true, true, std::vector<NodePointer>{std::move(one)}));
    }
    if (TakeSign("(")) {
      WEIR_ASSIGN(NodePointer inside, Or());
      WEIR_TRY(NeedSign(")"));
      return inside;
    }
    if (TakeWord("search.in")) return SearchIn();
    return Comparing();
  }

  /// search.in(property, 'a,b'[, separators])
  Result<NodePointer> SearchIn() {
    WEIR_TRY(NeedSign("("));
    WEIR_ASSIGN(const Operand operand, ReadOperand(Next()));
    WEIR_TRY(NeedSign(","));
    const Token list = Next();
    std::string separators = ", ";
    if (list.kind != Token::Kind::kText) {
      return Refuse(list.column, "expected a text of values" + Got(list));
    }
    if (TakeSign(",")) {
      const Token given = Next();
      if (given.kind != Token::Kind::kText || given.text.empty()) {
        return Refuse(given.column, "expected a text of separators" + Got(given));
      }
      separators = given.text;
    }
    WEIR_TRY(NeedSign(")"));
    std::vector<std::string> texts;
    size_t start = 0;
    while (start <= list.text.size()) {
      const size_t end = std::min(list.text.find_first_of(separators, start), list.text.size());
      if (end > start) texts.push_back(list.text.substr(start, end - start));
      start = end + 1;
    }
    return NodePointer(std::make_shared<InNode>(operand, std::move(texts)));
  }

  Result<NodePointer> Comparing() {
    const Token first = Next();
    if (IsLiteral(first)) {  // 'Failed' eq WindowState
      WEIR_ASSIGN(const Comparison comparison, ReadComparison());
      WEIR_ASSIGN(const Operand operand, ReadOperand(Next()));
      WEIR_ASSIGN(Json literal, ReadLiteral(first, operand));
      return NodePointer(
          std::make_shared<CompareNode>(operand, Turned(comparison), std::move(literal)));
    }
    if (Peek().kind == Token::Kind::kSign && Peek().text == "/") return Lambda(first);
    WEIR_ASSIGN(const Operand operand, ReadOperand(first));
    WEIR_ASSIGN(const Comparison comparison, ReadComparison());
    WEIR_ASSIGN(Json literal, ReadLiteral(Next(), operand));
    return NodePointer(std::make_shared<CompareNode>(operand, comparison, std::move(literal)));
  }

  /// property/any(x: …), property/all(x: …), property/any()
  Result<NodePointer> Lambda(const Token& name) {
    const Field* list = FindField(fields_, name.text);
    if (list == nullptr || list->kind != FieldKind::kTexts) {
      return Refuse(name.column, "expected a list of names in front of '/'" + Got(name));
    }
    if (!variable_.empty()) return Refuse(name.column, "'any' and 'all' cannot be nested");
    seen_.emplace(list->name);
    WEIR_TRY(NeedSign("/"));
    const bool all = TakeWord("all");
    if (!all && !TakeWord("any")) {
      return Refuse(Peek().column, "expected 'any' or 'all'" + Got(Peek()));
    }
    WEIR_TRY(NeedSign("("));
    NodePointer body;
    if (all || Peek().text != ")") {
      const Token variable = Next();
      if (variable.kind != Token::Kind::kWord) {
        return Refuse(variable.column, "expected the name of a variable" + Got(variable));
      }
      WEIR_TRY(NeedSign(":"));
      variable_ = variable.text;
      WEIR_ASSIGN(body, Or());
      variable_.clear();
    }
    WEIR_TRY(NeedSign(")"));
    return NodePointer(std::make_shared<LambdaNode>(list->name, all, std::move(body)));
  }

  Result<Operand> ReadOperand(const Token& token) {
    if (token.kind == Token::Kind::kWord && !variable_.empty() && token.text == variable_) {
      return Operand{"", FieldKind::kText};
    }
    const Field* field =
        token.kind == Token::Kind::kWord ? FindField(fields_, token.text) : nullptr;
    if (field == nullptr) {
      const std::vector<std::string> known = NamesOf(fields_);
      return Refuse(token.column, "expected one of the properties " + Listed(known) + Got(token) +
                                      DidYouMean(token.text, known));
    }
    if (field->kind == FieldKind::kTexts) {
      return Refuse(token.column, "'" + std::string(field->name) + "' is a list: ask '" +
                                      std::string(field->name) + "/any(x: x eq …)'");
    }
    seen_.emplace(field->name);
    return Operand{field->name, field->kind};
  }

  Result<Comparison> ReadComparison() {
    const Token token = Next();
    for (const auto& [name, comparison] : kComparisons) {
      if (token.kind == Token::Kind::kWord && SameName(token.text, name)) return comparison;
    }
    return Refuse(token.column, "expected eq, ne, gt, ge, lt or le" + Got(token));
  }

  /// `literal op property` as `property op literal`.
  static Comparison Turned(Comparison comparison) {
    switch (comparison) {
      case Comparison::kEq:
      case Comparison::kNe:
        return comparison;
      case Comparison::kGt:
        return Comparison::kLt;
      case Comparison::kGe:
        return Comparison::kLe;
      case Comparison::kLt:
        return Comparison::kGt;
      case Comparison::kLe:
        return Comparison::kGe;
    }
    return comparison;
  }

  static bool IsLiteral(const Token& token) {
    if (token.kind == Token::Kind::kText) return true;
    if (token.kind != Token::Kind::kWord) return false;
    const char first = token.text[0];
    return (first >= '0' && first <= '9') || first == '-' || SameName(token.text, "null");
  }

  static Result<Json> ReadLiteral(const Token& token, const Operand& operand) {
    if (token.kind == Token::Kind::kWord && SameName(token.text, "null")) return Json();
    switch (operand.kind) {
      case FieldKind::kTime:
        if (const Result<UtcTime> time = ParseUtc(token.text)) return Json(FormatUtc(*time));
        return Refuse(token.column, "expected a time such as 2016-07-12T00:00:00Z for '" +
                                        std::string(operand.name) + "'" + Got(token));
      case FieldKind::kNumber: {
        double number = 0;
        const char* end = token.text.data() + token.text.size();
        const auto [stop, failed] = std::from_chars(token.text.data(), end, number);
        if (token.kind == Token::Kind::kWord && failed == std::errc() && stop == end) {
          return Json(number);
        }
        return Refuse(token.column,
                      "expected a number for '" + std::string(operand.name) + "'" + Got(token));
      }
      case FieldKind::kText:
      case FieldKind::kTexts:
        if (token.kind == Token::Kind::kText) return Json(token.text);
        return Refuse(token.column, "expected a text in single quotes" + Got(token));
    }
    return Json();
  }

  std::vector<Token> tokens_;
  std::span<const Field> fields_;
  std::set<std::string, std::less<>> seen_;
  std::string variable_;  ///< Of the lambda that is being read.
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<ODataFilter> ODataFilter::Parse(std::string_view text, std::span<const Field> fields) {
  if (text.size() > kTextMax) {
    return Refuse(kTextMax, "a filter is of at most 10000 characters");
  }
  WEIR_ASSIGN(std::vector<Token> tokens, Tokens(text));
  Parser parser(std::move(tokens), fields);
  ODataFilter filter;
  WEIR_ASSIGN(filter.root_, parser.Parse());
  filter.fields_ = parser.TakeSeen();
  return filter;
}

bool ODataFilter::Accepts(const Json& row) const {
  return root_->Accepts(row, Json());
}

}  // namespace weir::api::v1
