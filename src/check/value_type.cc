#include "check/value_type.h"

#include <utility>

#include "base/names.h"
#include "model/activities.h"

namespace weir::check {
namespace {

using expr::KindSet;
using Kind = Json::Kind;

constexpr size_t kItemsLookedAt = 200;

/// Exactly an array, or exactly an object.
bool IsHolder(KindSet kinds) {
  return kinds == KindSet(Kind::kArray) || kinds == KindSet(Kind::kObject);
}

Json AnyShape() {
  return Json::Object({{"type", "any"}, {"open", true}});
}

/// A shape that both values have: fields of either.
Json MergeShapes(const Json& left, const Json& right) {
  if (left["type"].as_string() != right["type"].as_string()) return AnyShape();
  if (left["type"].as_string() == "array") {
    if (!left["items"].is_object()) return right;
    if (!right["items"].is_object()) return left;
    return Json::Object({{"type", "array"}, {"items", MergeShapes(left["items"], right["items"])}});
  }
  if (left["type"].as_string() != "object") return left;
  Json fields = left["fields"];
  for (const Json::Member& field : right["fields"].members()) {
    const Json* known = fields.Find(field.name);
    fields.Set(field.name, known == nullptr ? field.value : MergeShapes(*known, field.value));
  }
  Json merged = Json::Object({{"type", "object"}, {"fields", std::move(fields)}});
  if (left["open"].as_bool() || right["open"].as_bool()) merged.Set("open", true);
  return merged;
}

Json ShapeOfItems(const Json& array, bool written) {
  Json items;
  if (array.size() > kItemsLookedAt) return AnyShape();
  for (const Json& item : array.items()) {
    Json one = ShapeOfValue(item, written);
    items = items.is_null() ? std::move(one) : MergeShapes(items, one);
  }
  return items;
}

std::string_view TypeName(Kind kind) {
  switch (kind) {
    case Kind::kBool:
      return "boolean";
    case Kind::kInt:
      return "integer";
    case Kind::kFloat:
    case Kind::kNumberText:
      return "float";
    case Kind::kString:
      return "string";
    case Kind::kArray:
      return "array";
    case Kind::kObject:
      return "object";
    case Kind::kNull:
      return "any";
  }
  return "any";
}

}  // namespace

ValueType ValueType::OfKinds(KindSet kinds) {
  ValueType type;
  type.kinds = kinds;
  return type;
}

ValueType ValueType::OfConstant(Json value) {
  ValueType type;
  type.kinds = KindSet(value.kind());
  if (value.is_array() || value.is_object()) type.shape = ShapeOfValue(value, false);
  type.constant = std::move(value);
  return type;
}

ValueType ValueType::OfShape(const Json& shape, Json settings, std::string title) {
  ValueType type;
  type.kinds = KindsOfShape(shape);
  if (IsHolder(type.kinds)) type.shape = shape;
  type.values = shape["values"];
  type.settings = std::move(settings);
  type.title = std::move(title);
  return type;
}

std::string ValueType::ToString() const {
  constexpr size_t kShownMax = 40;
  std::string text = kinds.ToString();
  if (!constant || constant->is_null() || constant->is_array() || constant->is_object()) {
    return text;
  }
  std::string shown = constant->is_string() ? constant->as_string() : DumpJson(*constant);
  if (shown.size() > kShownMax) return text;
  return text + " '" + shown + "'";
}

KindSet KindsOfShape(const Json& shape) {
  const std::string& type = shape["type"].as_string();
  if (type == "string") return KindSet(Kind::kString);
  if (type == "integer") return KindSet(Kind::kInt);
  if (type == "float") return KindSet::Number();
  if (type == "boolean") return KindSet(Kind::kBool);
  if (type == "array") return KindSet(Kind::kArray);
  if (type == "object") return KindSet(Kind::kObject);
  return KindSet::Any();
}

Json ShapeOfValue(const Json& value, bool written) {
  if (value.is_null()) return AnyShape();
  if (written && (model::IsExpression(value) || model::IsTemplateExpression(value))) {
    return AnyShape();
  }
  Json shape = Json::Object({{"type", TypeName(value.kind())}});
  if (value.is_array()) {
    Json items = ShapeOfItems(value, written);
    if (!items.is_null()) shape.Set("items", std::move(items));
  }
  if (value.is_object()) {
    Json fields = Json::Object();
    for (const Json::Member& member : value.members()) {
      fields.Set(member.name, ShapeOfValue(member.value, written));
    }
    shape.Set("fields", std::move(fields));
  }
  return shape;
}

Json ShapeOfType(const ValueType& type) {
  if (IsHolder(type.kinds) && type.shape.is_object() && type.settings.is_null()) return type.shape;
  for (const Kind kind : {Kind::kBool, Kind::kInt, Kind::kString}) {
    if (type.kinds == KindSet(kind)) return Json::Object({{"type", TypeName(kind)}});
  }
  return AnyShape();
}

ValueType EitherOf(const ValueType& left, const ValueType& right) {
  const KindSet holders = KindSet(Kind::kArray) | Kind::kObject;
  ValueType type = ValueType::OfKinds(left.kinds | right.kinds);
  // A shape stays what it is if the other one is neither array nor object.
  if ((right.kinds & holders).empty()) {
    type.shape = left.shape;
    type.settings = left.settings;
    type.title = left.title;
  } else if ((left.kinds & holders).empty()) {
    type.shape = right.shape;
    type.settings = right.settings;
    type.title = right.title;
  }
  return type;
}

ValueType ItemsOf(const ValueType& array) {
  if (array.kinds != KindSet(Kind::kArray) || !array.shape["items"].is_object()) return {};
  return ValueType::OfShape(array.shape["items"], {},
                            array.title.empty() ? "" : "an item of " + array.title);
}

KindSet DeclaredKinds(std::string_view type) {
  const std::string name = NameKey(type);
  if (name == "string" || name == "securestring") return KindSet(Kind::kString);
  if (name == "int" || name == "integer") return KindSet(Kind::kInt);
  if (name == "float") return KindSet::Number();
  if (name == "bool" || name == "boolean") return KindSet(Kind::kBool);
  if (name == "array") return KindSet(Kind::kArray);
  return KindSet::Any();
}

}  // namespace weir::check
