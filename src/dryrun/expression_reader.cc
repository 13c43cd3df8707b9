#include "dryrun/expression_reader.h"

#include <map>
#include <utility>
#include <vector>

#include "base/names.h"
#include "expr/template_node.h"

namespace weir::dryrun {
namespace {

using expr::Expression;

/// A result that is one of the arguments, or an item of one.
enum class Flow : uint8_t { kSame, kBranches, kItem, kList, kOneItemList, kParsed, kPrinted };

const std::map<std::string_view, Flow>& Flows() {
  static const std::map<std::string_view, Flow> flows{
      {"coalesce", Flow::kSame},     {"union", Flow::kSame},  {"intersection", Flow::kSame},
      {"skip", Flow::kSame},         {"take", Flow::kSame},   {"if", Flow::kBranches},
      {"first", Flow::kItem},        {"last", Flow::kItem},   {"createArray", Flow::kList},
      {"array", Flow::kOneItemList}, {"json", Flow::kParsed}, {"string", Flow::kPrinted},
  };
  return flows;
}

const std::map<std::string_view, Use>& TextUses() {
  static const std::map<std::string_view, Use> uses{
      {"int", Use::kIntegerText},       {"float", Use::kNumberText},
      {"decimal", Use::kNumberText},    {"bool", Use::kBooleanText},
      {"base64ToString", Use::kBase64}, {"base64ToBinary", Use::kBase64},
      {"decodeBase64", Use::kBase64},   {"xml", Use::kXml},
  };
  return uses;
}

std::optional<Comparison> ComparisonOf(std::string_view function) {
  if (function == "equals") return Comparison::kEquals;
  if (function == "greater") return Comparison::kGreater;
  if (function == "greaterOrEquals") return Comparison::kGreaterOrEquals;
  if (function == "less") return Comparison::kLess;
  if (function == "lessOrEquals") return Comparison::kLessOrEquals;
  return std::nullopt;
}

Comparison Turned(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEquals:
      return Comparison::kEquals;
    case Comparison::kGreater:
      return Comparison::kLess;
    case Comparison::kGreaterOrEquals:
      return Comparison::kLessOrEquals;
    case Comparison::kLess:
      return Comparison::kGreater;
    case Comparison::kLessOrEquals:
      return Comparison::kGreaterOrEquals;
  }
  return comparison;
}

/// How a declared parameter ("timestamp: string") is used; nothing where several types will do.
std::optional<Use> UseOf(std::string_view parameter) {
  const size_t colon = parameter.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view type = parameter.substr(colon + 2);
  if (type.ends_with("...")) type.remove_suffix(3);
  if (type == "bool") return Use::kBoolean;
  if (type == "int") return Use::kInteger;
  if (type == "number" || type == "number|string") return Use::kNumber;
  if (type == "array") return Use::kArray;
  if (type == "object") return Use::kObject;
  if (type != "string") return std::nullopt;
  return parameter.starts_with("timestamp") ? Use::kTimestamp : Use::kText;
}

/// The declared parameters, one for each argument; the last of a list stands for the rest.
std::vector<std::string_view> ParametersOf(const expr::FunctionSpec& function) {
  std::vector<std::string_view> parameters;
  std::string_view rest = function.args;
  while (!rest.empty()) {
    const size_t comma = rest.find(", ");
    parameters.push_back(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
  }
  return parameters;
}

bool GivesInteger(const Expression& expression) {
  return expression.function != nullptr &&
         (expression.function->returns == "int" || expression.function->returns == "number");
}

const std::string& LiteralText(const Expression& expression) {
  static const std::string none;
  return expression.is_literal() ? expression.literal.as_string() : none;
}

/// activity('X').output itself, which is an object.
bool IsOutput(const Expression& expression) {
  return expression.function != nullptr && expression.function->name == "activity" &&
         expression.accessors.size() == 1 && SameName(expression.accessors[0].name, "output");
}

}  // namespace

std::optional<ShapeId> ExpressionReader::SetItem(std::optional<ShapeId> item) {
  return std::exchange(item_, item);
}

ShapeId ExpressionReader::Read(const Json& value) {
  const Result<expr::Template> compiled = expr::Template::Compile(value);
  return compiled ? ReadNode(compiled->node()) : shapes_.Make();
}

ShapeId ExpressionReader::ReadNode(const expr::Template::Node& node) {
  using Kind = expr::Template::Node::Kind;
  if (node.kind == Kind::kExpression) return Visit(node.segments.front().expression);
  const ShapeId shape = shapes_.Make();
  for (const expr::Segment& segment : node.segments) {
    if (!segment.plain) Visit(segment.expression);
  }
  for (const expr::Template::Node::Child& child : node.children) {
    const ShapeId inner = ReadNode(*child.node);
    const bool object = node.source.is_object();
    shapes_.Join(inner, object ? shapes_.Field(shape, node.source.members()[child.index].name)
                               : shapes_.Element(shape));
  }
  return shape;
}

ShapeId ExpressionReader::Visit(const Expression& expression) {
  ShapeId shape = Base(expression);
  size_t from = 0;
  if (expression.function != nullptr && expression.function->name == "pipeline") {
    const auto& accessors = expression.accessors;
    if (accessors.size() < 2 || !accessors[0].named() || !accessors[1].named()) return shape;
    if (SameName(accessors[0].name, "parameters")) {
      shape = demands_.Parameter(pipeline_, accessors[1].name);
    } else if (SameName(accessors[0].name, "globalParameters")) {
      shape = demands_.Global(accessors[1].name);
    }
    from = 2;
  }
  for (size_t i = from; i < expression.accessors.size(); ++i) {
    shape = Select(shape, expression.accessors[i]);
  }
  return shape;
}

ShapeId ExpressionReader::Select(ShapeId from, const expr::Accessor& accessor) {
  if (accessor.named()) return shapes_.Field(from, accessor.name);
  const Expression& index = accessor.index.front();
  if (index.is_literal() && index.literal.is_string()) {
    return shapes_.Field(from, index.literal.as_string());
  }
  if (index.is_literal() && index.literal.is_int()) {
    return shapes_.Element(from, static_cast<size_t>(index.literal.as_int()) + 1);
  }
  const ShapeId at = Visit(index);
  if (GivesInteger(index) || shapes_.Has(at, Use::kInteger)) return shapes_.Element(from);
  return shapes_.Make();  // A name that only the run knows.
}

/// The value before anything is selected from it.
ShapeId ExpressionReader::Base(const Expression& expression) {
  if (expression.function == nullptr) return shapes_.Make();
  const std::string_view name = expression.function->name;
  if (name == "item") return item_ ? *item_ : shapes_.Make();
  if (name == "activity" || name == "variables") {
    const std::string& of = LiteralText(expression.arguments.front());
    if (of.empty()) return shapes_.Make();
    return name == "activity" ? demands_.Activity(pipeline_, of) : demands_.Variable(pipeline_, of);
  }
  return Call(expression);
}

ShapeId ExpressionReader::Call(const Expression& call) {
  if (Flows().contains(call.function->name)) return PassThrough(call);
  if (ComparisonOf(call.function->name)) {
    CompareArguments(call);
    return shapes_.Make();
  }
  UseArguments(call);
  UseTexts(call);
  return call.function->name == "split" ? SplitOf(call) : shapes_.Make();
}

/// The list of pieces: as long as the place that is taken from it wants.
ShapeId ExpressionReader::SplitOf(const Expression& call) {
  const ShapeId list = shapes_.Make();
  if (call.arguments.size() < 2) return list;
  size_t count = 2;
  if (!call.accessors.empty() && !call.accessors[0].named()) {
    const Json& index = call.accessors[0].index.front().literal;
    if (index.is_int()) count = static_cast<size_t>(std::max<int64_t>(0, index.as_int())) + 1;
  }
  const ShapeId text = Visit(call.arguments[0]);
  const ShapeId piece = shapes_.Pieces(text, LiteralText(call.arguments[1]), count);
  shapes_.Join(shapes_.Element(list), piece);
  return list;
}

ShapeId ExpressionReader::PassThrough(const Expression& call) {
  std::vector<ShapeId> arguments;
  for (const Expression& argument : call.arguments) arguments.push_back(Visit(argument));
  const ShapeId result = shapes_.Make();
  switch (Flows().at(call.function->name)) {
    case Flow::kSame:
      // The counts of skip and take are literals or numbers, which joining does not harm.
      for (size_t i = 0; i < arguments.size(); ++i) {
        if (!call.arguments[i].is_literal() && !GivesInteger(call.arguments[i])) {
          shapes_.Join(result, arguments[i]);
        }
      }
      break;
    case Flow::kBranches:
      shapes_.AddUse(arguments[0], Use::kBoolean);
      for (size_t i = 1; i < arguments.size(); ++i) shapes_.Join(result, arguments[i]);
      break;
    case Flow::kItem:
      if (!arguments.empty()) shapes_.Join(result, shapes_.Element(arguments[0]));
      break;
    case Flow::kList:
    case Flow::kOneItemList:
      for (const ShapeId argument : arguments) shapes_.Join(shapes_.Element(result), argument);
      break;
    case Flow::kParsed:
      if (arguments.empty()) break;
      shapes_.Join(result, shapes_.Parsed(arguments[0]));
      UseAsJson(call.arguments[0]);
      break;
    case Flow::kPrinted:
      if (!arguments.empty()) shapes_.Join(shapes_.Printed(result), arguments[0]);
      break;
  }
  return result;
}

/// json(concat('{"a":', x, '}')): what stands outside quotes is JSON itself.
void ExpressionReader::UseAsJson(const Expression& text) {
  if (text.function == nullptr || text.function->name != "concat") return;
  bool quoted = false;
  for (const Expression& part : text.arguments) {
    if (!part.is_literal()) {
      if (!quoted) shapes_.AddUse(Visit(part), Use::kJson);
      continue;
    }
    const std::string& piece = part.literal.as_string();
    for (size_t i = 0; i < piece.size(); ++i) {
      if (piece[i] == '\\' && quoted) ++i;
      if (i < piece.size() && piece[i] == '"') quoted = !quoted;
    }
  }
}

void ExpressionReader::UseArguments(const Expression& call) {
  const std::vector<std::string_view> parameters = ParametersOf(*call.function);
  const auto text = TextUses().find(call.function->name);
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const ShapeId argument = Visit(call.arguments[i]);
    if (text != TextUses().end()) {
      shapes_.AddUse(argument, text->second);
    } else if (!parameters.empty()) {
      const auto use = UseOf(parameters[std::min(i, parameters.size() - 1)]);
      if (use) shapes_.AddUse(argument, *use);
    }
  }
}

/// Functions that look into a text find what they look for.
void ExpressionReader::UseTexts(const Expression& call) {
  const std::string_view name = call.function->name;
  if (call.arguments.size() < 2) return;
  const ShapeId text = Visit(call.arguments[0]);
  const std::string& second = LiteralText(call.arguments[1]);
  if (name == "startsWith" && !second.empty()) {
    shapes_.Compare(text, Comparison::kEquals, second + " sample");
  } else if (name == "endsWith" && !second.empty()) {
    shapes_.Compare(text, Comparison::kEquals, "sample" + second);
  } else if (name == "contains") {
    UseContains(call, text, second);
  } else if (name == "indexOf" || name == "lastIndexOf") {
    shapes_.Contain(text, second);
  } else if (name == "substring") {
    constexpr size_t kLong = 64;
    size_t reach = 0;
    bool guess = false;
    for (size_t i = 1; i < call.arguments.size(); ++i) {
      const Json& number = call.arguments[i].literal;
      const bool written = call.arguments[i].is_literal() && number.is_int();
      reach += written ? static_cast<size_t>(std::max<int64_t>(0, number.as_int())) : kLong;
      guess = guess || !written;
    }
    shapes_.AtLeast(text, reach, guess);
  }
}

/// An object that has a member, a text that holds a literal, or one of a list of literals.
void ExpressionReader::UseContains(const Expression& call, ShapeId collection,
                                   const std::string& text) {
  const Expression& in = call.arguments[0];
  if (in.function != nullptr && in.function->name == "createArray") {
    const ShapeId one = Visit(call.arguments[1]);
    for (const Expression& item : in.arguments) {
      if (item.is_literal()) shapes_.Compare(one, Comparison::kEquals, item.literal);
    }
  } else if (text.empty()) {
    return;
  } else if (IsOutput(in) || !shapes_.Fields(collection).empty()) {
    // Whether there was an error is better left to the activity.
    if (NameKey(text).find("error") == std::string::npos) shapes_.Field(collection, text);
  } else {
    shapes_.Compare(collection, Comparison::kEquals, text + " sample");
  }
}

void ExpressionReader::CompareArguments(const Expression& call) {
  const Comparison comparison = *ComparisonOf(call.function->name);
  const ShapeId left = Visit(call.arguments[0]);
  const ShapeId right = Visit(call.arguments[1]);
  if (call.arguments[1].is_literal()) {
    shapes_.Compare(left, comparison, call.arguments[1].literal);
  } else if (call.arguments[0].is_literal()) {
    shapes_.Compare(right, Turned(comparison), call.arguments[0].literal);
  } else {
    shapes_.Liken(left, right);
  }
}

}  // namespace weir::dryrun
