#include "dryrun/report_json.h"

namespace weir::dryrun {

Json ToJson(const DryReport& report, size_t activities_max) {
  const DryPipeline& root = report.runs.front();
  Json activities = Json::Array();
  for (const DryActivity& activity : report.activities) {
    if (activities.size() == activities_max) break;
    const pipeline::ActivityRecord& record = activity.record;
    activities.Append(Json::Object({{"pipelineName", report.runs[activity.run].pipeline},
                                    {"activityName", record.name},
                                    {"activityType", record.type},
                                    {"path", record.path},
                                    {"status", pipeline::StatusName(record.status)},
                                    {"input", record.input},
                                    {"output", record.output},
                                    {"error", record.error}}));
  }
  Json assumed = Json::Array();
  for (const Assumption& one : report.assumed) {
    assumed.Append(Json::Object(
        {{"pipelineName", one.pipeline}, {"subject", one.subject}, {"value", one.value}}));
  }
  return Json::Object({{"pipelineName", root.pipeline},
                       {"status", root.status},
                       {"message", root.message},
                       {"returnValue", root.return_value},
                       {"parameters", root.parameters},
                       {"variables", root.variables},
                       {"durationInMs", report.took.count() / 1000},
                       {"activities", std::move(activities)},
                       {"assumed", std::move(assumed)}});
}

}  // namespace weir::dryrun
