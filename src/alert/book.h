#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alert/rule.h"
#include "base/clock.h"
#include "base/json.h"

namespace weir::alert {

/// A run, as rules see it.
struct SeenRun {
  std::string run_id;
  std::string factory;  ///< Its key: a resource id.
  std::string pipeline;
  std::vector<std::string> annotations;
  std::string status;
  std::string message;
  UtcTime start;
  std::optional<UtcTime> end;
  bool by_alert = false;  ///< An alert started it.
};

/// One thing that a notice tells.
struct Entry {
  std::string factory;
  std::string pipeline;
  std::string run_id;
  std::string text;  ///< "failed: …", "has run for longer than …".
  UtcTime time;
};

/// What is to be told, to all actions of a rule.
struct Notice {
  std::string id;  ///< The same however often it is sent.
  std::string factory;
  std::string rule;
  Condition condition = Condition::kFailed;
  bool recovery = false;
  bool test = false;
  std::vector<Entry> entries;
  UtcTime time;

  /// "LoadFailed: 3 alerts".
  std::string Title() const;
  /// "alert", "recovered" or "test".
  std::string State() const;
};
Json ToJson(const Notice& notice);

/// A notice on its way to one action of its rule.
struct Delivery {
  Notice notice;
  size_t action = 0;
  int tries = 0;
  UtcTime next;  ///< Not before.
};

/// Judges rules by what runs do and by the time, groups what they find, and keeps what is yet to be
/// sent. Pure: no clock, no I/O; State() is all that a restart needs.
class Book {
 public:
  static constexpr size_t kEntriesMax = 200;      ///< Of a notice; more are counted.
  static constexpr size_t kDeliveriesMax = 2000;  ///< Beyond, the oldest is dropped.

  /// These rules and no others; what is known for a rule that stays is kept.
  void SetRules(std::vector<Rule> rules);
  const std::vector<Rule>& rules() const { return rules_; }
  /// The rule that a notice is of; null if it is gone.
  const Rule* Find(const Notice& notice) const;
  /// True if there is nothing to judge and nothing to send.
  bool idle() const { return rules_.empty() && deliveries_.empty(); }
  /// A run began, changed or ended. The same end told twice counts once.
  void See(const SeenRun& run);
  /// Time passed; so many activities wait for a worker.
  void Tick(UtcTime now, int64_t waiting);
  /// Those that are to be sent at `now`.
  std::vector<Delivery> Due(UtcTime now) const;
  /// What became of one: it is done, or tried again later, at last given up. False: given up.
  bool Sent(const Delivery& delivery, bool done, UtcTime now);

  Json State() const;
  /// What State() gave, before SetRules.
  void Restore(const Json& state);

 private:
  struct Watched {
    std::map<std::string, UtcTime> open;  ///< What is told and not over, by its key.
    std::vector<Entry> alerts;
    std::vector<Entry> recoveries;
    UtcTime alerts_since;
    UtcTime recoveries_since;
    std::map<std::string, std::vector<UtcTime>> failures;  ///< Counted and not told, by pipeline.
  };

  void Judge(const Rule& rule, const SeenRun& run);
  bool FailedOften(const Rule& rule, const SeenRun& run);
  void JudgeTime(const Rule& rule, UtcTime now, int64_t waiting);
  void Open(const Rule& rule, const std::string& key, Entry entry);
  void Close(const Rule& rule, const std::string& key, Entry entry);
  void Flush(const Rule& rule, UtcTime now);
  void Queue(const Rule& rule, bool recovery, std::vector<Entry> entries, UtcTime now);

  std::vector<Rule> rules_;
  std::map<std::string, Watched> watched_;  ///< By the rule's key.
  std::map<std::string, SeenRun> running_;
  std::map<std::string, UtcTime> started_;    ///< Last, by pipeline.
  std::map<std::string, UtcTime> succeeded_;  ///< Last, by pipeline.
  std::deque<std::string> ended_;             ///< Runs whose end is known, the newest last.
  std::set<std::string> ended_ids_;           ///< The same.
  std::vector<Delivery> deliveries_;
  uint64_t notices_ = 0;
};

}  // namespace weir::alert
