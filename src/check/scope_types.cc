#include "check/scope_types.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/names.h"
#include "model/activities.h"
#include "model/activity_outputs.h"

namespace weir::check {
namespace {

using expr::KindSet;
using model::ActivityPlace;
using model::ExpressionContext;
using Kind = Json::Kind;

const Json& TypeProperties(const Json& activity) {
  return activity["typeProperties"];
}

/// Where the activity of that name stands, if it runs; null if there is none.
const ActivityPlace* FindPlace(const ExpressionContext& context, std::string_view name) {
  if (context.places == nullptr) return nullptr;
  for (const ActivityPlace& place : *context.places) {
    if (!SameName((*place.activity)["name"].as_string(), name)) continue;
    return model::IsInactive(*place.activity) ? nullptr : &place;
  }
  return nullptr;
}

const Json* FindActivity(const ExpressionContext& context, std::string_view name) {
  const ActivityPlace* place = FindPlace(context, name);
  return place == nullptr ? nullptr : place->activity;
}

/// The activity at `place` as a loop over its items.
Loop LoopAt(const ExpressionContext& context, const ActivityPlace& place) {
  Loop loop{context, &TypeProperties(*place.activity)["items"]};
  loop.context.activity = place.activity;
  loop.context.place = &place;
  loop.context.own_item = false;
  return loop;
}

Json TextFields(std::initializer_list<std::string_view> names) {
  Json fields = Json::Object();
  for (const std::string_view name : names) fields.Set(name, Json::Object({{"type", "string"}}));
  return fields;
}

Json ObjectShape(Json fields, bool open) {
  return Json::Object({{"type", "object"}, {"fields", std::move(fields)}, {"open", open}});
}

/// What an event carries to triggers of that type; null if none fires them, or it is not known.
Json EventShape(std::string_view type) {
  if (SameName(type, "BlobEventsTrigger")) {
    return ObjectShape(TextFields({"folderPath", "fileName"}), true);
  }
  if (!SameName(type, "CustomEventsTrigger")) return {};
  Json event = TextFields({"topic", "subject", "id", "eventType", "eventTime"});
  event.Set("data", Json::Object({{"type", "any"}, {"open", true}}));
  return ObjectShape(Json::Object({{"event", ObjectShape(std::move(event), true)}}), true);
}

std::string TitleOf(const Json& activity) {
  return "activity '" + activity["name"].as_string() + "'";
}

bool SetsReturnValue(const Json& activity) {
  return SameName(activity["type"].as_string(), "SetVariable") &&
         SameName(TypeProperties(activity)["variableName"].as_string(), "pipelineReturnValue");
}

/// Add the keys of one activity that sets the return value. False if they are not written down.
bool AddReturnKeys(const Json& activity, Json* fields) {
  const Json& entries = TypeProperties(activity)["value"];
  if (!entries.is_array()) return false;
  for (const Json& entry : entries.items()) {
    const Json& key = entry["key"];
    if (!key.is_string() || model::IsExpression(key) || model::IsTemplateExpression(key)) {
      return false;
    }
    fields->Set(key.as_string(), Json::Object({{"type", "any"}, {"open", true}}));
  }
  return true;
}

/// The shape of what a child pipeline returns; null if only a run can tell.
Json ReturnShape(const ExpressionContext& context, const Json& activity) {
  const Json& reference = TypeProperties(activity)["pipeline"]["referenceName"];
  if (!reference.is_string() || context.factory == nullptr) return {};
  const model::Resource* child =
      context.factory->Find(model::ResourceKind::kPipeline, reference.as_string());
  if (child == nullptr) return {};
  Json fields = Json::Object();
  for (const ActivityPlace& place : model::AllActivities(child->properties())) {
    if (SetsReturnValue(*place.activity) && !AddReturnKeys(*place.activity, &fields)) return {};
  }
  return Json::Object({{"type", "object"}, {"fields", std::move(fields)}});
}

Json OutputShapeOf(const ExpressionContext& context, const Json& activity) {
  const Json& shape = model::OutputShape(activity["type"].as_string());
  if (!SameName(activity["type"].as_string(), "ExecutePipeline")) return shape;
  const Json returned = ReturnShape(context, activity);
  if (returned.is_null()) return shape;
  Json fields = shape["fields"];
  Json field = fields["pipelineReturnValue"];
  field.Remove("open");
  field.Set("fields", returned["fields"]);
  fields.Set("pipelineReturnValue", std::move(field));
  Json own = shape;
  own.Set("fields", std::move(fields));
  return own;
}

}  // namespace

const std::vector<std::string>& SystemVariables() {
  static const std::vector<std::string> names{"DataFactory",
                                              "Pipeline",
                                              "RunId",
                                              "TriggerType",
                                              "TriggerId",
                                              "TriggerName",
                                              "TriggerTime",
                                              "GroupId",
                                              "TriggeredByPipelineName",
                                              "TriggeredByPipelineRunId",
                                              "parameters",
                                              "globalParameters"};
  return names;
}

bool IsSystemVariable(std::string_view name) {
  const auto& all = SystemVariables();
  const size_t texts = all.size() - 2;
  return std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(texts),
                     [name](const std::string& one) { return SameName(one, name); });
}

ValueType ParameterType(const ExpressionContext& context, std::string_view name) {
  const Json* parameter = context.resource->properties()["parameters"].Find(name);
  if (parameter == nullptr) return {};
  const KindSet kinds = DeclaredKinds((*parameter)["type"].as_string());
  if (context.resource->kind == model::ResourceKind::kPipeline || kinds.any()) {
    return ValueType::OfKinds(kinds);
  }
  // A pipeline makes its arguments fit; a dataset or linked service takes them as they come.
  const KindSet scalars = KindSet::Number() | KindSet::Boolean() | KindSet::Text();
  return ValueType::OfKinds(kinds.Within(scalars) ? scalars : kinds | KindSet::Text());
}

ValueType GlobalParameterType(const ExpressionContext& context, std::string_view name) {
  const Json globals = context.factory->GlobalParameters();
  const Json* parameter = globals.Find(name);
  if (parameter == nullptr) return {};
  return ValueType::OfKinds(DeclaredKinds((*parameter)["type"].as_string()));
}

ValueType VariableType(const ExpressionContext& context, std::string_view name) {
  const Json* variable = context.resource->properties()["variables"].Find(name);
  if (variable == nullptr) return {};
  return ValueType::OfKinds(DeclaredKinds((*variable)["type"].as_string()));
}

ValueType ActivityType(const ExpressionContext& context, std::string_view name) {
  const Json* activity = FindActivity(context, name);
  if (activity == nullptr) return {};
  return ValueType::OfShape(model::ActivityShape(), TypeProperties(*activity), TitleOf(*activity));
}

ValueType OutputType(const ExpressionContext& context, std::string_view name) {
  const Json* activity = FindActivity(context, name);
  if (activity == nullptr) return {};
  const Json shape = OutputShapeOf(context, *activity);
  if (shape.is_null()) return {};
  return ValueType::OfShape(
      shape, TypeProperties(*activity),
      "the output of " + TitleOf(*activity) + " (" + (*activity)["type"].as_string() + ")");
}

ValueType TriggerType(const ExpressionContext& context, bool body) {
  if (context.resource->kind != model::ResourceKind::kTrigger) return {};
  const std::string& type = context.resource->properties()["type"].as_string();
  const Json event = EventShape(type);
  const std::string of_kind = " of a " + type;
  if (body) {
    return event.is_null() ? ValueType() : ValueType::OfShape(event, {}, "triggerBody()" + of_kind);
  }
  Json outputs = Json::Object();
  if (SameName(type, "TumblingWindowTrigger")) {
    outputs = TextFields({"windowStartTime", "windowEndTime"});
  } else if (!event.is_null()) {
    outputs.Set("body", event);
  } else if (!SameName(type, "ScheduleTrigger")) {
    return {};
  }
  Json fields = TextFields({"name", "scheduledTime", "startTime"});
  fields.Set("outputs", ObjectShape(std::move(outputs), !event.is_null()));
  return ValueType::OfShape(ObjectShape(std::move(fields), true), {}, "trigger()" + of_kind);
}

std::optional<Loop> LoopAround(const ExpressionContext& context) {
  if (context.place == nullptr || context.places == nullptr) return std::nullopt;
  if (context.own_item) return LoopAt(context, *context.place);
  const auto& containers = context.place->containers;
  for (auto container = containers.rbegin(); container != containers.rend(); ++container) {
    if (!SameName((**container)["type"].as_string(), "ForEach")) continue;
    const auto place =
        std::find_if(context.places->begin(), context.places->end(),
                     [&](const ActivityPlace& one) { return one.activity == *container; });
    if (place == context.places->end()) return std::nullopt;
    return LoopAt(context, *place);
  }
  return std::nullopt;
}

std::optional<Loop> FilterOf(const ExpressionContext& context, std::string_view name) {
  const ActivityPlace* place = FindPlace(context, name);
  if (place == nullptr || !SameName((*place->activity)["type"].as_string(), "Filter")) {
    return std::nullopt;
  }
  return LoopAt(context, *place);
}

}  // namespace weir::check
