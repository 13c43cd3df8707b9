#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "engine/engine.h"
#include "lineage/open_lineage.h"
#include "lineage/transport.h"

namespace weir::lineage {

struct EmitterOptions {
  /// OpenLineage's namespace of a factory's jobs.
  std::function<std::string(const store::RunRecord& run)> space_of;
  /// Takes what people should know: that events are lost, or come again. At most once a minute.
  std::function<void(const std::string& message)> tell = nullptr;
  const Clock* clock = nullptr;
  size_t queue_max = 10'000;  ///< What waits to be sent; beyond, it is lost.
  /// How long it goes on sending when it is destroyed.
  std::chrono::milliseconds flush_max{5'000};
  /// Between tries of one event; as many as there are.
  std::vector<std::chrono::milliseconds> pauses = {std::chrono::milliseconds(500),
                                                   std::chrono::milliseconds(2'000)};
};

/// Tells of runs as OpenLineage's events: each pipeline run, and each activity that reads or writes
/// datasets, with START and COMPLETE, FAIL or ABORT. A thread of its own makes and sends them; the
/// engine never waits for it: what does not fit into its queue, or cannot be sent after a few
/// tries, is lost, counted and told.
class Emitter final : public engine::Observer {
 public:
  Emitter(std::vector<std::unique_ptr<Transport>> transports, EmitterOptions options);
  ~Emitter() override;

  /// A run that was not over when the program ended last: nothing is sent until it changes.
  void TakeUp(const store::RunRecord& run);
  void RunChanged(const store::RunRecord& run) override;
  void ActivityStarts(const std::string& run_id,
                      const std::shared_ptr<engine::Definitions>& definitions,
                      const pipeline::StartActivity& activity, const Masker& masker) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;

  int64_t sent() const { return sent_; }
  int64_t lost() const { return lost_; }

 private:
  struct RunItem {
    store::RunRecord run;
    bool known = false;  ///< It was under way before.
  };
  struct StartItem {
    std::string run_id;
    std::shared_ptr<engine::Definitions> definitions;
    pipeline::WorkId work = 0;
    std::string activity_run_id;
    Json activity;
    UtcTime time;
  };
  struct EndItem {
    std::string run_id;
    pipeline::WorkId work = 0;
    Measured measured;
  };
  using Item = std::variant<RunItem, StartItem, EndItem>;
  struct Run {
    RunName name;
    std::optional<RunName> parent;
    std::optional<RunName> root;
    bool started = false;
  };
  struct Activity {
    EventParts parts;
    Trace trace;
  };

  void Put(Item item);
  void Work();
  void Tell(const RunItem& item);
  void Tell(const StartItem& item);
  void Tell(const EndItem& item);
  void Send(const Json& event);
  bool SendTo(Transport& transport, const Json& event);
  void Report(const std::string& message);

  const EmitterOptions options_;
  std::vector<std::unique_ptr<Transport>> transports_;
  std::vector<bool> down_;  ///< Transports that did not take the last event.
  std::atomic<int64_t> sent_{0};
  std::atomic<int64_t> lost_{0};
  const Masker* masker_ = nullptr;  ///< The engine's; used on its thread.
  // Of the sending thread.
  std::map<std::string, Run> runs_;
  std::map<std::pair<std::string, pipeline::WorkId>, Activity> activities_;
  UtcTime reported_;
  int64_t lost_told_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> items_;
  bool stopping_ = false;
  bool idle_ = true;
  CancelToken cancel_;
  std::thread thread_;
};

}  // namespace weir::lineage
