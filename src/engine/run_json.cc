#include "engine/run_json.h"

namespace weir::engine {
namespace {

Json Time(const std::optional<UtcTime>& time) {
  return time ? Json(FormatUtc(*time)) : Json();
}

Json Parsed(const std::string& text) {
  if (text.empty()) return {};
  Result<Json> json = ParseJson(text);
  return json ? *std::move(json) : Json(text);
}

Json Milliseconds(UtcTime start, const std::optional<UtcTime>& end) {
  if (!end) return {};
  return Json((*end - start).count() / 1000);
}

}  // namespace

Json RunToJson(const store::RunRecord& run) {
  Json parameters = Json::Object();
  for (const Json::Member& member : run.parameters.members()) {
    parameters.AppendMember(member.name,
                            member.value.is_string() ? member.value : Json(DumpJson(member.value)));
  }
  return Json::Object({{"runId", run.run_id},
                       {"runGroupId", run.group_id},
                       {"isLatest", run.is_latest},
                       {"pipelineName", run.pipeline},
                       {"parameters", std::move(parameters)},
                       {"runDimensions", Json::Object()},
                       {"invokedBy", run.invoked_by},
                       {"lastUpdated", FormatUtc(run.updated)},
                       {"runStart", FormatUtc(run.start)},
                       {"runEnd", Time(run.end)},
                       {"durationInMs", Milliseconds(run.start, run.end)},
                       {"status", run.status},
                       {"message", run.message},
                       {"annotations", run.annotations.is_null() ? Json::Array() : run.annotations},
                       {"pipelineReturnValue", run.result["returnValue"]}});
}

Json ActivityRunToJson(const store::RunRecord& run, const store::ActivityRunRecord& activity) {
  Json error = Parsed(activity.error);
  if (error.is_null()) {
    error = Json::Object({{"errorCode", ""},
                          {"message", ""},
                          {"failureType", ""},
                          {"target", activity.name},
                          {"details", ""}});
  }
  Json user_properties = Parsed(activity.user_properties);
  return Json::Object(
      {{"activityName", activity.name},
       {"activityType", activity.type},
       {"activityRunId", activity.activity_run_id},
       {"pipelineName", run.pipeline},
       {"pipelineRunId", run.run_id},
       {"activityRunStart", FormatUtc(activity.start)},
       {"activityRunEnd", Time(activity.end)},
       {"durationInMs", Milliseconds(activity.start, activity.end)},
       {"retryAttempt", activity.attempt > 0 ? Json(activity.attempt) : Json()},
       {"status", activity.status},
       {"input", Parsed(activity.input)},
       {"output", Parsed(activity.output)},
       {"error", std::move(error)},
       {"userProperties", user_properties.is_null() ? Json::Object() : std::move(user_properties)},
       {"path", activity.path},
       {"iterationHash", activity.iteration_hash},
       {"recoveryStatus", activity.recovered ? "Skipped" : "None"}});
}

}  // namespace weir::engine
