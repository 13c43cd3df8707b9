#include "check/function_rules.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/names.h"
#include "expr/kinds.h"

namespace weir::check {
namespace {

using expr::KindSet;
using Arguments = std::span<const ValueType>;
using Kind = Json::Kind;

constexpr KindSet kInteger = Kind::kInt;
constexpr KindSet kFloat = Kind::kFloat;
constexpr KindSet kArray = Kind::kArray;
constexpr KindSet kObject = Kind::kObject;

ValueType ArrayOf(Json items) {
  Json shape = Json::Object({{"type", "array"}});
  if (!items.is_null()) shape.Set("items", std::move(items));
  return ValueType::OfShape(shape, {}, {});
}

/// The first or last of an array or a text.
ValueType OneOf(Arguments arguments) {
  const ValueType& collection = arguments[0];
  if (collection.kinds == KindSet::Text()) return collection.constant ? ValueType() : collection;
  ValueType item = ItemsOf(collection);
  item.kinds = item.kinds | Kind::kNull;
  return item;
}

ValueType SameCollection(Arguments arguments) {
  ValueType type = arguments[0];
  type.kinds = type.kinds & (KindSet::Text() | kArray);
  type.constant.reset();
  return type;
}

ValueType SameHolder(Arguments arguments) {
  return ValueType::OfKinds(arguments[0].kinds & (kArray | kObject));
}

ValueType Created(Arguments arguments) {
  ValueType items = arguments[0];
  for (const ValueType& one : arguments.subspan(1)) items = EitherOf(items, one);
  return ArrayOf(ShapeOfType(items));
}

ValueType Wrapped(Arguments arguments) {
  const ValueType& value = arguments[0];
  if (value.kinds == kArray) return value;
  if (value.kinds.Has(Kind::kArray)) return ValueType::OfKinds(kArray);
  return ArrayOf(ShapeOfType(value));
}

ValueType Pieces(Arguments) {
  return ArrayOf(Json::Object({{"type", "string"}}));
}

ValueType Integers(Arguments) {
  return ArrayOf(Json::Object({{"type", "integer"}}));
}

ValueType Branches(Arguments arguments) {
  return EitherOf(arguments[1], arguments[2]);
}

/// The first that is not null: nulls of all but the last do not come through.
ValueType FirstThere(Arguments arguments) {
  ValueType type = arguments.back();
  for (const ValueType& one : arguments.first(arguments.size() - 1)) {
    ValueType there = one;
    there.kinds = there.kinds.any() ? there.kinds : there.kinds.WithoutNull();
    there.constant.reset();
    type = there.kinds.empty() ? type : EitherOf(type, there);
  }
  return type;
}

ValueType Sum(Arguments arguments) {
  const KindSet left = arguments[0].kinds;
  const KindSet right = arguments[1].kinds;
  if (left == kInteger && right == kInteger) return ValueType::OfKinds(kInteger);
  if (left == kFloat || right == kFloat) return ValueType::OfKinds(kFloat);
  return ValueType::OfKinds(KindSet::Number());
}

using Rule = ValueType (*)(Arguments);

const std::map<std::string_view, Rule>& Rules() {
  static const std::map<std::string_view, Rule> rules{{"first", OneOf},
                                                      {"last", OneOf},
                                                      {"skip", SameCollection},
                                                      {"take", SameCollection},
                                                      {"union", SameHolder},
                                                      {"intersection", SameHolder},
                                                      {"createArray", Created},
                                                      {"array", Wrapped},
                                                      {"split", Pieces},
                                                      {"range", Integers},
                                                      {"if", Branches},
                                                      {"coalesce", FirstThere},
                                                      {"add", Sum},
                                                      {"sub", Sum},
                                                      {"mul", Sum},
                                                      {"div", Sum},
                                                      {"mod", Sum}};
  return rules;
}

bool IsOrder(std::string_view name) {
  return name == "greater" || name == "greaterOrEquals" || name == "less" || name == "lessOrEquals";
}

/// Numbers are of one kind where they are compared.
KindSet Comparable(KindSet kinds) {
  return (kinds & KindSet::Number()).empty() ? kinds : kinds | KindSet::Number();
}

bool Disjoint(KindSet left, KindSet right) {
  return (Comparable(left) & Comparable(right)).empty();
}

/// "is Succeeded or Failed, never 'Success'", if the other one is a text that is none of those.
std::string NotAmong(const ValueType& few, const ValueType& other) {
  if (!few.values.is_array() || !other.constant || !other.constant->is_string()) return {};
  std::string list;
  std::vector<std::string> known;
  for (const Json& value : few.values.items()) {
    if (value == *other.constant) return {};
    known.push_back(value.as_string());
    list += (list.empty() ? "" : ", ") + known.back();
  }
  const std::string& text = other.constant->as_string();
  return few.title + " is one of " + list + ", never '" + text + "'" + DidYouMean(text, known);
}

}  // namespace

ValueType ResultOf(const expr::FunctionSpec& spec, Arguments arguments) {
  const auto rule = Rules().find(spec.name);
  if (rule == Rules().end()) return ValueType::OfKinds(expr::ReturnsOf(spec));
  return rule->second(arguments);
}

std::string Mismatch(const expr::FunctionSpec& spec, Arguments arguments) {
  if (IsOrder(spec.name) && Disjoint(arguments[0].kinds, arguments[1].kinds)) {
    return "compares " + arguments[0].ToString() + " with " + arguments[1].ToString() +
           ", which have no order";
  }
  if (spec.name == "contains") {
    const KindSet keyed = KindSet::Text() | kObject;
    if (arguments[0].kinds.Within(keyed) && !arguments[1].kinds.Has(Kind::kString)) {
      return "looks for " + arguments[1].ToString() + " in " + arguments[0].ToString() +
             "; only a String can be there";
    }
  }
  if (spec.name == "union" || spec.name == "intersection") {
    KindSet all = kArray | kObject;
    for (const ValueType& argument : arguments) all = all & argument.kinds;
    if (all.empty()) return "needs either arrays or objects, got both";
  }
  return {};
}

std::string NeverEqual(const expr::FunctionSpec& spec, Arguments arguments) {
  if (spec.name != "equals") return {};
  const ValueType& left = arguments[0];
  const ValueType& right = arguments[1];
  for (const auto& [few, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    if (std::string why = NotAmong(*few, *other); !why.empty()) return why;
  }
  if (left.kinds.Has(Kind::kNull) || right.kinds.Has(Kind::kNull)) return {};
  if (!Disjoint(left.kinds, right.kinds)) return {};
  return left.ToString() + " is never equal to " + right.ToString();
}

}  // namespace weir::check
