#include "store/sqlite/sqlite_pruning.h"

#include <set>

#include "store/sqlite/database.h"
#include "store/sqlite/statement.h"

namespace weir::store {
namespace {

// What a step does at most: some milliseconds, for which commits wait.
constexpr int64_t kRowsPerStep = 1000;
constexpr int64_t kPagesPerStep = 256;
constexpr int64_t kRowsRead = 5000;

class SqlitePruning final : public Pruning {
 public:
  SqlitePruning(sqlite3* database, std::mutex& mutex, UtcTime ended_before)
      : database_(database), mutex_(mutex), before_(ToMicros(ended_before)) {}

  Result<bool> Step() override {
    const std::lock_guard lock(mutex_);
    Result<> done;
    switch (phase_) {
      case Phase::kRuns:
        done = InTransaction(database_, [this] { return TakeRuns(); });
        break;
      case Phase::kTriggerRuns:
        done = InTransaction(database_, [this] { return TakeTriggerRuns(); });
        break;
      case Phase::kDefinitions:
        done = InTransaction(database_, [this] { return TakeDefinitions(); });
        break;
      case Phase::kPages:
        done = GivePagesBack();
        break;
      case Phase::kOver:
        return false;
    }
    if (!done) return std::move(done).error().While("taking old history away");
    return phase_ != Phase::kOver;
  }
  int64_t runs() const override { return runs_; }

 private:
  enum class Phase { kRuns, kTriggerRuns, kDefinitions, kPages, kOver };

  Result<Statement> Prepared(const char* sql) { return Statement::Prepare(database_, sql); }
  Result<int64_t> Number(const char* sql) {
    WEIR_ASSIGN(Statement row, Prepared(sql));
    WEIR_ASSIGN([[maybe_unused]] const bool there, row.Step());
    return row.Int(0);
  }

  /// The next group by the start of its oldest run; it goes if all of it may.
  Result<> TakeRuns() {
    WEIR_ASSIGN(Statement next, Prepared("SELECT started_at, id, group_id FROM runs "
                                         "WHERE started_at < ?1 AND (started_at, id) > (?2, ?3) "
                                         "ORDER BY started_at, id LIMIT 1"));
    WEIR_ASSIGN(Statement kept, Prepared("SELECT 1 FROM runs WHERE group_id = ?1 AND "
                                         "coalesce(ended_at, ?2) >= ?2 LIMIT 1"));
    int64_t left = kRowsPerStep;
    while (left > 0) {
      next.Bind(1, before_);
      next.Bind(2, started_at_);
      next.Bind(3, id_);
      WEIR_ASSIGN(const bool more, next.Step());
      if (!more) {
        phase_ = Phase::kTriggerRuns;
        return {};
      }
      const std::string group = next.Text(2);
      const int64_t started_at = next.Int(0);
      const int64_t id = next.Int(1);
      next.Reset();
      kept.Bind(1, group);
      kept.Bind(2, before_);
      WEIR_ASSIGN(const bool stays, kept.Step());
      kept.Reset();
      --left;
      if (!stays) WEIR_TRY(TakeGroup(group, &left));
      if (left <= 0) return {};  // The rest of the group goes with the next step.
      started_at_ = started_at;
      id_ = id;
    }
    return {};
  }

  /// Children before their parents, as far as `left` rows go.
  Result<> TakeGroup(const std::string& group, int64_t* left) {
    WEIR_ASSIGN(Statement runs,
                Prepared("SELECT id FROM runs WHERE group_id = ? ORDER BY id DESC LIMIT ?"));
    runs.Bind(1, group);
    runs.Bind(2, *left + 1);
    std::vector<int64_t> ids;
    while (true) {
      WEIR_ASSIGN(const bool more, runs.Step());
      if (!more) break;
      ids.push_back(runs.Int(0));
    }
    WEIR_ASSIGN(Statement activities,
                Prepared("DELETE FROM activity_runs WHERE run = ?1 AND sequence IN "
                         "(SELECT sequence FROM activity_runs WHERE run = ?1 LIMIT ?2)"));
    WEIR_ASSIGN(Statement journal, Prepared("DELETE FROM journal WHERE run = ?"));
    WEIR_ASSIGN(Statement run, Prepared("DELETE FROM runs WHERE id = ?"));
    for (const int64_t id : ids) {
      activities.Bind(1, id);
      activities.Bind(2, *left);
      WEIR_TRY(activities.Run());
      *left -= sqlite3_changes64(database_) + 1;
      if (*left <= 0) return {};
      journal.Bind(1, id);
      WEIR_TRY(journal.Run());
      run.Bind(1, id);
      WEIR_TRY(run.Run());
      ++runs_;
    }
    return {};
  }

  Result<> TakeTriggerRuns() {
    WEIR_ASSIGN(const int64_t last, Number("SELECT coalesce(max(id), 0) FROM trigger_runs"));
    WEIR_ASSIGN(Statement take, Prepared("DELETE FROM trigger_runs WHERE id > ?1 AND id <= ?2 "
                                         "AND updated_at < ?3 AND status IN "
                                         "('Succeeded', 'Failed', 'Cancelled')"));
    take.Bind(1, trigger_run_);
    take.Bind(2, trigger_run_ + kRowsPerStep);
    take.Bind(3, before_);
    WEIR_TRY(take.Run());
    trigger_run_ += kRowsPerStep;
    if (trigger_run_ < last) return {};
    phase_ = runs_ > 0 ? Phase::kDefinitions : Phase::kPages;
    return {};
  }

  /// Reads what is still used, a piece at a time; at the end, in one transaction with the last
  /// piece, what is not used goes.
  Result<> TakeDefinitions() {
    WEIR_ASSIGN(Statement runs,
                Prepared("SELECT id, definition FROM runs WHERE id > ? ORDER BY id LIMIT ?"));
    runs.Bind(1, read_);
    runs.Bind(2, kRowsRead);
    int64_t count = 0;
    while (true) {
      WEIR_ASSIGN(const bool more, runs.Step());
      if (!more) break;
      read_ = runs.Int(0);
      used_.insert(runs.Text(1));
      ++count;
    }
    if (count == kRowsRead) return {};
    WEIR_ASSIGN(Statement all, Prepared("SELECT hash FROM definitions"));
    std::vector<std::string> unused;
    while (true) {
      WEIR_ASSIGN(const bool more, all.Step());
      if (!more) break;
      if (!used_.contains(all.Text(0))) unused.push_back(all.Text(0));
    }
    WEIR_ASSIGN(Statement take, Prepared("DELETE FROM definitions WHERE hash = ?"));
    for (const std::string& hash : unused) {
      take.Bind(1, hash);
      WEIR_TRY(take.Run());
    }
    phase_ = Phase::kPages;
    return {};
  }

  Result<> GivePagesBack() {
    constexpr int64_t kIncremental = 2;
    WEIR_ASSIGN(const int64_t mode, Number("PRAGMA auto_vacuum"));
    WEIR_ASSIGN(const int64_t free, Number("PRAGMA freelist_count"));
    if (mode != kIncremental || free < kPagesPerStep) {
      phase_ = Phase::kOver;
      return {};
    }
    const std::string sql = "PRAGMA incremental_vacuum(" + std::to_string(kPagesPerStep) + ")";
    return Execute(database_, sql.c_str());
  }

  sqlite3* database_;
  std::mutex& mutex_;
  const int64_t before_;
  Phase phase_ = Phase::kRuns;
  int64_t runs_ = 0;
  // Behind what was looked at.
  int64_t started_at_ = 0;
  int64_t id_ = 0;
  int64_t trigger_run_ = 0;
  int64_t read_ = 0;
  std::set<std::string> used_;
};

}  // namespace

std::unique_ptr<Pruning> PruneSqlite(sqlite3* database, std::mutex& mutex, UtcTime ended_before) {
  return std::make_unique<SqlitePruning>(database, mutex, ended_before);
}

Result<bool> LetSqliteShrink(const std::string& path) {
  WEIR_ASSIGN(const DatabaseHandle database, OpenExisting(path, SQLITE_OPEN_READWRITE));
  WEIR_ASSIGN(Statement mode, Statement::Prepare(database.get(), "PRAGMA auto_vacuum"));
  WEIR_ASSIGN([[maybe_unused]] const bool row, mode.Step());
  if (mode.Int(0) != 0) return false;
  mode.Reset();
  WEIR_TRY(Execute(database.get(), "PRAGMA auto_vacuum = INCREMENTAL; VACUUM"));
  return true;
}

}  // namespace weir::store
