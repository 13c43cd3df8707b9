#include "trigger/definition.h"

#include <utility>

#include "base/names.h"
#include "schedule/preview.h"

namespace weir::trigger {
namespace {

Chain ReadChain(const Json& type_properties) {
  Chain chain;
  for (const Json& pipeline : type_properties["dependsOn"].items()) {
    chain.pipelines.push_back(pipeline["referenceName"].as_string());
  }
  chain.dimension = type_properties["runDimension"].as_string();
  return chain;
}

Result<> ReadRule(const Json& properties, Definition* out) {
  const Json& settings = properties["typeProperties"];
  if (SameName(out->type, "ScheduleTrigger")) {
    WEIR_ASSIGN(out->rule, schedule::Recurrence::Parse(settings["recurrence"]));
  } else if (SameName(out->type, "TumblingWindowTrigger")) {
    WEIR_ASSIGN(out->rule, schedule::TumblingSettings::Parse(settings));
  } else if (SameName(out->type, "BlobEventsTrigger")) {
    WEIR_ASSIGN(out->rule, schedule::BlobEventFilter::Parse(settings));
  } else if (SameName(out->type, "CustomEventsTrigger")) {
    WEIR_ASSIGN(out->rule, schedule::CustomEventFilter::Parse(settings));
  } else if (SameName(out->type, "ChainingTrigger")) {
    out->rule = ReadChain(settings);
  } else {
    return Fail(ErrorKind::kUnsupported, "UnsupportedTrigger",
                "triggers of type '" + out->type + "' cannot be started here");
  }
  return {};
}

}  // namespace

Result<Definition> Definition::Parse(std::string factory, std::string name,
                                     const Json& properties) {
  // Until its rule is read the trigger is one that waits for nothing.
  Definition definition{
      std::move(factory), std::move(name), properties["type"].as_string(), {}, Chain{}};
  model::Resource resource;
  resource.document = Json::Object({{"properties", properties}});
  for (schedule::TriggerTarget& target : schedule::TargetsOf(resource)) {
    WEIR_ASSIGN(expr::Template parameters, expr::Template::Compile(target.parameters));
    definition.targets.push_back({std::move(target.pipeline), std::move(parameters)});
  }
  if (definition.targets.empty()) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "Missing or invalid pipeline references for trigger " + definition.name);
  }
  WEIR_TRY(ReadRule(properties, &definition));
  return definition;
}

}  // namespace weir::trigger
