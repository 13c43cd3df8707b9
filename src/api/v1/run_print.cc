#include "api/v1/run_print.h"

#include "base/names.h"

namespace weir::api::v1 {
namespace {

using schedule::SliceState;
using schedule::SliceSubstate;

constexpr std::string_view kCheckPrefix = "Check ";

/// A slice of the run's dataset, and which of its runs this is.
struct Found {
  std::optional<schedule::Interval> slice;
  int64_t attempt = 0;
};

Result<Found> FindSlice(const Services& services, const ResourcePath& factory,
                        const store::RunRecord& run, const RunSlice& of) {
  Found found;
  const std::string key = factory.FactoryKey();
  const auto slices = services.slices->Slices(key, of.dataset, {of.start, of.start}, 1);
  // The dataset is gone, or cut otherwise by now: the run says its start.
  if (!slices || slices->empty() || slices->front().view.slice.start != of.start) return found;
  found.slice = slices->front().view.slice;
  WEIR_ASSIGN(const auto runs,
              services.slices->RunsOf(key, of.dataset, slices->front().view.number));
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i] == run.run_id) found.attempt = static_cast<int64_t>(i);
  }
  return found;
}

/// The evaluated input of an activity, each member as a text.
Json InputProperties(const store::ActivityRunRecord& activity) {
  Json properties = Json::Object();
  const Result<Json> input = ParseJson(activity.input.empty() ? "{}" : activity.input);
  if (!input) return properties;
  for (const Json::Member& member : input->members()) {
    properties.AppendMember(
        member.name, member.value.is_string() ? member.value.as_string() : DumpJson(member.value));
  }
  return properties;
}

Json Reference(const ResourcePath& factory, const std::string& dataset, const RunSlice& of,
               const Found& found, const store::RunRecord& run, const std::string& activity) {
  return Json::Object({{"tableName", dataset},
                       {"dataSliceStart", FormatUtc(of.start)},
                       {"dataSliceEnd", found.slice ? Json(FormatUtc(found.slice->end)) : Json()},
                       {"pipelineName", run.pipeline},
                       {"activityName", activity},
                       {"dataSliceRunName", run.run_id},
                       {"dataFactoryName", factory.factory}});
}

std::string Took(const store::ActivityRunRecord& activity) {
  if (!activity.end) return "";
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(*activity.end - activity.start);
  return " (" + std::to_string(took.count()) + " ms)";
}

}  // namespace

std::string_view OldStatusOf(const schedule::SliceStatus& status) {
  switch (status.state) {
    case SliceState::kNone:
      return "NotSpecified";
    case SliceState::kWaiting:
      if (status.substate == SliceSubstate::kRetry) return "Retry";
      if (status.substate == SliceSubstate::kValidation) return "PendingValidation";
      if (status.substate == SliceSubstate::kValidationRetry) return "RetryValidation";
      return "PendingExecution";
    case SliceState::kInProgress:
      return status.substate == SliceSubstate::kValidating ? "ValidationInProgress" : "InProgress";
    case SliceState::kReady:
      return "Ready";
    case SliceState::kFailed:
      if (status.substate == SliceSubstate::kTimedOut) return "TimedOut";
      return status.substate == SliceSubstate::kValidation ? "FailedValidation" : "Failed";
    case SliceState::kSkipped:
      return "Skip";
  }
  return "";
}

std::string_view RunStatusOf(const store::RunRecord& run) {
  if (run.status == "Succeeded") return "Succeeded";
  if (run.status == "Cancelled") return "Canceled";
  if (run.status == "Queued") return "Starting";
  if (run.status == "Failed") {
    const bool late = run.result["error"]["errorCode"].as_string() == "ActivityTimeout";
    return late ? "TimedOut" : "FailedExecution";
  }
  return "InProgress";
}

RunSlice SliceOf(const store::RunRecord& run) {
  const std::string& name = run.invoked_by["name"].as_string();
  const size_t blank = name.rfind(' ');
  if (blank == std::string::npos) return {};
  const Result<UtcTime> start = ParseUtc(name.substr(blank + 1));
  return {name.substr(0, blank), start ? *start : UtcTime()};
}

Result<store::RunRecord> FindSliceRun(const Services& services, const ResourcePath& factory,
                                      const std::string& run_id) {
  WEIR_ASSIGN(const Kept known, services.factories->Get(factory));
  WEIR_ASSIGN(auto run, services.store->FindRun(run_id));
  if (run && run->factory == factory.FactoryKey()) return *std::move(run);
  return Fail(ErrorKind::kNotFound, "RunNotFound",
              "the factory has no run with the id '" + run_id + "'")
      .At(known.id);
}

Result<Json> PrintRun(const Services& services, const ResourcePath& factory,
                      const store::RunRecord& run) {
  const RunSlice of = SliceOf(run);
  WEIR_ASSIGN(const Found found, FindSlice(services, factory, run, of));
  WEIR_ASSIGN(const auto activities, services.store->Activities(run.run_id));
  WEIR_ASSIGN(const auto model, services.factories->FactoryOf(factory.FactoryKey()));
  const bool check = run.pipeline.starts_with(kCheckPrefix);
  const store::ActivityRunRecord none;
  const store::ActivityRunRecord& activity = activities.empty() ? none : activities.back();
  Json inputs = Json::Array();
  Json outputs = Json::Array();
  if (!check) outputs.Append(Reference(factory, of.dataset, of, found, run, activity.name));
  const model::V1Pipeline* pipeline = check ? nullptr : model->FindPipeline(run.pipeline);
  const model::V1Activity* made =
      pipeline == nullptr ? nullptr : pipeline->FindActivity(activity.name);
  if (made != nullptr) {
    for (const model::V1Input& input : made->inputs) {
      inputs.Append(Reference(factory, input.dataset, of, found, run, ""));
    }
  }
  const Json end = run.end ? Json(FormatUtc(*run.end)) : Json();
  return Json::Object({{"id", run.run_id},
                       {"tableName", of.dataset},
                       {"pipelineName", check ? "" : run.pipeline},
                       {"activityName", check ? "" : activity.name},
                       {"activityRunId", activity.activity_run_id},
                       {"computeClusterName", made == nullptr ? "" : made->linked_service},
                       {"status", RunStatusOf(run)},
                       {"processingStartTime", FormatUtc(run.start)},
                       {"processingEndTime", end},
                       {"batchTime", FormatUtc(of.start)},
                       {"percentComplete", run.end ? 100 : 0},
                       {"dataSliceStart", FormatUtc(of.start)},
                       {"dataSliceEnd", found.slice ? Json(FormatUtc(found.slice->end)) : Json()},
                       {"timestamp", FormatUtc(run.start)},
                       {"retryAttempt", found.attempt},
                       {"hasLogs", !activities.empty()},
                       {"type", check ? "ExternalCheck" : activity.type},
                       {"activityinputproperties", InputProperties(activity)},
                       {"properties", Json::Object()},
                       {"inputRunRecordReferences", std::move(inputs)},
                       {"outputRunRecordReferences", std::move(outputs)},
                       {"errorMessage", run.message.empty() ? Json() : Json(run.message)},
                       {"logUri", Json()}});
}

Result<std::string> LogOf(const Services& services, const store::RunRecord& run) {
  WEIR_ASSIGN(const auto activities, services.store->Activities(run.run_id));
  const RunSlice of = SliceOf(run);
  std::string log = "run " + run.run_id + " of '" + run.pipeline + "' for the slice of '" +
                    of.dataset + "' from " + FormatUtc(of.start) + "\n" + FormatUtc(run.start) +
                    " started\n";
  for (const store::ActivityRunRecord& one : activities) {
    log += FormatUtc(one.start) + " " + one.type + " '" + one.name + "': " + one.status +
           Took(one) + "\n";
    for (const auto& [title, text] :
         {std::pair("input", &one.input), {"output", &one.output}, {"error", &one.error}}) {
      if (!text->empty() && *text != "{}") log += std::string("  ") + title + " " + *text + "\n";
    }
  }
  if (run.end) log += FormatUtc(*run.end) + " " + run.status + "\n";
  if (!run.message.empty()) log += run.message + "\n";
  return log;
}

}  // namespace weir::api::v1
