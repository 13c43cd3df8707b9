#include "model/contract_scalars.h"

#include "base/names.h"
#include "model/activities.h"

namespace weir::model {
namespace {

using Kind = FieldType::Kind;

void ReadText(Json* value) {
  if (value->is_bool()) {
    *value = Json(value->as_bool() ? "True" : "False");
  } else if (value->is_number()) {
    *value = Json(DumpJson(*value));
  }
}

void ReadBoolean(Json* value) {
  for (const bool one : {true, false}) {
    if (SameName(value->as_string(), one ? "true" : "false")) *value = Json(one);
  }
}

void ReadNumber(Json* value, bool whole) {
  if (!value->is_string()) return;
  Result<Json> number = ParseJson(value->as_string());
  if (number && (whole ? number->is_int() : number->is_number())) *value = *std::move(number);
}

enum class Shape { kScalar, kList, kObject };

Shape ShapeOf(const Json& value) {
  if (value.is_object()) return Shape::kObject;
  return value.is_array() ? Shape::kList : Shape::kScalar;
}

Shape ShapeOf(Kind kind) {
  switch (kind) {
    case Kind::kModel:
    case Kind::kMap:
      return Shape::kObject;
    case Kind::kList:
      return Shape::kList;
    case Kind::kText:
    case Kind::kTime:
    case Kind::kEnum:
    case Kind::kInteger:
    case Kind::kNumber:
    case Kind::kBoolean:
    case Kind::kAny:
    case Kind::kLiteral:
      return Shape::kScalar;
  }
  return Shape::kScalar;
}

std::string_view Words(Shape shape) {
  switch (shape) {
    case Shape::kScalar:
      return "a single value";
    case Shape::kList:
      return "a list";
    case Shape::kObject:
      return "an object";
  }
  return "";
}

bool IsOpen(Kind kind) {
  return kind == Kind::kAny || kind == Kind::kLiteral;
}

Result<> CheckShape(const Json& value, Kind kind) {
  const bool open =
      IsOpen(kind) || value.is_null() || IsExpression(value) || IsTemplateExpression(value);
  if (open || ShapeOf(value) == ShapeOf(kind)) return {};
  return Fail(ErrorKind::kInvalid, "WrongType",
              "expected " + std::string(Words(ShapeOf(kind))) + ", got " +
                  std::string(Words(ShapeOf(value))))
      .At(value.position());
}

/// A member may be null, which is as if it were not there; an element may not.
Result<> ReadElement(Json* value, const FieldType& type) {
  if (!value->is_null() || IsOpen(type.kind)) return ReadScalars(value, type);
  return Fail(ErrorKind::kInvalid, "WrongType",
              "expected " + std::string(Words(ShapeOf(type.kind))) + ", got null")
      .At(value->position());
}

Result<> ReadObject(Json* value, const std::string& name) {
  const Catalogue& catalogue = Catalogue::Get();
  const Model* model = catalogue.IsKind(name)
                           ? catalogue.FindKind(name, (*value)["type"].as_string())
                           : catalogue.FindModel(name);
  if (model == nullptr) return {};
  for (Json::Member& member : value->MutableMembers()) {
    const Field* field = model->Find(member.name);
    if (field == nullptr || field->discriminator) continue;
    WEIR_TRY(ReadScalars(&member.value, field->type));
  }
  return {};
}

}  // namespace

Result<> ReadScalars(Json* value, const FieldType& type) {
  WEIR_TRY(CheckShape(*value, type.kind));
  switch (type.kind) {
    case Kind::kText:
    case Kind::kTime:
    case Kind::kEnum:
      ReadText(value);
      break;
    case Kind::kInteger:
      ReadNumber(value, true);
      break;
    case Kind::kNumber:
      ReadNumber(value, false);
      break;
    case Kind::kBoolean:
      ReadBoolean(value);
      break;
    case Kind::kList:
      if (!value->is_array()) break;
      for (Json& item : value->MutableItems()) WEIR_TRY(ReadElement(&item, *type.element));
      break;
    case Kind::kMap:
      if (!value->is_object()) break;
      for (Json::Member& one : value->MutableMembers()) {
        WEIR_TRY(ReadElement(&one.value, *type.element));
      }
      break;
    case Kind::kModel:
      return value->is_object() ? ReadObject(value, type.name) : Result<>();
    case Kind::kAny:
    case Kind::kLiteral:
      break;
  }
  return {};
}

}  // namespace weir::model
