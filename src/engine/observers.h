#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"

namespace weir::engine {

/// Several observers as one: each is told in the order they were added.
class Observers final : public Observer {
 public:
  /// Before the engine starts.
  void Add(Observer* observer) { all_.push_back(observer); }

  void RunChanged(const store::RunRecord& run) override {
    for (Observer* one : all_) one->RunChanged(run);
  }
  void ActivityStarts(const std::string& run_id, const std::shared_ptr<Definitions>& definitions,
                      const pipeline::StartActivity& activity, const Masker& masker) override {
    for (Observer* one : all_) one->ActivityStarts(run_id, definitions, activity, masker);
  }
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override {
    for (Observer* one : all_) one->ActivityChanged(run_id, activity);
  }
  void ActivityProgress(const std::string& run_id, const std::string& activity_run_id,
                        const Progress& progress) override {
    for (Observer* one : all_) one->ActivityProgress(run_id, activity_run_id, progress);
  }
  void TriggerRunChanged(const store::TriggerRunRecord& run) override {
    for (Observer* one : all_) one->TriggerRunChanged(run);
  }
  void StoreTrouble(const std::optional<Error>& error) override {
    for (Observer* one : all_) one->StoreTrouble(error);
  }

 private:
  std::vector<Observer*> all_;
};

}  // namespace weir::engine
