#include "cli/test_record.h"

#include <chrono>
#include <map>

#include "cli/session.h"
#include "pipeline/control.h"

namespace weir::cli {
namespace {

constexpr int64_t kRunsMax = 100'000;

Json Parsed(const std::string& text) {
  Result<Json> json = ParseJson(text);
  return json ? *std::move(json) : Json();
}

/// What an activity did, without what only tells how it went that day.
Json AnswerOf(const store::ActivityRunRecord& activity) {
  Json output = Parsed(activity.output);
  for (const char* noise : {"effectiveIntegrationRuntime", "executionDuration", "durationInQueue",
                            "billingReference"}) {
    if (output.is_object()) output.Remove(noise);
  }
  return output;
}

/// Collects a run and its children.
class Recorder {
 public:
  explicit Recorder(store::Store& store) : store_(store) {}

  Result<Json> Record(const store::RunRecord& run) {
    WEIR_ASSIGN(runs_, store_.Runs({{}, {}, {}, kRunsMax}));
    WEIR_TRY(AddRun(run));
    Json expect = Json::Object({{"status", run.status}});
    if (!run.result["returnValue"].is_null()) expect.Set("returnValue", run.result["returnValue"]);
    expect.Set("order", std::move(order_));
    expect.Set("activities", std::move(activities_));
    return Json::Object({{"name", "run " + run.run_id.substr(0, 8)},
                         {"pipeline", run.pipeline},
                         {"now", FormatUtc(run.start)},
                         {"parameters", run.parameters},
                         {"fakes", std::move(fakes_)},
                         {"expect", std::move(expect)}});
  }

 private:
  Result<> AddRun(const store::RunRecord& run) {
    WEIR_ASSIGN(const auto activities, store_.Activities(run.run_id));
    for (const store::ActivityRunRecord& activity : activities) {
      if (activity.status == "Skipped") continue;
      const std::string name = run.pipeline + "/" + activity.name;
      if (run.parent_run_id.empty() && activity.path.empty()) order_.Append(name);
      AddExpectation(name, activity);
      if (pipeline::FindControl(activity.type) == nullptr) AddFake(name, activity);
    }
    for (const store::RunRecord& child : runs_) {
      if (child.parent_run_id == run.run_id) WEIR_TRY(AddRun(child));
    }
    return {};
  }

  void AddExpectation(const std::string& name, const store::ActivityRunRecord& activity) {
    const int64_t calls = activities_[name]["calls"].as_int() + 1;
    activities_.Set(name, Json::Object({{"status", activity.status}, {"calls", calls}}));
  }

  void AddFake(const std::string& name, const store::ActivityRunRecord& activity) {
    Json answer = Json::Object();
    if (activity.status == "Failed") {
      answer.Set("error", Parsed(activity.error));
    } else {
      answer.Set("output", AnswerOf(activity));
    }
    if (activity.end) {
      answer.Set("seconds", std::chrono::duration<double>(*activity.end - activity.start).count());
    }
    Json all = fakes_[name].is_array() ? fakes_[name] : Json::Array();
    all.Append(std::move(answer));
    fakes_.Set(name, std::move(all));
  }

  store::Store& store_;
  std::vector<store::RunRecord> runs_;
  Json fakes_ = Json::Object();
  Json order_ = Json::Array();
  Json activities_ = Json::Object();
};

}  // namespace

Result<Json> RecordCase(store::Store& store, const std::string& run_id) {
  WEIR_ASSIGN(const store::RunRecord run, FindRun(store, run_id));
  return Recorder(store).Record(run);
}

}  // namespace weir::cli
