#include "model/contract_scalars.h"

#include "base/names.h"

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

void ReadObject(Json* value, const std::string& name) {
  if (!value->is_object()) return;
  const Catalogue& catalogue = Catalogue::Get();
  const Model* model = catalogue.IsKind(name)
                           ? catalogue.FindKind(name, (*value)["type"].as_string())
                           : catalogue.FindModel(name);
  if (model == nullptr) return;
  for (Json::Member& member : value->MutableMembers()) {
    const Field* field = model->Find(member.name);
    if (field != nullptr && !field->discriminator) ReadScalars(&member.value, field->type);
  }
}

}  // namespace

void ReadScalars(Json* value, const FieldType& type) {
  switch (type.kind) {
    case Kind::kText:
    case Kind::kTime:
    case Kind::kEnum:
      return ReadText(value);
    case Kind::kInteger:
      return ReadNumber(value, true);
    case Kind::kNumber:
      return ReadNumber(value, false);
    case Kind::kBoolean:
      return ReadBoolean(value);
    case Kind::kList:
      if (!value->is_array()) return;
      for (Json& item : value->MutableItems()) ReadScalars(&item, *type.element);
      return;
    case Kind::kMap:
      if (!value->is_object()) return;
      for (Json::Member& one : value->MutableMembers()) ReadScalars(&one.value, *type.element);
      return;
    case Kind::kModel:
      return ReadObject(value, type.name);
    case Kind::kAny:
    case Kind::kLiteral:
      return;
  }
}

}  // namespace weir::model
