#include "cases/driven.h"

#include "check/expression_check.h"
#include "model/load.h"

namespace weir::cases {

Json MakeActivity(std::string name, std::string type, Json settings, const Json& after) {
  Json activity = Json::Object({{"name", std::move(name)}, {"type", std::move(type)}});
  Json depends = Json::Array();
  for (const Json::Member& parent : after.members()) {
    depends.Append(
        Json::Object({{"activity", parent.name},
                      {"dependencyConditions",
                       parent.value.is_array() ? parent.value : Json::Array({parent.value})}}));
  }
  activity.AppendMember("dependsOn", std::move(depends));
  activity.AppendMember("typeProperties", std::move(settings));
  return activity;
}

Result<pipeline::DrivenRun> DriveActivities(const Json& activities, const Json& answers,
                                            const Json& variables) {
  WEIR_ASSIGN(
      pipeline::RunStart start,
      pipeline::StartOf(Json::Object({{"activities", activities}, {"variables", variables}}), {}));
  return pipeline::MachineDriver(std::move(start), answers).Drive();
}

namespace {

std::vector<model::Finding> Findings(const Json& activities) {
  model::Factory factory("cases");
  const auto add = [&factory](const char* name, const Json& list) {
    factory.Add(model::MakeResource(
        model::ResourceKind::kPipeline, name, "case",
        Json::Object({{"name", name}, {"properties", Json::Object({{"activities", list}})}})));
  };
  add("P", activities);
  add("C", Json::Array());
  return check::ValidateAll(factory);
}

}  // namespace

bool IsValid(const Json& activities) {
  for (const model::Finding& finding : Findings(activities)) {
    if (finding.severity != model::Severity::kWarning) return false;
  }
  return true;
}

std::vector<std::string> ValidationCodes(const Json& activities) {
  std::vector<std::string> codes;
  for (const model::Finding& finding : Findings(activities)) codes.push_back(finding.code);
  return codes;
}

}  // namespace weir::cases
