#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core.h"

namespace weir::sim {

/// How bad the world is.
struct Faults {
  uint64_t crash_one_in = 0;        ///< Commits that end in a crash, before or after; 0: none.
  uint64_t refuse_one_in = 0;       ///< Commits that the disk refuses.
  std::optional<double> cancel_at;  ///< Seconds after the start when every root run is cancelled.
};

/// A store that crashes and refuses as the seed says; what it committed stays.
class FaultyStore final : public store::Store {
 public:
  FaultyStore(store::Store& inner, uint64_t seed, const Faults& faults)
      : inner_(inner), random_(seed), faults_(faults) {}
  Result<> Commit(const store::ChangeSet& changes) override;
  Result<std::vector<store::UnfinishedRun>> Unfinished() override { return inner_.Unfinished(); }
  Result<std::vector<store::RunRecord>> Runs(const store::RunFilter& filter) override {
    return inner_.Runs(filter);
  }
  Result<std::vector<store::ActivityRunRecord>> Activities(const std::string& run_id) override {
    return inner_.Activities(run_id);
  }
  Result<std::vector<store::RunRecord>> Group(const std::string& group_id) override {
    return inner_.Group(group_id);
  }
  Result<std::string> StartOf(const std::string& run_id) override { return inner_.StartOf(run_id); }
  Result<std::optional<store::RunRecord>> FindRun(const std::string& run_id) override {
    return inner_.FindRun(run_id);
  }
  Result<store::Page<store::RunRecord>> QueryRuns(const store::RunQuery& query) override {
    return inner_.QueryRuns(query);
  }
  Result<store::Page<store::ActivityRunRecord>> QueryActivities(
      const std::string& run_id, const store::RunQuery& query) override {
    return inner_.QueryActivities(run_id, query);
  }
  Result<store::SearchPage<store::RunRecord>> SearchRuns(const store::RunSearch& search) override {
    return inner_.SearchRuns(search);
  }
  Result<store::SearchPage<store::FoundActivity>> SearchActivities(
      const store::RunSearch& search) override {
    return inner_.SearchActivities(search);
  }
  Result<std::vector<store::RunCount>> CountRuns(const store::CountQuery& query) override {
    return inner_.CountRuns(query);
  }
  Result<std::vector<store::MovedCount>> CountMoved(const store::CountQuery& query) override {
    return inner_.CountMoved(query);
  }
  Result<std::vector<store::FailingPipeline>> Failing(const std::string& factory, UtcTime since,
                                                      int64_t limit) override {
    return inner_.Failing(factory, since, limit);
  }
  Result<std::vector<store::TriggerRecord>> Triggers() override { return inner_.Triggers(); }
  Result<std::optional<store::TriggerRunRecord>> FindTriggerRun(const std::string& id) override {
    return inner_.FindTriggerRun(id);
  }
  Result<store::Page<store::TriggerRunRecord>> QueryTriggerRuns(
      const store::RunQuery& query) override {
    return inner_.QueryTriggerRuns(query);
  }
  Result<std::map<std::string, std::string>> WatchedStamps(
      const std::string& watch, const std::vector<std::string>& paths) override {
    return inner_.WatchedStamps(watch, paths);
  }
  Result<std::vector<store::WatchedFile>> WatchedFiles(const std::string& watch,
                                                       const std::string& prefix,
                                                       const std::string& after,
                                                       int64_t limit) override {
    return inner_.WatchedFiles(watch, prefix, after, limit);
  }
  Result<> Slices(const std::function<void(const store::SliceRecord&)>& take) override {
    return inner_.Slices(take);
  }
  Result<SliceEpochs> Forgotten() override { return inner_.Forgotten(); }
  Result<> SaveResources(const store::ResourceChanges& changes) override {
    return inner_.SaveResources(changes);
  }
  Result<std::vector<store::ResourceRecord>> Resources() override { return inner_.Resources(); }
  std::unique_ptr<store::Pruning> Prune(UtcTime ended_before) override {
    return inner_.Prune(ended_before);
  }
  /// True once after a commit that crashed.
  bool TakeCrash() { return std::exchange(crashed_, false); }
  int64_t crashes() const { return crashes_; }

 private:
  store::Store& inner_;
  SeededRandom random_;
  Faults faults_;
  bool crashed_ = false;
  int64_t crashes_ = 0;
};

/// Runs pipelines of a factory through core and store in virtual time, with faults, and checks what
/// must always hold. Everything follows from the seed.
class World : private engine::Dispatcher {
 public:
  World(std::shared_ptr<const model::Factory> factory, uint64_t seed, Faults faults);
  ~World() override;

  /// Run P0 `runs` times side by side to the end. False if something did not hold; see problems().
  bool Run(int runs);
  /// Then rerun from failure each of them that did not succeed, side by side. As Run.
  bool RerunFailed();
  const std::vector<std::string>& problems() const { return problems_; }
  /// What came of it, in a form that two worlds can be compared by.
  std::string Outcome();
  int64_t crashes() const { return faulty_.crashes(); }
  /// Activities that reruns took over.
  int64_t recovered() const { return recovered_; }

 private:
  using WorkKey = std::pair<std::string, pipeline::WorkId>;
  struct Job {
    UtcTime due;
    bool hangs = false;
    bool cancelled = false;
    bool noted = false;  ///< Its handle and its callback were handed to the core.
    Json output;
    std::optional<Error> error;
  };

  void StartActivity(const std::string& run_id,
                     const std::shared_ptr<engine::Definitions>& definitions,
                     const pipeline::StartActivity& activity) override;
  void CancelActivity(const std::string& run_id, pipeline::WorkId work) override;
  void WakeActivity(const std::string& run_id, const pipeline::WakeActivity& wake) override;
  void RunChanged(const store::RunRecord& run,
                  const std::optional<pipeline::FinishRun>& finish) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;

  /// Ask until the run is there; false if it is refused.
  bool Accept(const std::string& run_id, const std::function<Result<engine::RunRequest>()>& make);
  bool RunToTheEnd();
  void Boot(bool first);
  bool Step();
  void DeliverDue();
  bool DeliverNotes();
  void NotesAreKept();
  bool Advance();
  void Restart();
  void Problem(std::string text);
  void CheckKept(const std::string& run_id, const pipeline::StartActivity& activity);
  void CheckEnd();

  std::shared_ptr<const model::Factory> factory_;
  Faults faults_;
  Sealer sealer_ = Sealer::Ephemeral();
  Masker masker_;
  std::unique_ptr<store::Store> store_;
  FaultyStore faulty_;
  std::unique_ptr<engine::Core> core_;
  UtcTime now_;
  bool cancelled_ = false;
  std::map<WorkKey, Job> jobs_;
  std::map<std::string, std::string> paths_;  // activity run id → path
  std::map<WorkKey, std::string> inputs_;     // What each work was started with.
  std::map<WorkKey, Json> notes_;             // Handles on their way to the store.
  std::map<WorkKey, Json> kept_notes_;        // Handles whose commit succeeded.
  std::set<WorkKey> woken_;                   // Work that was told of its callback.
  std::map<std::string, int> finished_;       // Root runs: how often told over.
  std::vector<std::string> roots_;
  int64_t recovered_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace weir::sim
