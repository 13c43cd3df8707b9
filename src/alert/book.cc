#include "alert/book.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"

namespace weir::alert {
namespace {

constexpr size_t kEndedMax = 5000;
constexpr int kTriesMax = 12;
constexpr std::chrono::seconds kPauseFirst{5};
constexpr std::chrono::seconds kPauseMax{3600};

bool HasAny(const std::vector<std::string>& wanted, const std::string& name) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(),
                                       [&](const std::string& one) { return SameName(one, name); });
}

bool Concerns(const Rule& rule, const SeenRun& run) {
  if (!rule.enabled || rule.factory != run.factory || (run.by_alert && rule.StartsPipelines()))
    return false;
  const bool annotated =
      rule.annotations.empty() ||
      std::any_of(run.annotations.begin(), run.annotations.end(),
                  [&](const std::string& one) { return HasAny(rule.annotations, one); });
  return annotated && HasAny(rule.pipelines, run.pipeline);
}

std::string PipelineKey(const std::string& factory, const std::string& pipeline) {
  return factory + "\n" + NameKey(pipeline);
}

std::string KeyOf(const SeenRun& run) {
  return PipelineKey(run.factory, run.pipeline);
}

Entry EntryOf(const SeenRun& run, std::string text, UtcTime time) {
  return {run.factory, run.pipeline, run.run_id, std::move(text), time};
}

std::string SpanText(std::chrono::seconds span) {
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(span).count();
  char text[32];
  std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld", static_cast<long long>(hours),
                static_cast<long long>(span.count() / 60 % 60),
                static_cast<long long>(span.count() % 60));
  return text;
}

std::string FailedText(const Rule& rule, const SeenRun& run) {
  if (rule.times <= 1) return "failed: " + run.message;
  return "failed " + std::to_string(rule.times) + " times within " + SpanText(rule.within) +
         ", at last: " + run.message;
}

/// The last time that a pipeline of the rule's factory is known to have done it.
std::optional<UtcTime> Last(const std::map<std::string, UtcTime>& times, const Rule& rule,
                            const std::string& pipeline) {
  const auto found = times.find(PipelineKey(rule.factory, pipeline));
  return found == times.end() ? std::nullopt : std::optional(found->second);
}

Json Times(const std::map<std::string, UtcTime>& times) {
  Json json = Json::Object();
  for (const auto& [key, time] : times) json.AppendMember(key, Json(ToMicros(time)));
  return json;
}

std::map<std::string, UtcTime> ReadTimes(const Json& json) {
  std::map<std::string, UtcTime> times;
  for (const Json::Member& one : json.members()) times[one.name] = FromMicros(one.value.as_int());
  return times;
}

Json ToJson(const std::map<std::string, std::vector<UtcTime>>& failures) {
  Json json = Json::Object();
  for (const auto& [key, ends] : failures) {
    if (ends.empty()) continue;
    Json list = Json::Array();
    for (const UtcTime end : ends) list.Append(ToMicros(end));
    json.AppendMember(key, std::move(list));
  }
  return json;
}

std::map<std::string, std::vector<UtcTime>> ReadFailures(const Json& json) {
  std::map<std::string, std::vector<UtcTime>> failures;
  for (const Json::Member& one : json.members()) {
    for (const Json& end : one.value.items()) {
      failures[one.name].push_back(FromMicros(end.as_int()));
    }
  }
  return failures;
}

Json ToJson(const Entry& entry) {
  return Json::Object({{"factory", entry.factory},
                       {"pipeline", entry.pipeline},
                       {"runId", entry.run_id},
                       {"text", entry.text},
                       {"time", FormatUtc(entry.time)}});
}

Json ToJson(const std::vector<Entry>& entries) {
  Json list = Json::Array();
  for (const Entry& one : entries) list.Append(ToJson(one));
  return list;
}

UtcTime ReadTime(const Json& json) {
  const Result<UtcTime> time = ParseUtc(json.as_string());
  return time ? *time : UtcTime();
}

std::vector<Entry> ReadEntries(const Json& list) {
  std::vector<Entry> entries;
  for (const Json& one : list.items()) {
    entries.push_back({one["factory"].as_string(), one["pipeline"].as_string(),
                       one["runId"].as_string(), one["text"].as_string(), ReadTime(one["time"])});
  }
  return entries;
}

Json ToJson(const SeenRun& run) {
  Json annotations = Json::Array();
  for (const std::string& one : run.annotations) annotations.Append(one);
  return Json::Object({{"runId", run.run_id},
                       {"factory", run.factory},
                       {"pipeline", run.pipeline},
                       {"annotations", std::move(annotations)},
                       {"byAlert", run.by_alert},
                       {"start", FormatUtc(run.start)}});
}

}  // namespace

std::string Notice::Title() const {
  const std::string what = test ? "test" : recovery ? "recovered" : "alert";
  if (entries.size() == 1) {
    const std::string& of = entries[0].pipeline;
    return rule + ": " + (of.empty() ? what : of + " " + entries[0].text.substr(0, 120));
  }
  return rule + ": " + std::to_string(entries.size()) + (recovery ? " recovered" : " alerts");
}

std::string Notice::State() const {
  if (test) return "test";
  return recovery ? "recovered" : "alert";
}

Json ToJson(const Notice& notice) {
  return Json::Object({{"id", notice.id},
                       {"factory", notice.factory},
                       {"rule", notice.rule},
                       {"condition", NameOf(notice.condition)},
                       {"state", notice.State()},
                       {"time", FormatUtc(notice.time)},
                       {"title", notice.Title()},
                       {"entries", ToJson(notice.entries)}});
}

void Book::SetRules(std::vector<Rule> rules) {
  rules_ = std::move(rules);
  std::set<std::string> keys;
  std::set<std::string> factories;
  for (const Rule& rule : rules_) {
    if (rule.enabled) keys.insert(rule.Key());
    factories.insert(rule.factory);
  }
  std::erase_if(watched_, [&](const auto& one) { return !keys.contains(one.first); });
  std::erase_if(deliveries_, [&](const Delivery& one) {
    const Rule* rule = Find(one.notice);
    return rule == nullptr || !rule->enabled || one.action >= rule->actions.size();
  });
  const auto elsewhere = [&](const auto& one) {
    return !factories.contains(one.first.substr(0, one.first.find('\n')));
  };
  std::erase_if(started_, elsewhere);
  std::erase_if(succeeded_, elsewhere);
  std::erase_if(running_, [&](const auto& one) { return !factories.contains(one.second.factory); });
}

const Rule* Book::Find(const Notice& notice) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    return rule.factory == notice.factory && SameName(rule.name, notice.rule);
  });
  return found == rules_.end() ? nullptr : &*found;
}

void Book::See(const SeenRun& run) {
  if (ended_ids_.contains(run.run_id)) return;
  UtcTime& started = started_[KeyOf(run)];
  started = std::max(started, run.start);
  if (run.end) {
    ended_.push_back(run.run_id);
    ended_ids_.insert(run.run_id);
    if (ended_.size() > kEndedMax) {
      ended_ids_.erase(ended_.front());
      ended_.pop_front();
    }
    if (run.status == "Succeeded") {
      UtcTime& succeeded = succeeded_[KeyOf(run)];
      succeeded = std::max(succeeded, *run.end);
    }
  }
  for (const Rule& rule : rules_) {
    if (Concerns(rule, run)) Judge(rule, run);
  }
  if (run.end) {
    running_.erase(run.run_id);
  } else {
    running_[run.run_id] = run;
  }
}

void Book::Judge(const Rule& rule, const SeenRun& run) {
  if (!run.end || *run.end < rule.since) return;
  const bool good = run.status == "Succeeded";
  switch (rule.condition) {
    case Condition::kFailed:
      if (run.status == "Failed") {
        if (!FailedOften(rule, run)) return;
        // Each failure is told; one success ends them all.
        watched_[rule.Key()].open.erase(KeyOf(run));
        Open(rule, KeyOf(run), EntryOf(run, FailedText(rule, run), *run.end));
      } else if (good) {
        Close(rule, KeyOf(run), EntryOf(run, "succeeded again", *run.end));
      }
      return;
    case Condition::kSucceeded:
      if (!good) return;
      Open(rule, run.run_id, EntryOf(run, "succeeded", *run.end));
      watched_[rule.Key()].open.erase(run.run_id);  // Nothing follows.
      return;
    case Condition::kLong:
      Close(rule, run.run_id, EntryOf(run, "is over: " + run.status, *run.end));
      return;
    case Condition::kLate:
    case Condition::kNeverStarted:
    case Condition::kQueueLength:
      return;  // JudgeTime looks at those.
  }
}

/// True with the failure that makes the number full; the next one is counted anew.
bool Book::FailedOften(const Rule& rule, const SeenRun& run) {
  if (rule.times <= 1) return true;
  std::vector<UtcTime>& ends = watched_[rule.Key()].failures[KeyOf(run)];
  ends.push_back(*run.end);
  const UtcTime newest = *std::max_element(ends.begin(), ends.end());
  std::erase_if(ends, [&](UtcTime end) { return newest - end > rule.within; });
  if (static_cast<int64_t>(ends.size()) < rule.times) return false;
  ends.clear();
  return true;
}

void Book::JudgeTime(const Rule& rule, UtcTime now, int64_t waiting) {
  const auto pipeline_entry = [&](const std::string& name, std::string text) {
    return Entry{rule.factory, name, "", std::move(text), now};
  };
  switch (rule.condition) {
    case Condition::kFailed:
    case Condition::kSucceeded:
      return;
    case Condition::kLong:
      for (const auto& [id, run] : running_) {
        if (now - run.start <= rule.duration || !Concerns(rule, run)) continue;
        Open(rule, id, EntryOf(run, "has run for longer than " + SpanText(rule.duration), now));
      }
      return;
    case Condition::kLate: {
      const UtcTime day = std::chrono::floor<std::chrono::days>(now);
      for (const std::string& name : rule.pipelines) {
        const auto last = Last(succeeded_, rule, name);
        if (last && *last >= day) {
          Close(rule, name, pipeline_entry(name, "has finished"));
        } else if (now >= day + rule.by && rule.since < day + rule.by) {
          Open(rule, name,
               pipeline_entry(name, "has not finished by " + SpanText(rule.by).substr(0, 5)));
        }
      }
      return;
    }
    case Condition::kNeverStarted:
      for (const std::string& name : rule.pipelines) {
        const UtcTime last = std::max(rule.since, Last(started_, rule, name).value_or(UtcTime()));
        if (now - last > rule.duration) {
          Open(rule, name, pipeline_entry(name, "has not begun for " + SpanText(rule.duration)));
        } else {
          Close(rule, name, pipeline_entry(name, "has begun"));
        }
      }
      return;
    case Condition::kQueueLength:
      if (waiting > rule.count) {
        Open(rule, "queue", pipeline_entry("", std::to_string(waiting) + " activities wait"));
      } else {
        Close(rule, "queue", pipeline_entry("", std::to_string(waiting) + " activities wait"));
      }
      return;
  }
}

void Book::Open(const Rule& rule, const std::string& key, Entry entry) {
  Watched& watched = watched_[rule.Key()];
  if (!watched.open.emplace(key, entry.time).second) return;
  if (watched.alerts.empty()) watched.alerts_since = entry.time;
  if (watched.alerts.size() < kEntriesMax) watched.alerts.push_back(std::move(entry));
}

void Book::Close(const Rule& rule, const std::string& key, Entry entry) {
  Watched& watched = watched_[rule.Key()];
  if (watched.open.erase(key) == 0 || !rule.recovery) return;
  if (watched.recoveries.empty()) watched.recoveries_since = entry.time;
  if (watched.recoveries.size() < kEntriesMax) watched.recoveries.push_back(std::move(entry));
}

void Book::Tick(UtcTime now, int64_t waiting) {
  for (const Rule& rule : rules_) {
    if (!rule.enabled) continue;
    JudgeTime(rule, now, waiting);
    Flush(rule, now);
  }
}

void Book::Flush(const Rule& rule, UtcTime now) {
  Watched& watched = watched_[rule.Key()];
  if (!watched.alerts.empty() && now - watched.alerts_since >= rule.group) {
    Queue(rule, false, std::exchange(watched.alerts, {}), now);
  }
  // Not before the alert that it ends.
  if (!watched.recoveries.empty() && watched.alerts.empty() &&
      now - watched.recoveries_since >= rule.group) {
    Queue(rule, true, std::exchange(watched.recoveries, {}), now);
  }
}

void Book::Queue(const Rule& rule, bool recovery, std::vector<Entry> entries, UtcTime now) {
  const Notice notice{DerivedGuid(rule.Key() + std::to_string(ToMicros(now)), ++notices_),
                      rule.factory,
                      rule.name,
                      rule.condition,
                      recovery,
                      false,
                      std::move(entries),
                      now};
  for (size_t i = 0; i < rule.actions.size(); ++i) {
    deliveries_.push_back({notice, i, 0, now});
  }
  if (deliveries_.size() > kDeliveriesMax) {
    deliveries_.erase(deliveries_.begin(),
                      deliveries_.end() - static_cast<std::ptrdiff_t>(kDeliveriesMax));
  }
}

std::vector<Delivery> Book::Due(UtcTime now) const {
  std::vector<Delivery> due;
  for (const Delivery& one : deliveries_) {
    if (one.next <= now) due.push_back(one);
  }
  return due;
}

bool Book::Sent(const Delivery& delivery, bool done, UtcTime now) {
  const auto found = std::find_if(deliveries_.begin(), deliveries_.end(), [&](const Delivery& one) {
    return one.notice.id == delivery.notice.id && one.action == delivery.action;
  });
  if (found == deliveries_.end()) return true;
  ++found->tries;
  const bool over = !done && found->tries >= kTriesMax;
  if (done || over) {
    deliveries_.erase(found);
    return !over;
  }
  found->next = now + std::min(kPauseFirst * (1 << found->tries), kPauseMax);
  return true;
}

Json Book::State() const {
  Json rules = Json::Object();
  for (const auto& [name, one] : watched_) {
    rules.AppendMember(name, Json::Object({{"open", Times(one.open)},
                                           {"alerts", ToJson(one.alerts)},
                                           {"alertsSince", ToMicros(one.alerts_since)},
                                           {"recoveries", ToJson(one.recoveries)},
                                           {"recoveriesSince", ToMicros(one.recoveries_since)},
                                           {"failures", ToJson(one.failures)}}));
  }
  Json running = Json::Array();
  for (const auto& [id, run] : running_) running.Append(ToJson(run));
  Json ended = Json::Array();
  for (const std::string& id : ended_) ended.Append(id);
  Json deliveries = Json::Array();
  for (const Delivery& one : deliveries_) {
    deliveries.Append(Json::Object({{"notice", alert::ToJson(one.notice)},
                                    {"action", one.action},
                                    {"tries", one.tries},
                                    {"next", ToMicros(one.next)}}));
  }
  return Json::Object({{"rules", std::move(rules)},
                       {"running", std::move(running)},
                       {"started", Times(started_)},
                       {"succeeded", Times(succeeded_)},
                       {"ended", std::move(ended)},
                       {"deliveries", std::move(deliveries)},
                       {"notices", static_cast<int64_t>(notices_)}});
}

void Book::Restore(const Json& state) {
  for (const Json::Member& one : state["rules"].members()) {
    watched_[one.name] = {ReadTimes(one.value["open"]),
                          ReadEntries(one.value["alerts"]),
                          ReadEntries(one.value["recoveries"]),
                          FromMicros(one.value["alertsSince"].as_int()),
                          FromMicros(one.value["recoveriesSince"].as_int()),
                          ReadFailures(one.value["failures"])};
  }
  for (const Json& one : state["running"].items()) {
    SeenRun run{one["runId"].as_string(),
                one["factory"].as_string(),
                one["pipeline"].as_string(),
                {},
                "InProgress",
                "",
                ReadTime(one["start"]),
                {},
                one["byAlert"].as_bool()};
    for (const Json& text : one["annotations"].items()) run.annotations.push_back(text.as_string());
    running_[run.run_id] = std::move(run);
  }
  started_ = ReadTimes(state["started"]);
  succeeded_ = ReadTimes(state["succeeded"]);
  for (const Json& id : state["ended"].items()) {
    ended_.push_back(id.as_string());
    ended_ids_.insert(id.as_string());
  }
  for (const Json& one : state["deliveries"].items()) {
    const Json& told = one["notice"];
    const auto action = static_cast<size_t>(one["action"].as_int());
    const Notice notice{told["id"].as_string(),
                        told["factory"].as_string(),
                        told["rule"].as_string(),
                        ReadConditionName(told["condition"].as_string()).value_or(Condition()),
                        told["state"].as_string() == "recovered",
                        false,
                        ReadEntries(told["entries"]),
                        ReadTime(told["time"])};
    deliveries_.push_back({notice, action, static_cast<int>(one["tries"].as_int()),
                           FromMicros(one["next"].as_int())});
  }
  notices_ = static_cast<uint64_t>(state["notices"].as_int());
}

}  // namespace weir::alert
