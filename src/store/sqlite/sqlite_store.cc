#include "store/sqlite/sqlite_store.h"

#include <array>
#include <mutex>
#include <set>
#include <unordered_map>

#include "store/sqlite/database.h"
#include "store/sqlite/resource_rows.h"
#include "store/sqlite/run_count_rows.h"
#include "store/sqlite/run_query_sql.h"
#include "store/sqlite/run_rows.h"
#include "store/sqlite/schemas.h"
#include "store/sqlite/search_terms.h"
#include "store/sqlite/slice_rows.h"
#include "store/sqlite/sqlite_pruning.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/trigger_rows.h"
#include "store/sqlite/watched_rows.h"

namespace weir::store {
namespace {

/// How long somebody else may write before a change is refused. What saves runs tries again.
constexpr int kBusyTimeoutMs = 1000;

std::optional<int64_t> Micros(const std::optional<UtcTime>& time) {
  if (!time) return std::nullopt;
  return ToMicros(*time);
}

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(DatabaseHandle database) : database_(std::move(database)) {}

  Result<> Prepare() {
    for (Prepared& prepared : statements_) {
      WEIR_ASSIGN(Statement statement, Statement::Prepare(database_.get(), prepared.sql));
      prepared.statement = std::make_unique<Statement>(std::move(statement));
    }
    WEIR_ASSIGN(SliceWriter slices, SliceWriter::Prepare(database_.get()));
    slices_ = std::make_unique<SliceWriter>(std::move(slices));
    return {};
  }

  Result<> Commit(const ChangeSet& changes) override {
    const std::lock_guard lock(mutex_);
    Result<> written = InTransaction(database_.get(), [&] { return Write(changes); });
    if (written) return {};
    keys_.clear();
    factories_.clear();
    return std::move(written).error().While("saving the state of runs");
  }

  Result<std::vector<UnfinishedRun>> Unfinished() override;
  Result<std::vector<RunRecord>> Runs(const RunFilter& filter) override;
  Result<std::vector<ActivityRunRecord>> Activities(const std::string& run_id) override;
  Result<std::string> StartOf(const std::string& run_id) override;
  Result<std::optional<RunRecord>> FindRun(const std::string& run_id) override;
  Result<std::vector<RunRecord>> Group(const std::string& group_id) override;
  Result<Page<RunRecord>> QueryRuns(const RunQuery& query) override;
  Result<Page<ActivityRunRecord>> QueryActivities(const std::string& run_id,
                                                  const RunQuery& query) override;
  Result<SearchPage<RunRecord>> SearchRuns(const RunSearch& search) override {
    return SearchRunRows(database_.get(), mutex_, search);
  }
  Result<SearchPage<FoundActivity>> SearchActivities(const RunSearch& search) override {
    return SearchActivityRows(database_.get(), mutex_, search);
  }
  Result<std::vector<RunCount>> CountRuns(const CountQuery& query) override {
    return CountRunRows(database_.get(), mutex_, query);
  }
  Result<std::vector<MovedCount>> CountMoved(const CountQuery& query) override {
    return CountMovedRows(database_.get(), mutex_, query);
  }
  Result<std::vector<FailingPipeline>> Failing(const std::string& factory, UtcTime since,
                                               int64_t limit) override {
    const std::lock_guard lock(mutex_);
    return ReadFailing(database_.get(), factory, since, limit);
  }
  Result<std::vector<TriggerRecord>> Triggers() override {
    const std::lock_guard lock(mutex_);
    return ReadTriggers(database_.get());
  }
  Result<std::optional<TriggerRunRecord>> FindTriggerRun(const std::string& id) override {
    const std::lock_guard lock(mutex_);
    return ReadTriggerRun(database_.get(), id);
  }
  Result<Page<TriggerRunRecord>> QueryTriggerRuns(const RunQuery& query) override;
  Result<std::map<std::string, std::string>> WatchedStamps(
      const std::string& watch, const std::vector<std::string>& paths) override {
    const std::lock_guard lock(mutex_);
    return ReadStamps(database_.get(), watch, paths);
  }
  Result<std::vector<WatchedFile>> WatchedFiles(const std::string& watch, const std::string& prefix,
                                                const std::string& after, int64_t limit) override {
    const std::lock_guard lock(mutex_);
    return ReadWatched(database_.get(), watch, prefix, after, limit);
  }
  Result<> Slices(const std::function<void(const SliceRecord&)>& take) override {
    const std::lock_guard lock(mutex_);
    return ReadSlices(database_.get(), take);
  }
  Result<SliceEpochs> Forgotten() override {
    const std::lock_guard lock(mutex_);
    return ReadForgotten(database_.get());
  }
  Result<> SaveResources(const ResourceChanges& changes) override;
  Result<std::vector<ResourceRecord>> Resources() override {
    const std::lock_guard lock(mutex_);
    return ReadResources(database_.get());
  }
  std::unique_ptr<Pruning> Prune(UtcTime ended_before) override {
    return PruneSqlite(database_.get(), mutex_, ended_before);
  }

 private:
  enum Name {
    kDefinition,
    kFactory,
    kNewRun,
    kAdopt,
    kOldInGroup,
    kJournal,
    kActivity,
    kUpdate,
    kDropJournal,
    kKey
  };
  struct Prepared {
    const char* sql;
    std::unique_ptr<Statement> statement;
  };

  Statement& Get(Name name) { return *statements_[name].statement; }

  Result<> Write(const ChangeSet& changes) {
    for (const auto& [hash, json] : changes.definitions) {
      Statement& insert = Get(kDefinition);
      insert.Bind(1, hash);
      insert.Bind(2, json);
      WEIR_TRY(insert.Run());
    }
    for (const ChangeSet::NewRun& run : changes.new_runs) WEIR_TRY(WriteRun(run));
    for (const JournalEntry& entry : changes.journal) {
      WEIR_ASSIGN(const int64_t key, Key(entry.run_id));
      Statement& insert = Get(kJournal);
      insert.Bind(1, key);
      insert.Bind(2, entry.sequence);
      insert.Bind(3, entry.event);
      WEIR_TRY(insert.Run());
    }
    for (const ActivityRunRecord& activity : changes.activities) WEIR_TRY(WriteActivity(activity));
    for (const ChangeSet::RunUpdate& update : changes.updates) WEIR_TRY(WriteUpdate(update));
    for (const ChangeSet::NewRun& run : changes.new_runs) {
      if (run.record.end) keys_.erase(run.record.run_id);
    }
    WEIR_TRY(WriteTriggers(database_.get(), changes.triggers));
    WEIR_TRY(slices_->Write(changes.triggers));
    return WriteWatched(database_.get(), changes.triggers);
  }

  /// Give the factory a number, at its first run.
  Result<> WriteFactory(const std::string& factory) {
    if (!factories_.insert(factory).second) return {};
    Statement& insert = Get(kFactory);
    insert.Bind(1, factory);
    return insert.Run();
  }

  Result<> WriteRun(const ChangeSet::NewRun& run) {
    const RunRecord& record = run.record;
    if (!run.continues.empty()) {
      Statement& adopt = Get(kAdopt);
      adopt.Bind(1, record.run_id);
      adopt.Bind(2, run.continues);
      WEIR_TRY(adopt.Run());
    }
    if (!record.origin.empty()) {
      Statement& old = Get(kOldInGroup);
      old.Bind(1, record.group_id);
      old.Bind(2, record.origin);
      WEIR_TRY(old.Run());
    }
    WEIR_TRY(WriteFactory(record.factory));
    const std::string parameters = DumpJson(record.parameters);
    const std::string invoked_by = DumpJson(record.invoked_by);
    const std::string annotations = DumpJson(record.annotations);
    const std::string result = DumpJson(record.result);
    Statement& insert = Get(kNewRun);
    int at = 0;
    insert.Bind(++at, record.run_id);
    insert.Bind(++at, record.group_id);
    insert.Bind(++at, int64_t{record.is_latest ? 1 : 0});
    insert.Bind(++at, record.pipeline);
    insert.Bind(++at, record.status);
    insert.Bind(++at, record.message);
    insert.Bind(++at, parameters);
    insert.Bind(++at, invoked_by);
    insert.Bind(++at, annotations);
    insert.Bind(++at, ToMicros(record.start));
    insert.Bind(++at, Micros(record.end));
    insert.Bind(++at, ToMicros(record.updated));
    insert.Bind(++at, record.parent_run_id);
    insert.Bind(++at, record.factory);
    insert.Bind(++at, run.definition);
    insert.Bind(++at, run.start);
    insert.Bind(++at, record.origin);
    insert.Bind(++at, result);
    WEIR_TRY(insert.Run());
    keys_[record.run_id] = sqlite3_last_insert_rowid(database_.get());
    return {};
  }

  Result<> WriteActivity(const ActivityRunRecord& activity) {
    WEIR_ASSIGN(const int64_t key, Key(activity.run_id));
    Statement& insert = Get(kActivity);
    int at = 0;
    insert.Bind(++at, key);
    insert.Bind(++at, activity.sequence);
    insert.Bind(++at, activity.activity_run_id);
    insert.Bind(++at, activity.name);
    insert.Bind(++at, activity.type);
    insert.Bind(++at, activity.status);
    insert.Bind(++at, ToMicros(activity.start));
    insert.Bind(++at, Micros(activity.end));
    insert.Bind(++at, int64_t{activity.attempt});
    insert.Bind(++at, activity.path);
    insert.Bind(++at, activity.parent);
    insert.Bind(++at, activity.input);
    insert.Bind(++at, activity.output);
    insert.Bind(++at, activity.error);
    insert.Bind(++at, activity.user_properties);
    insert.Bind(++at, activity.iteration_hash);
    insert.Bind(++at, int64_t{activity.recovered ? 1 : 0});
    return insert.Run();
  }

  Result<> WriteUpdate(const ChangeSet::RunUpdate& update) {
    Statement& write = Get(kUpdate);
    write.Bind(1, update.status);
    write.Bind(2, update.message);
    write.Bind(3, Micros(update.end));
    write.Bind(4, ToMicros(update.updated));
    const std::string result = DumpJson(update.result);
    write.Bind(5, result);
    write.Bind(6, update.run_id);
    WEIR_TRY(write.Run());
    if (!update.over) return {};
    WEIR_ASSIGN(const int64_t key, Key(update.run_id));
    Statement& drop = Get(kDropJournal);
    drop.Bind(1, key);
    WEIR_TRY(drop.Run());
    keys_.erase(update.run_id);
    return {};
  }

  /// The row of a run; remembered while it is under way.
  Result<int64_t> Key(const std::string& run_id) {
    const auto known = keys_.find(run_id);
    if (known != keys_.end()) return known->second;
    Statement& find = Get(kKey);
    find.Bind(1, run_id);
    WEIR_ASSIGN(const bool found, find.Step());
    const int64_t key = found ? find.Int(0) : 0;
    find.Reset();
    if (!found) return Fail(ErrorKind::kNotFound, "PipelineRunNotFound", "no run '" + run_id + "'");
    keys_[run_id] = key;
    return key;
  }

  std::mutex mutex_;
  DatabaseHandle database_;
  std::unordered_map<std::string, int64_t> keys_;
  std::set<std::string> factories_;  ///< Those that have a number.
  std::unique_ptr<SliceWriter> slices_;
  std::array<Prepared, 10> statements_ = {{
      {"INSERT OR IGNORE INTO definitions VALUES (?, ?)", nullptr},
      {"INSERT OR IGNORE INTO factories (factory) VALUES (?)", nullptr},
      {"INSERT INTO runs (run_id, group_id, is_latest, pipeline, status, message, parameters, "
       "invoked_by, annotations, started_at, ended_at, updated_at, parent_run_id, factory, "
       "definition, start, origin, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
       "(SELECT id FROM factories WHERE factory = ?), ?, ?, ?, ?)",
       nullptr},
      {"UPDATE runs SET parent_run_id = ? WHERE run_id = ?", nullptr},
      {"WITH RECURSIVE old (id) AS ("
       "SELECT run_id FROM runs WHERE group_id = ?1 AND (run_id = ?2 OR origin = ?2) "
       "UNION SELECT runs.run_id FROM runs JOIN old ON runs.parent_run_id = old.id "
       "WHERE runs.group_id = ?1) "
       "UPDATE runs SET is_latest = 0 WHERE group_id = ?1 AND run_id IN (SELECT id FROM old)",
       nullptr},
      {"INSERT INTO journal VALUES (?, ?, ?)", nullptr},
      {"INSERT OR REPLACE INTO activity_runs VALUES "
       "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
       nullptr},
      {"UPDATE runs SET status = ?, message = ?, ended_at = ?, updated_at = ?, result = ? "
       "WHERE run_id = ?",
       nullptr},
      {"DELETE FROM journal WHERE run = ?", nullptr},
      {"SELECT id FROM runs WHERE run_id = ?", nullptr},
  }};
};

Result<std::vector<UnfinishedRun>> SqliteStore::Unfinished() {
  const std::lock_guard lock(mutex_);
  const std::string sql = std::string("SELECT ") + kRunColumns +
                          ", id, definition, (SELECT text FROM definitions WHERE hash = "
                          "definition), start FROM runs WHERE ended_at IS NULL ORDER BY id";
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database_.get(), sql.c_str()));
  WEIR_ASSIGN(Statement events,
              Statement::Prepare(database_.get(),
                                 "SELECT event FROM journal WHERE run = ? ORDER BY sequence"));
  std::vector<UnfinishedRun> runs;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return runs;
    UnfinishedRun run{ReadRun(rows), rows.Text(17), rows.Text(18), rows.Text(19), {}};
    events.Bind(1, rows.Int(16));
    while (true) {
      WEIR_ASSIGN(const bool another, events.Step());
      if (!another) break;
      run.journal.push_back(events.Text(0));
    }
    events.Reset();
    runs.push_back(std::move(run));
  }
}

Result<std::vector<RunRecord>> SqliteStore::Runs(const RunFilter& filter) {
  const std::lock_guard lock(mutex_);
  const std::string sql =
      std::string("SELECT ") + kRunColumns +
      " FROM runs WHERE (?1 = '' OR pipeline = ?1) AND (?2 = '' OR status = ?2) "
      "AND substr(run_id, 1, length(?3)) = ?3 ORDER BY started_at DESC, id DESC "
      "LIMIT ?4";
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database_.get(), sql.c_str()));
  rows.Bind(1, filter.pipeline);
  rows.Bind(2, filter.status);
  rows.Bind(3, filter.run_id);
  rows.Bind(4, filter.limit);
  std::vector<RunRecord> runs;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return runs;
    runs.push_back(ReadRun(rows));
  }
}

Result<std::vector<RunRecord>> SqliteStore::Group(const std::string& group_id) {
  const std::lock_guard lock(mutex_);
  const std::string sql =
      std::string("SELECT ") + kRunColumns + " FROM runs WHERE group_id = ? ORDER BY id";
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database_.get(), sql.c_str()));
  rows.Bind(1, group_id);
  std::vector<RunRecord> runs;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return runs;
    runs.push_back(ReadRun(rows));
  }
}

Result<std::vector<ActivityRunRecord>> SqliteStore::Activities(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  const std::string sql = std::string("SELECT ") + kActivityRunColumns +
                          " FROM activity_runs WHERE run = (SELECT id FROM runs WHERE run_id = ?) "
                          "ORDER BY sequence";
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database_.get(), sql.c_str()));
  rows.Bind(1, run_id);
  std::vector<ActivityRunRecord> activities;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return activities;
    activities.push_back(ReadActivity(run_id, rows));
  }
}

Result<std::string> SqliteStore::StartOf(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Statement row,
              Statement::Prepare(database_.get(), "SELECT start FROM runs WHERE run_id = ?"));
  row.Bind(1, run_id);
  WEIR_ASSIGN(const bool found, row.Step());
  if (found) return row.Text(0);
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound", "no run '" + run_id + "'");
}

Result<std::optional<RunRecord>> SqliteStore::FindRun(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  const std::string sql = std::string("SELECT ") + kRunColumns + " FROM runs WHERE run_id = ?";
  WEIR_ASSIGN(Statement row, Statement::Prepare(database_.get(), sql.c_str()));
  row.Bind(1, run_id);
  WEIR_ASSIGN(const bool found, row.Step());
  if (!found) return std::optional<RunRecord>();
  return std::optional<RunRecord>(ReadRun(row));
}

Result<Page<RunRecord>> SqliteStore::QueryRuns(const RunQuery& query) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(const bool narrow, IsNarrow(database_.get(), query));
  WEIR_ASSIGN(const QuerySql sql, RunQuerySql(query, narrow));
  return ReadPage<RunRecord>(database_.get(), sql, query.limit, ReadRun);
}

Result<Page<ActivityRunRecord>> SqliteStore::QueryActivities(const std::string& run_id,
                                                             const RunQuery& query) {
  WEIR_ASSIGN(const QuerySql sql, ActivityQuerySql(run_id, query));
  const std::lock_guard lock(mutex_);
  return ReadPage<ActivityRunRecord>(database_.get(), sql, query.limit, [&](const Statement& row) {
    return ReadActivity(run_id, row);
  });
}

Result<Page<TriggerRunRecord>> SqliteStore::QueryTriggerRuns(const RunQuery& query) {
  WEIR_ASSIGN(const QuerySql sql, TriggerQuerySql(query));
  const std::lock_guard lock(mutex_);
  return ReadPage<TriggerRunRecord>(database_.get(), sql, query.limit,
                                    [](const Statement& row) { return ReadTriggerRun(row); });
}

Result<> SqliteStore::SaveResources(const ResourceChanges& changes) {
  const std::lock_guard lock(mutex_);
  Result<> written =
      InTransaction(database_.get(), [&] { return WriteResources(database_.get(), changes); });
  if (written) return {};
  return std::move(written).error().While("saving resources of factories");
}

}  // namespace

int64_t SqliteSchemaVersion() {
  return int64_t{kSchemas.size()};
}

Result<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path, const Tell& tell) {
  WEIR_ASSIGN(
      DatabaseHandle database,
      OpenDatabase(
          path,
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; "
          "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; "
          "PRAGMA wal_autocheckpoint = 16000",
          kSchemas, tell));
  sqlite3_busy_timeout(database.get(), kBusyTimeoutMs);
  auto store = std::make_unique<SqliteStore>(std::move(database));
  WEIR_TRY(store->Prepare());
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace weir::store
