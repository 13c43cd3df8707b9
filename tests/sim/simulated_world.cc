#include "sim/simulated_world.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/check.h"
#include "engine/rerun.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::sim {
namespace {

using pipeline::WorkId;

const UtcTime kStart = FromMicros(1'767'225'600'000'000);  // 2026-01-01.
constexpr int kStepsMax = 100'000;

std::unique_ptr<store::Store> MemoryStore() {
  auto store = store::OpenSqliteStore(":memory:");
  WEIR_CHECK(store.ok(), "a store in memory needs nothing");
  return *std::move(store);
}

/// The pass of the innermost loop of a path: "A0_1[2]/A0_3[4]" → 4.
int64_t LastIndex(const std::string& path) {
  const size_t open = path.rfind('[');
  int64_t index = 0;
  if (open != std::string::npos) {
    std::from_chars(path.data() + open + 1, path.data() + path.size(), index);
  }
  return index;
}

}  // namespace

Result<> FaultyStore::Commit(const store::ChangeSet& changes) {
  const auto strikes = [this](uint64_t one_in) { return one_in > 0 && random_.Below(one_in) == 0; };
  if (strikes(faults_.refuse_one_in)) {
    return Fail(ErrorKind::kInternal, "StoreFailed", "the disk is full");
  }
  const bool crash = strikes(faults_.crash_one_in);
  const bool before = crash && random_.Below(2) == 0;
  if (!before) WEIR_TRY(inner_.Commit(changes));
  if (!crash) return {};
  crashed_ = true;
  ++crashes_;
  return Fail(ErrorKind::kInternal, "Crashed", "the process ended");
}

World::World(std::shared_ptr<const model::Factory> factory, uint64_t seed, Faults faults)
    : factory_(std::move(factory)),
      faults_(faults),
      store_(MemoryStore()),
      faulty_(*store_, seed, faults),
      now_(kStart) {}

World::~World() = default;

void World::Problem(std::string text) {
  problems_.push_back(std::move(text));
}

void World::Boot(bool first) {
  core_ = std::make_unique<engine::Core>(faulty_, sealer_, masker_,
                                         static_cast<engine::Dispatcher&>(*this));
  if (first) return;
  const auto unfinished = store_->Unfinished();
  WEIR_CHECK(unfinished.ok(), "a store in memory can be read");
  std::vector<engine::Core::Unfinished> again;
  for (const store::UnfinishedRun& run : *unfinished) {
    auto definitions =
        engine::Definitions::Restore(run.definition, factory_, model::LocalSettings());
    WEIR_CHECK(definitions.ok(), "the definitions were good when they were kept");
    again.push_back({run, *definitions});
  }
  const Result<> resumed = core_->Resume(again, now_);
  if (!resumed) Problem("a restart failed: " + resumed.error().ToString());
}

bool World::Accept(const std::string& run_id,
                   const std::function<Result<engine::RunRequest>()>& make) {
  roots_.push_back(run_id);
  // A caller that got no answer asks again with the same id.
  while (true) {
    const auto known = store_->FindRun(run_id);
    if (known && *known) return true;
    Result<engine::RunRequest> request = make();
    if (request) request->run_id = run_id;
    const Result<std::string> accepted =
        request ? core_->Accept(*std::move(request), now_) : Result<std::string>(request.error());
    if (!accepted) {
      Problem("refused: " + accepted.error().ToString());
      return false;
    }
    if (!core_->Commit() && faulty_.TakeCrash()) Restart();
  }
}

bool World::RunToTheEnd() {
  int steps = 0;
  while (Step() && ++steps < kStepsMax) {
  }
  if (steps == kStepsMax) Problem("it does not end");
  CheckEnd();
  return problems_.empty();
}

bool World::Run(int runs) {
  Boot(true);
  auto definitions = std::make_shared<engine::Definitions>(factory_, model::LocalSettings());
  for (int i = 0; i < runs; ++i) {
    const bool there = Accept("root-" + std::to_string(i), [&]() -> Result<engine::RunRequest> {
      engine::RunRequest request;
      request.definitions = definitions;
      request.pipeline = "P0";
      return request;
    });
    if (!there) return false;
  }
  return RunToTheEnd();
}

bool World::RerunFailed() {
  auto definitions = std::make_shared<engine::Definitions>(factory_, model::LocalSettings());
  const std::vector<std::string> roots = roots_;
  for (const std::string& root : roots) {
    const auto run = store_->FindRun(root);
    if ((*run)->status == "Succeeded") continue;
    const bool there = Accept("again-" + root, [&] {
      return engine::PlanRerun(*store_, sealer_, {.run_id = root, .from_failure = true},
                               definitions);
    });
    if (!there) return false;
  }
  return RunToTheEnd();
}

void World::Restart() {
  notes_.clear();
  jobs_.clear();  // What was executing is gone; whether it had its effect nobody knows.
  now_ += std::chrono::seconds(1);
  Boot(false);
}

bool World::Step() {
  const Result<> committed = core_->Commit();
  if (!committed) {
    if (faulty_.TakeCrash()) Restart();
    return true;
  }
  NotesAreKept();
  if (core_->idle() && jobs_.empty()) return false;
  if (core_->busy() || DeliverNotes()) return true;
  DeliverDue();
  return true;
}

/// Some of the work saves a handle and is called back, once each.
bool World::DeliverNotes() {
  bool any = false;
  for (auto& [key, job] : jobs_) {
    if (std::exchange(job.noted, true) || key.second % 8 != 0) continue;
    const Json handle = Json::Object({{"job", key.first + "/" + std::to_string(key.second)}});
    if (!core_->SaveHandle(key.first, key.second, handle, now_)) continue;
    any = true;
    notes_[key] = handle;
    if (!core_->Callback(key.first, key.second, handle, now_)) Problem("a callback was refused");
    if (core_->Callback(key.first, key.second, handle, now_)) Problem("a callback came twice");
  }
  return any;
}

void World::NotesAreKept() {
  for (const auto& [key, handle] : notes_) {
    kept_notes_[key] = handle;
    if (jobs_.contains(key) && !woken_.contains(key)) Problem("a callback was not told");
  }
  notes_.clear();
}

void World::WakeActivity(const std::string& run_id, const pipeline::WakeActivity& wake) {
  const WorkKey key{run_id, wake.work};
  if (wake.callback["body"] != notes_[key]) Problem("another callback than the one that came");
  woken_.insert(key);
}

/// Move time to the next thing that happens, and let it happen.
void World::DeliverDue() {
  std::optional<UtcTime> next = core_->NextTimer();
  for (const auto& [key, job] : jobs_) {
    if (job.hangs && !job.cancelled) continue;
    if (!next || job.due < *next) next = job.due;
  }
  if (faults_.cancel_at && !cancelled_) {
    const UtcTime at =
        kStart + std::chrono::microseconds(static_cast<int64_t>(*faults_.cancel_at * 1e6));
    if (!next || at <= *next) {
      now_ = std::max(now_, at);
      cancelled_ = true;
      for (const std::string& root : roots_) core_->Cancel(root, now_);
      return;
    }
  }
  if (!next) {
    Problem("nothing left to happen, but runs are open");
    core_ = nullptr;
    Boot(true);  // An empty core ends the loop.
    jobs_.clear();
    return;
  }
  now_ = std::max(now_, *next);
  core_->Tick(now_);
  for (auto job = jobs_.begin(); job != jobs_.end();) {
    const bool ends = job->second.due <= now_ && (!job->second.hangs || job->second.cancelled);
    if (!ends) {
      ++job;
      continue;
    }
    Result<Json> result = job->second.output;
    if (job->second.error) result = *job->second.error;
    if (job->second.cancelled) {
      result = Fail(ErrorKind::kCancelled, "OperationCancelled", "it was cancelled");
    }
    core_->ActivityEnded(job->first.first, job->first.second, std::move(result), now_);
    job = jobs_.erase(job);
  }
}

void World::StartActivity(const std::string& run_id,
                          const std::shared_ptr<engine::Definitions>& /*definitions*/,
                          const pipeline::StartActivity& activity) {
  CheckKept(run_id, activity);
  const Json& settings = activity.activity["typeProperties"];
  Job job;
  job.due = now_ + std::chrono::seconds(settings["seconds"].as_int());
  job.hangs = settings["hangs"].as_bool();
  job.noted = !activity.handle.is_null();
  const std::string& path = paths_[activity.activity_run_id];
  job.output = Json::Object({{"of", activity.name}});
  if (settings["counts"].as_bool()) job.output.Set("pass", LastIndex(path));
  if (activity.attempt < settings["fails"].as_int()) {
    job.error = Fail(ErrorKind::kInvalid, "E" + std::to_string(activity.attempt), "as drawn");
  }
  if (jobs_.contains({run_id, activity.work}))
    Problem("started twice while running: " + activity.name);
  jobs_[{run_id, activity.work}] = std::move(job);
}

/// What acts on the outside must be kept before it starts, and a repeat must do the same thing.
void World::CheckKept(const std::string& run_id, const pipeline::StartActivity& activity) {
  const auto kept = store_->Activities(run_id);
  bool found = false;
  for (const store::ActivityRunRecord& record : *kept) {
    if (record.activity_run_id != activity.activity_run_id) continue;
    found = record.status == "InProgress";
    paths_[activity.activity_run_id] = record.path;
  }
  if (!found) Problem("started before it was kept: " + activity.name);
  const std::string input = DumpJson(activity.activity) + activity.activity_run_id;
  const auto [known, added] = inputs_.emplace(WorkKey(run_id, activity.work), input);
  if (!added && known->second != input) Problem("a repeat differs: " + activity.name);
  const auto handle = kept_notes_.find({run_id, activity.work});
  if (handle == kept_notes_.end()) return;
  if (activity.handle != handle->second) Problem("a handle was lost: " + activity.name);
  if (activity.callback["body"] != handle->second) Problem("a callback was lost");
}

void World::CancelActivity(const std::string& run_id, WorkId work) {
  const auto job = jobs_.find({run_id, work});
  if (job == jobs_.end()) return;
  job->second.cancelled = true;
  job->second.due = now_;
}

void World::RunChanged(const store::RunRecord& run,
                       const std::optional<pipeline::FinishRun>& finish) {
  if (!finish) return;
  const auto kept = store_->Runs({{}, {}, run.run_id, 1});
  if (kept->empty() || kept->front().status != run.status) Problem("told before it was kept");
  if (++finished_[run.run_id] > 1) Problem("over twice: " + run.run_id);
}

void World::ActivityChanged(const std::string& /*run_id*/,
                            const pipeline::ActivityRecord& /*activity*/) {}

void World::CheckEnd() {
  const auto unfinished = store_->Unfinished();
  for (const store::UnfinishedRun& run : *unfinished) {
    Problem("lost: " + run.record.run_id + " of " + run.record.pipeline + " is " +
            run.record.status);
  }
  const auto all = store_->Runs({{}, {}, {}, 100'000});
  std::set<std::string> ids;
  int64_t found = 0;
  for (const store::RunRecord& run : *all) {
    if (!ids.insert(run.run_id).second) Problem("twice in the store: " + run.run_id);
    if (run.parent_run_id.empty()) ++found;
    const auto activities = store_->Activities(run.run_id);
    for (const store::ActivityRunRecord& activity : *activities) {
      if (activity.recovered) ++recovered_;
      if (activity.end) continue;
      Problem("still open in a run that is over: " + activity.name + " (" + activity.status + ")");
    }
  }
  if (found != std::ssize(roots_)) {
    Problem("accepted " + std::to_string(roots_.size()) + ", kept " + std::to_string(found));
  }
}

std::string World::Outcome() {
  std::vector<std::string> lines;
  const auto all = store_->Runs({{}, {}, {}, 100'000});
  std::map<std::string, int> children;
  for (const store::RunRecord& run : *all) {
    // Ids of children follow from the order of work, which timing may change: compare by content.
    std::string line =
        run.pipeline + " " + run.status + " " + run.message + (run.is_latest ? " latest" : "");
    const auto activities = store_->Activities(run.run_id);
    std::vector<std::string> parts;
    for (const store::ActivityRunRecord& activity : *activities) {
      const bool names_child = activity.type == "ExecutePipeline";
      parts.push_back("\n  " + activity.path + "/" + activity.name + " " + activity.status + " " +
                      std::to_string(activity.attempt) + (activity.recovered ? "* " : " ") +
                      (names_child ? "" : activity.output + activity.input) + activity.error);
    }
    std::sort(parts.begin(), parts.end());
    for (const std::string& part : parts) line += part;
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace weir::sim
