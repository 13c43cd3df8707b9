#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/activity.h"
#include "engine/engine.h"

namespace weir::observe {

/// The last changes of runs and activities, for readers that follow them live. Thread safe.
///
/// Each event is text in the form of server-sent events; its id ("1a2b-17") counts up, behind what
/// tells this process from others. All readers share one bounded ring: none can hold memory.
class EventLog final : public engine::Observer {
 public:
  static constexpr size_t kEventsMax = 10'000;
  static constexpr size_t kReadersMax = 256;
  /// How far an activity is, is told at most so often; its end is told always.
  static constexpr std::chrono::milliseconds kProgressEach{1000};

  explicit EventLog(const Clock& clock, size_t events_max = kEventsMax);

  /// Which events somebody wants and may see.
  using Wanted = std::function<bool(const std::string& factory)>;
  /// Follows the log. Must go before the log does.
  class Reader;
  /// Begin behind the event `last_id`, or with the next one if it is empty. Where the events behind
  /// it are not known any more, the first is a `gap`, and what is kept follows.
  /// Errors: kUnavailable TooManyWatchers.
  Result<std::unique_ptr<Reader>> Follow(std::string_view last_id, Wanted wanted);

  /// How many follow it.
  size_t readers();

  /// A run that was not over when the program ended last.
  void TakeUp(const store::RunRecord& run);
  void RunChanged(const store::RunRecord& run) override;
  void TriggerRunChanged(const store::TriggerRunRecord& run) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;
  void ActivityProgress(const std::string& run_id, const std::string& activity_run_id,
                        const engine::Progress& progress) override;

 private:
  struct Event {
    std::string factory;
    std::string text;
  };
  /// An activity that is not over.
  struct Going {
    std::string name;
    std::string path;
    UtcTime told;  ///< When its progress was told last.
  };
  struct Active {
    std::string factory;
    std::string pipeline;
    std::map<std::string, Going> activities;  ///< By activityRunId.
  };
  void TakeUpActivity(Active& run, const pipeline::ActivityRecord& activity);
  void Append(const std::string& factory, std::string_view kind, const Json& data);

  const Clock& clock_;
  const std::string epoch_;
  const size_t events_max_;
  std::mutex mutex_;
  std::deque<Event> events_;
  int64_t first_ = 1;  ///< Number of the first that is kept.
  std::map<std::string, Active> active_;
  std::map<Reader*, std::function<void()>> readers_;
};

class EventLog::Reader {
 public:
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// What came since, at most some 64 kB; empty if nothing did (each 15 s a comment then); nothing
  /// at the end: it was too slow (the last event, `dropped`, says so) or is there for an hour (it
  /// may come again).
  std::optional<std::string> Take();
  /// Have `wake` called when something came. It must not wait, and not call the reader.
  void OnMore(std::function<void()> wake);

 private:
  friend class EventLog;
  Reader(EventLog& log, Wanted wanted, int64_t next, bool gap);

  EventLog& log_;
  const Wanted wanted_;
  const UtcTime until_;
  int64_t next_;  ///< Number of the event to read.
  bool gap_;
  UtcTime gave_;  ///< When it last had something.
  bool over_ = false;
};

}  // namespace weir::observe
