#include "model/activity_outputs.h"

#include <map>
#include <string>

#include "base/check.h"
#include "base/names.h"
#include "model/activities.h"

extern "C" {
extern const char weir_model_activity_outputs[];
extern const char weir_model_activity_outputs_end[];
}

namespace weir::model {
namespace {

struct Shapes {
  Json activity;
  std::map<std::string, Json> types;
};

/// The shape of one type, with the fields of its groups behind its own.
Json Whole(const Json& entry, const Json& groups) {
  Json fields = entry["fields"].is_object() ? entry["fields"] : Json::Object();
  for (const Json& group : entry["groups"].items()) {
    for (const Json::Member& field : groups[group.as_string()].members()) {
      if (fields.Find(field.name) == nullptr) fields.Set(field.name, field.value);
    }
  }
  Json shape = Json::Object({{"type", "object"}});
  if (entry["open"].as_bool()) shape.Set("open", true);
  shape.Set("fields", std::move(fields));
  return shape;
}

Shapes Read() {
  const Result<Json> data =
      ParseJson({weir_model_activity_outputs, static_cast<size_t>(weir_model_activity_outputs_end -
                                                                  weir_model_activity_outputs)});
  WEIR_CHECK(data.ok(), "the data is compiled in and tested");
  Shapes shapes;
  shapes.activity = (*data)["activity"];
  for (const Json::Member& entry : (*data)["types"].members()) {
    shapes.types.emplace(NameKey(entry.name), Whole(entry.value, (*data)["groups"]));
  }
  return shapes;
}

const Shapes& All() {
  static const Shapes shapes = Read();
  return shapes;
}

Applies ListHas(const Json& list, const std::string& wanted) {
  if (!list.is_array()) return list.is_null() ? Applies::kNo : Applies::kUnknown;
  Applies answer = Applies::kNo;
  for (const Json& item : list.items()) {
    if (IsExpression(item) || IsTemplateExpression(item)) answer = Applies::kUnknown;
    if (SameName(item.as_string(), wanted)) return Applies::kYes;
  }
  return answer;
}

}  // namespace

const Json& OutputShape(std::string_view activity_type) {
  static const Json none;
  const auto found = All().types.find(NameKey(activity_type));
  return found == All().types.end() ? none : found->second;
}

const Json& ActivityShape() {
  return All().activity;
}

Applies FieldApplies(const Json& field_shape, const Json& type_properties) {
  const Json& when = field_shape["when"];
  if (when.is_null()) return Applies::kYes;
  const Json& setting = type_properties[when["setting"].as_string()];
  if (IsExpression(setting) || IsTemplateExpression(setting)) return Applies::kUnknown;
  if (when["has"].is_string()) return ListHas(setting, when["has"].as_string());
  // Old definitions have texts for Booleans.
  bool value = when["default"].as_bool();
  if (setting.is_bool()) {
    value = setting.as_bool();
  } else if (SameName(setting.as_string(), "true") || SameName(setting.as_string(), "false")) {
    value = SameName(setting.as_string(), "true");
  } else if (!setting.is_null()) {
    return Applies::kUnknown;
  }
  return value == when["is"].as_bool() ? Applies::kYes : Applies::kNo;
}

Json SampleOf(const Json& shape, const Json& type_properties) {
  if (const Json* sample = shape.Find("sample")) return *sample;
  if (shape["type"].as_string() == "array") {
    Json list = Json::Array();
    if (!shape["empty"].as_bool() && shape["items"].is_object()) {
      list.Append(SampleOf(shape["items"], type_properties));
    }
    return list;
  }
  Json object = Json::Object();
  for (const Json::Member& field : shape["fields"].members()) {
    if (field.value["optional"].as_bool()) continue;
    if (FieldApplies(field.value, type_properties) == Applies::kNo) continue;
    object.Set(field.name, SampleOf(field.value, type_properties));
  }
  return object;
}

}  // namespace weir::model
