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

/// Source: v2-semantics 8.3 and the contract; the parent may be a reference or its name.
Result<WindowRerun> ReadRerun(const Json& settings) {
  WindowRerun rerun;
  const Json& parent = settings["parentTrigger"];
  rerun.parent = parent.is_object() ? parent["referenceName"].as_string() : parent.as_string();
  const auto bad = [&](const std::string& message) {
    return Fail(ErrorKind::kInvalid, "BadRequest", message).At(settings.position());
  };
  if (rerun.parent.empty()) {
    return bad("'parentTrigger' must name a tumbling window trigger, got " + DumpJson(parent));
  }
  for (const auto& [name, time] : {std::pair("requestedStartTime", &rerun.range.start),
                                   std::pair("requestedEndTime", &rerun.range.end)}) {
    Result<UtcTime> read = ParseUtc(settings[name].as_string());
    if (!read) return bad(std::string("'") + name + "': " + read.error().message());
    *time = *read;
  }
  if (rerun.range.end <= rerun.range.start) {
    return bad("'requestedEndTime' must be later than 'requestedStartTime'");
  }
  constexpr int64_t kConcurrencyMax = 50;
  const Json& concurrency = settings["rerunConcurrency"];
  rerun.concurrency = concurrency.is_int() ? concurrency.as_int() : 0;
  if (rerun.concurrency >= 1 && rerun.concurrency <= kConcurrencyMax) return rerun;
  return bad("'rerunConcurrency' must be a number from 1 to 50, got " + DumpJson(concurrency));
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
  } else if (SameName(out->type, "RerunTumblingWindowTrigger")) {
    WEIR_ASSIGN(out->rule, ReadRerun(settings));
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
  // Of a rerun the windows know what they start.
  if (definition.targets.empty() && !SameName(definition.type, "RerunTumblingWindowTrigger")) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "Missing or invalid pipeline references for trigger " + definition.name);
  }
  WEIR_TRY(ReadRule(properties, &definition));
  return definition;
}

}  // namespace weir::trigger
