#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "model/factory.h"
#include "model/finding.h"
#include "schedule/recurrence.h"
#include "schedule/tumbling.h"

namespace weir::schedule {

/// A pipeline that a trigger starts, and what it passes (expressions not evaluated).
struct TriggerTarget {
  std::string pipeline;
  Json parameters;
};

/// What a trigger starts: `pipelines`, or the one `pipeline`.
std::vector<TriggerTarget> TargetsOf(const model::Resource& trigger);

/// A pipeline that runs because another one does.
struct Follower {
  std::string pipeline;
  std::string trigger;             ///< The ChainingTrigger; empty: called by Execute Pipeline.
  std::vector<std::string> after;  ///< All pipelines that must have succeeded, or the caller.
};

/// Every pipeline that follows from one, nearest first, each once.
std::vector<Follower> FollowersOf(const model::Factory& factory, const std::string& pipeline);

/// One moment at which a trigger would fire.
struct Firing {
  const model::Resource* trigger = nullptr;
  UtcTime time;
  std::string zone = "UTC";  ///< As the trigger names it.
  std::chrono::seconds offset{0};
  std::optional<Window> window;

  Json ToContext() const;  ///< What the trigger's parameters see; see FireScope.
};

/// When the triggers of a factory would fire, in the order of time. Triggers that are stopped count
/// as if they were started. Tumbling windows fire when they are due and the windows that they wait
/// for are, as if runs took no time; those that `from` would make a backfill are not looked at.
class Preview {
 public:
  struct Options {
    UtcTime from;         ///< Included.
    UtcTime to;           ///< Not included.
    std::string trigger;  ///< Only this one; empty: all.
  };

  /// Errors: kNotFound TriggerNotFound. A trigger that cannot be read becomes a finding.
  static Result<Preview> Make(const model::Factory& factory, Options options);

  /// The next one; nothing if no more comes before `to`. `factory` must outlive this.
  std::optional<Firing> Next();

  const std::vector<model::Finding>& findings() const { return findings_; }
  /// Triggers that wait for something else than time: events, other pipelines.
  const std::vector<const model::Resource*>& others() const { return others_; }

 private:
  /// What is known of when windows are ready, while one is looked for.
  using Known = std::map<std::pair<const TumblingSettings*, int64_t>, std::optional<UtcTime>>;
  struct Tumbling {
    const TumblingSettings* settings = nullptr;  ///< In tumbling_, whose places do not move.
  };
  struct Source {
    const model::Resource* trigger = nullptr;
    std::variant<Recurrence, Tumbling> rule;
    int64_t window = 0;  ///< The next one of a tumbling trigger.
    std::optional<Firing> next;
  };

  Preview() = default;
  void Add(const model::Factory& factory, const model::Resource& trigger);
  void AddTumbling(const model::Factory& factory, const model::Resource& trigger);
  void Report(const Error& error, const model::Resource& trigger);
  void Keep(Source source);
  void Step(Source* source, UtcTime after);
  /// When a window could fire; nothing if never.
  std::optional<UtcTime> ReadyAt(const TumblingSettings& settings, int64_t window) const;
  std::optional<UtcTime> ReadyAt(const TumblingSettings& settings, int64_t window, int depth,
                                 Known* known) const;

  Options options_;
  std::vector<Source> sources_;
  std::set<std::pair<UtcTime, size_t>> order_;        ///< When each of them fires next.
  std::map<std::string, TumblingSettings> tumbling_;  // By NameKey.
  std::vector<model::Finding> findings_;
  std::vector<const model::Resource*> others_;
};

}  // namespace weir::schedule
