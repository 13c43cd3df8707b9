#include "cli/runner.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>
#include <set>

#include "api/service.h"
#include "cli/advice.h"
#include "cli/emitter.h"
#include "cli/terminal.h"
#include "engine/run_json.h"

namespace weir::cli {
namespace {

std::atomic<int> interrupts{0};

/// The second Ctrl-C ends the process at once; what was under way is resumed by `--resume`.
extern "C" void OnInterrupt(int /*signal*/) {
  if (interrupts.fetch_add(1) >= 1) _exit(130);
}

RunView::Style Style(bool quiet) {
  if (quiet) return RunView::Style::kQuiet;
  return IsTerminal(stderr) ? RunView::Style::kTree : RunView::Style::kLines;
}

void PrintLeaf(const store::RunRecord& run, const store::ActivityRunRecord& leaf) {
  const Result<Json> error = ParseJson(leaf.error);
  std::cerr << "\n"
            << Red(stderr, "failed") << ": " << run.pipeline << "/"
            << (leaf.path.empty() ? "" : leaf.path + "/") << leaf.name << " (" << leaf.type
            << ")\n";
  if (!error) return;
  std::cerr << "  " << (*error)["message"].as_string() << " "
            << Dim(stderr, "[" + (*error)["errorCode"].as_string() + ", " +
                               (*error)["failureType"].as_string() + "]")
            << "\n";
  const Json& details = (*error)["details"];
  if (details["at"].is_string()) std::cerr << "  at " << details["at"].as_string() << "\n";
  for (const Json& step : details["while"].items()) {
    std::cerr << "  while " << step.as_string() << "\n";
  }
  if (leaf.attempt > 0) std::cerr << "  after " << leaf.attempt << " retries\n";
  const std::string advice =
      Advice((*error)["errorCode"].as_string(), (*error)["message"].as_string());
  if (!advice.empty()) std::cerr << "  what to do: " << advice << "\n";
}

}  // namespace

Runner::Runner(RunnerOptions options, const Program& program)
    : options_(std::move(options)),
      program_(program),
      view_(Style(options_.quiet)),
      callbacks_(options_.callback_address) {}

Runner::~Runner() {
  callbacks_.Close();
  engine_.reset();
}

bool Runner::Interrupted() {
  return interrupts.load() > 0;
}

Result<> Runner::Open() {
  WEIR_ASSIGN(session_, OpenSession(options_.data));
  program_.job_logs->UseFolder(options_.data + "/logs");
  engine::EngineOptions engine;
  engine.store = session_.store.get();
  engine.activities = &program_.activities;
  engine.clock = &clock_;
  engine.sealer = session_.sealer.get();
  observers_.Add(&view_);
  WEIR_ASSIGN(log_, OpenLog(options_.log, clock_));
  if (log_ != nullptr) {
    run_log_ = std::make_unique<observe::RunLog>(*log_);
    observers_.Add(run_log_.get());
  }
  WEIR_ASSIGN(lineage_, OpenEmitter(clock_, log_.get()));
  if (lineage_ != nullptr) observers_.Add(lineage_.get());
  engine.observer = &observers_;
  engine.secrets = program_.secrets.get();
  engine.callback_address = [this](const std::string& earlier) {
    return callbacks_.Open(earlier, *engine_);
  };
  engine_ = std::make_unique<engine::Engine>(engine);
  if (run_log_ != nullptr) run_log_->set_masker(&engine_->masker());
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
  return {};
}

int Runner::Start(engine::RunRequest request) {
  if (request.run_id.empty()) request.run_id = NewGuid();
  const std::string group = request.group_id.empty() ? request.run_id : request.group_id;
  std::unique_ptr<RunLock> lock = RunLock::Take(options_.data, group);
  if (lock == nullptr) {
    return PrintError(Fail(ErrorKind::kConflict, "RunInUse",
                           "another process works on a run of the same group, " + group));
  }
  locks_.push_back(std::move(lock));
  const std::optional<engine::Heal> heals = request.heals;
  const Result<std::string> run_id = engine_->Run(std::move(request));
  if (!run_id) return PrintError(run_id.error());
  return WatchChain(*run_id, heals);
}

/// Watch the run, and the ones above it that go on when it succeeded.
int Runner::WatchChain(std::string run_id, std::optional<engine::Heal> heals) {
  int status = Watch(run_id);
  while (status == 0 && heals) {
    const auto run = session_.store->FindRun(run_id);
    if (!run) return PrintError(run.error());
    const std::string above = *run ? (*run)->parent_run_id : "";
    if (above.empty() || above == heals->run_id) return status;  // It did not go on.
    const auto healed = session_.store->FindRun(heals->run_id);
    if (!healed) return PrintError(healed.error());
    heals = engine::Heal{(*healed)->parent_run_id, ""};
    if (heals->run_id.empty()) heals.reset();
    run_id = above;
    status = Watch(run_id);
  }
  return status;
}

Result<std::vector<std::string>> Runner::TakeUp(const std::string& run_id) {
  WEIR_ASSIGN(const auto unfinished, session_.store->Unfinished());
  std::set<std::string> groups;
  for (const store::UnfinishedRun& run : unfinished) {
    const std::string& group = run.record.group_id;
    if (api::IsServed(run.record)) continue;  // `weir serve` goes on with those.
    if (!run.record.run_id.starts_with(run_id) || groups.contains(group)) continue;
    std::unique_ptr<RunLock> lock = RunLock::Take(options_.data, group);
    if (lock == nullptr) continue;
    locks_.push_back(std::move(lock));
    groups.insert(group);
  }
  std::set<std::string> taken;
  std::vector<std::string> roots;
  std::map<std::string, std::shared_ptr<engine::Definitions>> definitions;
  std::vector<engine::Core::Unfinished> again;
  for (const store::UnfinishedRun& run : unfinished) {
    const store::RunRecord& record = run.record;
    if (!groups.contains(record.group_id)) continue;
    taken.insert(record.run_id);
    if (!taken.contains(record.parent_run_id)) roots.push_back(record.run_id);
    const std::string key = record.factory + run.definition_hash;
    if (!definitions.contains(key)) {
      const Origin origin = Origin::FromText(record.factory);
      WEIR_ASSIGN(const LocalFactory factory, LoadLocalFactory(origin.folder, origin.local));
      WEIR_ASSIGN(const std::string kept, session_.sealer->Unseal(run.definition));
      WEIR_ASSIGN(definitions[key],
                  engine::Definitions::Restore(kept, factory.factory, factory.local));
    }
    if (lineage_ != nullptr) lineage_->TakeUp(record);
    again.push_back({run, definitions[key]});
  }
  WEIR_TRY(engine_->Resume(again));
  return roots;
}

int Runner::Watch(const std::string& run_id) {
  bool asked = false;
  std::optional<engine::FinishedRun> finished;
  while (!finished) {
    finished = engine_->Wait(run_id, [&] {
      view_.Refresh(clock_.Now());
      return interrupts.load() > 0 && !asked;
    });
    if (finished || asked) continue;
    asked = true;
    std::cerr << "cancelling; press Ctrl-C again to stop at once\n";
    engine_->Cancel(run_id);
  }
  view_.Finish(clock_.Now());
  return Report(*finished);
}

int Runner::Report(const engine::FinishedRun& finished) {
  const store::RunRecord& run = finished.record;
  const bool succeeded = run.status == "Succeeded";
  if (options_.json) {
    PrintJson(run);
  } else {
    std::cout << StatusColor(stdout, run.status, run.status) << " in "
              << FormatDuration(*run.end - run.start) << "  " << run.pipeline << "  " << run.run_id
              << std::endl;
    if (!finished.finish.return_value.is_null()) {
      std::cout << DumpJson(finished.finish.return_value) << std::endl;
    }
  }
  if (!succeeded) PrintCause(run);
  return succeeded ? 0 : 1;
}

void Runner::PrintJson(const store::RunRecord& run) {
  Json json = engine::RunToJson(run);
  Json list = Json::Array();
  const auto activities = session_.store->Activities(run.run_id);
  if (activities) {
    for (const auto& one : *activities) list.Append(engine::ActivityRunToJson(run, one));
  }
  json.AppendMember("activityRuns", std::move(list));
  std::cout << PrettyJson(json, 2) << std::endl;
}

/// The leaf that failed, in this run or in the child that it waited for: cause, place, what to
/// do.
void Runner::PrintCause(const store::RunRecord& run) {
  store::RunRecord at = run;
  std::optional<store::ActivityRunRecord> leaf;
  for (bool deeper = true; deeper;) {
    deeper = false;
    const auto activities = session_.store->Activities(at.run_id);
    if (!activities) break;
    for (const auto& activity : *activities) {
      if (activity.status == "Failed") leaf = activity;
    }
    if (!leaf || leaf->type != "ExecutePipeline") break;
    const auto children = session_.store->Runs({{}, "Failed", {}, 1000});
    if (!children) break;
    for (const store::RunRecord& child : *children) {
      if (child.parent_run_id != at.run_id) continue;
      at = child;
      deeper = true;
      break;
    }
  }
  if (leaf) PrintLeaf(at, *leaf);
  std::cerr << "\nto see all of it:  weir runs show " << run.run_id.substr(0, 8) << "\n";
}

}  // namespace weir::cli
