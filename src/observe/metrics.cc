#include "observe/metrics.h"

#include <chrono>

namespace weir::observe {
namespace {

using Type = MetricFamily::Type;

double Seconds(UtcTime start, const std::optional<UtcTime>& end) {
  if (!end || *end < start) return 0;
  return std::chrono::duration<double>(*end - start).count();
}

}  // namespace

Metrics::Metrics()
    : runs_started_({"weir_pipeline_runs_started_total",
                     "Pipeline runs that were accepted, children among them.",
                     Type::kCounter,
                     {{"factory"}, {"pipeline", true}}}),
      runs_({"weir_pipeline_runs_total",
             "Pipeline runs that ended. Data Factory: PipelineSucceededRuns, PipelineFailedRuns, "
             "PipelineCancelledRuns (by status).",
             Type::kCounter,
             {{"factory"}, {"pipeline", true}, {"status"}, {"failure_type"}}}),
      run_seconds_({"weir_pipeline_run_duration_seconds",
                    "From acceptance to end of pipeline runs. Data Factory: "
                    "PipelineElapsedTimeRuns counts those above a limit.",
                    Type::kHistogram,
                    {{"factory"}, {"pipeline", true}}}),
      runs_active_({"weir_pipeline_runs_active",
                    "Pipeline runs that are not over, by status: Queued, InProgress, Canceling.",
                    Type::kGauge,
                    {{"factory"}, {"pipeline", true}, {"status"}}}),
      activities_({"weir_activity_runs_total",
                   "Activity runs that ended, each attempt one. Data Factory: "
                   "ActivitySucceededRuns, ActivityFailedRuns, ActivityCancelledRuns (by status).",
                   Type::kCounter,
                   {{"factory"},
                    {"pipeline", true},
                    {"activity_type", true},
                    {"status"},
                    {"failure_type"}}}),
      activity_seconds_({"weir_activity_run_duration_seconds",
                         "From start to end of activity runs.",
                         Type::kHistogram,
                         {{"factory"}, {"activity_type", true}}}),
      activities_active_({"weir_activity_runs_active",
                          "Activity runs that began and are not over.",
                          Type::kGauge,
                          {{"factory"}, {"activity_type", true}}}),
      trigger_runs_({"weir_trigger_runs_total",
                     "Trigger runs that ended. Data Factory: TriggerSucceededRuns, "
                     "TriggerFailedRuns, TriggerCancelledRuns (by status).",
                     Type::kCounter,
                     {{"factory"}, {"trigger", true}, {"trigger_type"}, {"status"}}}) {}

void Metrics::TakeUp(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  Follow(active_[run.run_id], run);
}

void Metrics::RunChanged(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  const auto [place, added] = active_.try_emplace(run.run_id);
  if (added) runs_started_.Add({run.factory, run.pipeline});
  if (run.end) {
    End(place->second, run);
    active_.erase(place);
  } else {
    Follow(place->second, run);
  }
}

/// Count it under its status instead of the one that it had.
void Metrics::Follow(Active& active, const store::RunRecord& run) {
  if (!active.status.empty()) runs_active_.Add({run.factory, run.pipeline, active.status}, -1);
  active.factory = run.factory;
  active.pipeline = run.pipeline;
  active.status = run.status;
  runs_active_.Add({run.factory, run.pipeline, run.status});
}

void Metrics::End(const Active& active, const store::RunRecord& run) {
  if (!active.status.empty()) runs_active_.Add({run.factory, run.pipeline, active.status}, -1);
  for (const auto& [work, type] : active.activities) {
    activities_active_.Add({run.factory, type}, -1);
  }
  const std::string& failure = run.result["error"]["failureType"].as_string();
  runs_.Add({run.factory, run.pipeline, run.status, failure});
  run_seconds_.Observe({run.factory, run.pipeline}, Seconds(run.start, run.end));
}

void Metrics::ActivityChanged(const std::string& run_id, const pipeline::ActivityRecord& activity) {
  if (activity.recovered) return;
  const std::lock_guard lock(mutex_);
  const auto run = active_.find(run_id);
  if (run == active_.end()) return;
  Active& active = run->second;
  const std::string& factory = active.factory;
  if (!pipeline::IsFinal(activity.status)) {
    const bool added = active.activities.emplace(activity.work, activity.type).second;
    if (added) activities_active_.Add({factory, activity.type});
    return;
  }
  if (active.activities.erase(activity.work) != 0) {
    activities_active_.Add({factory, activity.type}, -1);
  }
  activities_.Add({factory, active.pipeline, activity.type,
                   std::string(pipeline::StatusName(activity.status)),
                   activity.error["failureType"].as_string()});
  activity_seconds_.Observe({factory, activity.type}, Seconds(activity.start, activity.end));
}

void Metrics::TriggerRunChanged(const store::TriggerRunRecord& run) {
  // Those of windows are told when they begin, too.
  for (const char* final_status : {"Succeeded", "Failed", "Cancelled"}) {
    if (run.status == final_status) {
      trigger_runs_.Add({run.factory, run.trigger, run.type, run.status});
    }
  }
}

void Metrics::StoreTrouble(const std::optional<Error>& error) {
  store_trouble_ = error.has_value();
  if (error) ++store_failures_;
}

std::string Metrics::Print(const MetricFamily::Shown& shown,
                           const engine::Engine::Load& load) const {
  std::string out;
  for (const MetricFamily* one :
       {&runs_started_, &runs_, &run_seconds_, &runs_active_, &activities_, &activity_seconds_,
        &activities_active_, &trigger_runs_}) {
    one->Print(shown, &out);
  }
  PrintMetric("weir_activity_queue_length",
              "Activities that wait for a worker. Data Factory: IntegrationRuntimeQueueLength.",
              Type::kGauge, static_cast<double>(load.waiting), &out);
  PrintMetric("weir_workers_busy", "Workers that execute an activity.", Type::kGauge,
              static_cast<double>(load.working), &out);
  PrintMetric("weir_workers_max", "Activities that may be executed at the same time.", Type::kGauge,
              static_cast<double>(load.workers_max), &out);
  PrintMetric("weir_store_up", "1 if the store can save, 0 if it cannot.", Type::kGauge,
              store_trouble_ ? 0 : 1, &out);
  PrintMetric("weir_store_failures_total", "Transactions that the store could not save.",
              Type::kCounter, static_cast<double>(store_failures_), &out);
  return out;
}

}  // namespace weir::observe
