#pragma once

#include <memory>
#include <vector>

#include "engine/core.h"

namespace weir::cases {

/// An engine's core on a store in memory: what becomes of runs that are accepted and never end.
class AcceptedRuns : private engine::Dispatcher {
 public:
  AcceptedRuns();
  ~AcceptedRuns() override;

  /// Start a run of a pipeline with these properties.
  Result<> Accept(const Json& properties);
  /// In the order of starting.
  const std::vector<store::RunRecord>& records() const { return records_; }

 private:
  void StartActivity(const std::string&, const std::shared_ptr<engine::Definitions>&,
                     const pipeline::StartActivity&) override {}
  void CancelActivity(const std::string&, pipeline::WorkId) override {}
  void WakeActivity(const std::string&, const pipeline::WakeActivity&) override {}
  void RunChanged(const store::RunRecord& run, const std::optional<pipeline::FinishRun>&) override {
    records_.push_back(run);
  }
  void ActivityChanged(const std::string&, const pipeline::ActivityRecord&) override {}

  Sealer sealer_ = Sealer::Ephemeral();
  Masker masker_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<engine::Core> core_;
  std::vector<store::RunRecord> records_;
};

}  // namespace weir::cases
