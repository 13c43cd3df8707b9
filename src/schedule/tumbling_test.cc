#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/ids.h"
#include "schedule/tumbling_set.h"
#include "testing/json_cases.h"

namespace weir::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::string Printed(UtcTime time) {
  return FormatUtc(time).substr(0, 19);
}

std::string Windows(int64_t first, int64_t last) {
  return std::to_string(first) + (first == last ? "" : "-" + std::to_string(last));
}

RunOutcome OutcomeOf(const std::string& name) {
  if (name == "Failed") return RunOutcome::kFailed;
  if (name == "Cancelled") return RunOutcome::kCancelled;
  if (name == "NotStarted") return RunOutcome::kNotStarted;
  return RunOutcome::kSucceeded;
}

/// Plays a case: the triggers, and the serial of each window's last start.
class Player {
 public:
  Result<> Add(const Json& triggers) {
    for (const Json::Member& one : triggers.members()) {
      WEIR_ASSIGN(TumblingSettings settings, TumblingSettings::Parse(one.value));
      set_.Put(one.name, std::move(settings));
      if (first_.empty() || triggers.size() == 1) first_ = one.name;
    }
    return {};
  }

  Json Play(const Json& event) {
    const std::string trigger =
        event["trigger"].is_string() ? event["trigger"].as_string() : first_;
    Json said = Json::Array();
    for (const TumblingSet::Step& step : set_.Advance(trigger, EventOf(trigger, event))) {
      Say(step, &said);
    }
    return said;
  }

  /// Put every machine's state through its stored form.
  void Restart() {
    for (const auto& [name, serials] : serials_) Reload(name);
    Reload(first_);
  }

  TumblingSet& set() { return set_; }

 private:
  void Reload(const std::string& name) {
    WindowMachine* machine = set_.Find(name);
    const Json stored = machine->state().ToJson();
    Result<WindowState> state = WindowState::FromJson(stored);
    ASSERT_TRUE(state.ok()) << state.error().ToString();
    EXPECT_EQ(DumpJson(state->ToJson()), DumpJson(stored));
    set_.Put(name, TumblingSettings(machine->settings()), *std::move(state));
  }

  WindowEvent EventOf(const std::string& trigger, const Json& json) {
    WindowEvent event{.time = *ParseUtc(json["at"].as_string())};
    if (json["finished"].is_int()) {
      event.kind = WindowEvent::Kind::kRunFinished;
      event.first = json["finished"].as_int();
      event.serial =
          json["serial"].is_int() ? json["serial"].as_int() : serials_[trigger][event.first];
      event.outcome = OutcomeOf(json["outcome"].as_string());
    }
    for (const auto& [name, kind] : {std::pair{"rerun", WindowEvent::Kind::kRerunAsked},
                                     std::pair{"cancel", WindowEvent::Kind::kCancelAsked}}) {
      if (!json[name].is_array()) continue;
      event.kind = kind;
      event.first = json[name][size_t{0}].as_int();
      event.last = json[name][size_t{1}].as_int();
      event.only_failed = json["onlyFailed"].as_bool();
    }
    if (json["stop"].as_bool()) event.kind = WindowEvent::Kind::kStopped;
    if (json["begin"].as_bool()) event.kind = WindowEvent::Kind::kStarted;
    return event;
  }

  /// One line for each thing, a start after its status.
  void Say(const TumblingSet::Step& step, Json* said) {
    const std::string& name = step.trigger;
    for (const CancelWindow& one : step.changes.cancels) {
      said->Append("cancel " + name + " " + std::to_string(one.index));
    }
    std::map<int64_t, std::string> starts;
    for (const StartWindow& one : step.changes.starts) {
      serials_[name][one.index] = one.serial;
      starts[one.index] =
          "start " + name + " " + std::to_string(one.index) + " " + std::to_string(one.attempt);
    }
    for (const WindowStatusChange& one : step.changes.statuses) {
      said->Append(name + " " + Windows(one.first, one.last) + " " +
                   std::string(WindowStatusName(one.status)));
      if (one.status != WindowStatus::kRunning) continue;
      said->Append(starts[one.first]);
      starts.erase(one.first);
    }
    for (const auto& [index, line] : starts) said->Append(line);
    if (step.changes.wake) said->Append("wake " + name + " " + Printed(*step.changes.wake));
  }

  TumblingSet set_;
  std::string first_;
  std::map<std::string, std::map<int64_t, int64_t>> serials_;
};

void CheckCase(const Json& one) {
  // Once as it is, once with a restart after every event: both must say the same.
  for (const bool restarts : {false, true}) {
    Player player;
    const Result<> added = player.Add(one["triggers"]);
    if (one["error"].is_string()) {
      ASSERT_FALSE(added.ok());
      EXPECT_EQ(added.error().code(), "InvalidTumblingWindow");
      EXPECT_THAT(added.error().message(), ::testing::HasSubstr(one["error"].as_string()));
      return;
    }
    ASSERT_TRUE(added.ok()) << added.error().ToString();
    for (const Json& event : one["events"].items()) {
      EXPECT_EQ(DumpJson(player.Play(event)), DumpJson(event["want"]))
          << event["at"].as_string() << (restarts ? " with restarts" : "");
      if (restarts) player.Restart();
    }
    for (const Json::Member& trigger : one["statuses"].members()) {
      for (size_t i = 0; i < trigger.value.size(); ++i) {
        EXPECT_EQ(
            WindowStatusName(player.set().Find(trigger.name)->StatusOf(static_cast<int64_t>(i))),
            trigger.value[i].as_string())
            << i;
      }
    }
    EXPECT_EQ(one["ended"].as_bool(), one["ended"].as_bool() && player.set().Find("T")->ended());
  }
}

const bool kRegistered =
    testing::RegisterCases("tumbling", "src/schedule/cases/tumbling.json", CheckCase);

/// Plays triggers with random ends, stops, cancels and restarts, and counts what must hold.
class Storm {
 public:
  explicit Storm(uint64_t seed) : random_(seed) {
    const char* kUpstream =
        R"({"frequency": "Hour", "interval": 1, "startTime": "2026-01-01T00:00:00Z",
            "endTime": "2026-01-03T00:00:00Z", "maxConcurrency": 3, "retryPolicy": {"count": 1}})";
    const char* kDownstream =
        R"({"frequency": "Hour", "interval": 6, "startTime": "2026-01-01T00:00:00Z",
            "endTime": "2026-01-03T00:00:00Z", "maxConcurrency": 2, "delay": "00:05:00",
            "dependsOn": [{"type": "SelfDependencyTumblingWindowTriggerReference",
                           "offset": "-06:00:00"},
                          {"type": "TumblingWindowTriggerDependencyReference",
                           "referenceTrigger": {"referenceName": "Up"}}]})";
    set_.Put("Up", *TumblingSettings::Parse(*ParseJson(kUpstream)));
    set_.Put("Down", *TumblingSettings::Parse(*ParseJson(kDownstream)));
  }

  void Run() {
    for (int i = 0; i < 4000 && !Done(); ++i) {
      now_ += minutes(random_.Below(20));
      const std::string name = random_.Below(2) == 0 ? "Up" : "Down";
      if (random_.Below(10) == 0) Reload(name);
      Step(name);
    }
    for (const char* name : {"Up", "Down"}) {
      const WindowMachine& machine = *set_.Find(name);
      EXPECT_TRUE(machine.ended()) << name << DumpJson(machine.state().ToJson());
      for (int64_t i = 0; i < *machine.settings().Count(); ++i) {
        EXPECT_EQ(machine.StatusOf(i), WindowStatus::kSucceeded) << name << i;
        EXPECT_EQ((succeeded_[{name, i}]), 1) << name << i;
      }
    }
  }

 private:
  bool Done() { return set_.Find("Up")->ended() && set_.Find("Down")->ended() && failed_.empty(); }

  void Reload(const std::string& name) {
    WindowMachine* machine = set_.Find(name);
    const WindowChanges before = machine->Outstanding();
    Result<WindowState> state = WindowState::FromJson(machine->state().ToJson());
    ASSERT_TRUE(state.ok());
    set_.Put(name, TumblingSettings(machine->settings()), *std::move(state));
    const WindowChanges after = set_.Find(name)->Outstanding();
    EXPECT_EQ(before.starts.size(), after.starts.size());
    EXPECT_EQ(before.wake, after.wake);
  }

  void Step(const std::string& name) {
    WindowEvent event{.time = now_};
    auto& running = running_[name];
    if (!running.empty() && random_.Below(2) == 0) {
      const auto [index, serial] = *running.begin();
      const uint64_t luck = random_.Below(10);
      event.kind = WindowEvent::Kind::kRunFinished;
      event.first = index;
      event.serial = serial;
      event.outcome = luck == 0   ? RunOutcome::kNotStarted
                      : luck <= 2 ? RunOutcome::kFailed
                                  : RunOutcome::kSucceeded;
      running.erase(index);
    } else if (!failed_.empty() && random_.Below(3) == 0) {
      const auto [trigger, index] = *failed_.begin();
      failed_.erase(failed_.begin());
      event.kind = WindowEvent::Kind::kRerunAsked;
      event.first = event.last = index;
      return Take(set_.Advance(trigger, event));
    } else if (random_.Below(20) == 0) {
      event.kind = WindowEvent::Kind::kStopped;
      Take(set_.Advance(name, event));
      event.kind = WindowEvent::Kind::kStarted;
    }
    Take(set_.Advance(name, event));
  }

  void Take(const std::vector<TumblingSet::Step>& steps) {
    for (const TumblingSet::Step& step : steps) {
      for (const WindowStatusChange& one : step.changes.statuses) {
        if (one.status == WindowStatus::kSucceeded) ++succeeded_[{step.trigger, one.first}];
        if (one.status == WindowStatus::kFailed) failed_.insert({step.trigger, one.first});
      }
      for (const StartWindow& one : step.changes.starts) {
        EXPECT_TRUE(serials_[step.trigger].insert(one.serial).second);
        running_[step.trigger][one.index] = one.serial;
      }
      EXPECT_LE(static_cast<int64_t>(running_[step.trigger].size()),
                set_.Find(step.trigger)->settings().max_concurrency);
    }
  }

  SeededRandom random_;
  TumblingSet set_;
  UtcTime now_ = *ParseUtc("2026-01-01T00:00:00Z");
  std::map<std::string, std::map<int64_t, int64_t>> running_;
  std::map<std::string, std::set<int64_t>> serials_;
  std::map<std::pair<std::string, int64_t>, int> succeeded_;
  std::set<std::pair<std::string, int64_t>> failed_;
};

TEST(TumblingProperties, EachWindowSucceedsOnceUnderFailuresAndRestarts) {
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Storm(seed).Run();
  }
}

TEST(WindowState, BrokenTextsAreRefused) {
  for (const char* text :
       {R"({})", R"({"next": -1})", R"({"next": 1, "ready": [[3, 2]]})",
        R"({"next": 1, "blocked": [[0, 0]]})", R"({"next": 1, "active": [{"window": 0}]})"}) {
    const Result<WindowState> state = WindowState::FromJson(*ParseJson(text));
    ASSERT_FALSE(state.ok()) << text;
    EXPECT_EQ(state.error().code(), "InvalidWindowState");
  }
}

TEST(RangeSet, AgreesWithASetOfNumbers) {
  SeededRandom random(7);
  RangeSet ranges;
  std::set<int64_t> numbers;
  for (int i = 0; i < 3000; ++i) {
    const auto first = static_cast<int64_t>(random.Below(60));
    const int64_t last = first + static_cast<int64_t>(random.Below(8)) - 1;
    const bool add = random.Below(2) == 0;
    add ? ranges.Add({first, last}) : ranges.Remove({first, last});
    for (int64_t n = first; n <= last; ++n) add ? (void)numbers.insert(n) : (void)numbers.erase(n);
    ASSERT_EQ(ranges.count(), static_cast<int64_t>(numbers.size()));
    const auto probe = static_cast<int64_t>(random.Below(60));
    ASSERT_EQ(ranges.Contains(probe), numbers.contains(probe));
    ASSERT_EQ(ranges.first().value_or(-1), numbers.empty() ? -1 : *numbers.begin());
  }
}

}  // namespace
}  // namespace weir::schedule
