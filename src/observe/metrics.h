#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>

#include "engine/engine.h"
#include "observe/metric_family.h"

namespace weir::observe {

/// Counts what runs do, for Prometheus. Counters begin at 0 with the process.
/// Source: docs/service.md has the names, with Data Factory's own beside them.
class Metrics final : public engine::Observer {
 public:
  Metrics();

  /// A run that was not over when the program ended last: it is under way, and did not start now.
  void TakeUp(const store::RunRecord& run);

  void RunChanged(const store::RunRecord& run) override;
  void TriggerRunChanged(const store::TriggerRunRecord& run) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;
  void StoreTrouble(const std::optional<Error>& error) override;

  /// All metrics of factories that `shown` allows, in Prometheus' text format 0.0.4.
  std::string Print(const MetricFamily::Shown& shown, const engine::Engine::Load& load) const;

 private:
  /// A run that is not over.
  struct Active {
    std::string factory;
    std::string pipeline;
    std::string status;
    std::map<pipeline::WorkId, std::string> activities = {};  ///< Under way, with their types.
  };
  void Follow(Active& active, const store::RunRecord& run);
  void End(const Active& active, const store::RunRecord& run);

  MetricFamily runs_started_;
  MetricFamily runs_;
  MetricFamily run_seconds_;
  MetricFamily runs_active_;
  MetricFamily activities_;
  MetricFamily activity_seconds_;
  MetricFamily activities_active_;
  MetricFamily trigger_runs_;
  std::atomic<bool> store_trouble_{false};
  std::atomic<int64_t> store_failures_{0};
  std::mutex mutex_;
  std::map<std::string, Active> active_;
};

}  // namespace weir::observe
