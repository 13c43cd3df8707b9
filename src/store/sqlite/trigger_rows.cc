#include "store/sqlite/trigger_rows.h"

#include "store/sqlite/run_query_sql.h"

namespace weir::store {
namespace {

Result<> WriteStates(sqlite3* database, const std::vector<TriggerRecord>& triggers) {
  WEIR_ASSIGN(Statement put,
              Statement::Prepare(database, "INSERT OR REPLACE INTO triggers VALUES (?, ?, ?)"));
  WEIR_ASSIGN(
      Statement forget,
      Statement::Prepare(database, "DELETE FROM triggers WHERE factory = ? AND trigger = ?"));
  for (const TriggerRecord& trigger : triggers) {
    Statement& write = trigger.state.empty() ? forget : put;
    write.Bind(1, trigger.factory);
    write.Bind(2, trigger.trigger);
    if (!trigger.state.empty()) write.Bind(3, trigger.state);
    WEIR_TRY(write.Run());
  }
  return {};
}

Result<> WriteRuns(sqlite3* database, const std::vector<TriggerRunRecord>& runs) {
  WEIR_ASSIGN(Statement number,
              Statement::Prepare(database, "INSERT OR IGNORE INTO factories (factory) VALUES (?)"));
  WEIR_ASSIGN(
      Statement put,
      Statement::Prepare(
          database,
          "INSERT INTO trigger_runs (trigger_run_id, factory, trigger, type, status, message, "
          "started_at, updated_at, properties, pipelines) VALUES (?, (SELECT id FROM factories "
          "WHERE factory = ?), ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (trigger_run_id) DO UPDATE SET status = excluded.status, message = "
          "excluded.message, started_at = excluded.started_at, updated_at = excluded.updated_at, "
          "properties = excluded.properties, pipelines = excluded.pipelines"));
  for (const TriggerRunRecord& run : runs) {
    number.Bind(1, run.factory);
    WEIR_TRY(number.Run());
    const std::string properties = DumpJson(run.properties);
    const std::string pipelines = DumpJson(run.pipelines);
    int at = 0;
    for (const std::string* text :
         {&run.trigger_run_id, &run.factory, &run.trigger, &run.type, &run.status, &run.message}) {
      put.Bind(++at, *text);
    }
    put.Bind(++at, ToMicros(run.time));
    put.Bind(++at, ToMicros(run.updated));
    put.Bind(++at, properties);
    put.Bind(++at, pipelines);
    WEIR_TRY(put.Run());
  }
  return {};
}

}  // namespace

Result<> WriteTriggers(sqlite3* database, const TriggerChanges& changes) {
  if (!changes.triggers.empty()) WEIR_TRY(WriteStates(database, changes.triggers));
  return changes.runs.empty() ? Result<>() : WriteRuns(database, changes.runs);
}

TriggerRunRecord ReadTriggerRun(const Statement& row) {
  TriggerRunRecord run;
  run.trigger_run_id = row.Text(0);
  run.factory = row.Text(1);
  run.trigger = row.Text(2);
  run.type = row.Text(3);
  run.status = row.Text(4);
  run.message = row.Text(5);
  run.time = FromMicros(row.Int(6));
  run.updated = FromMicros(row.Int(7));
  run.properties = row.JsonOf(8);
  run.pipelines = row.JsonOf(9);
  return run;
}

Result<std::vector<TriggerRecord>> ReadTriggers(sqlite3* database) {
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database,
                                                 "SELECT factory, trigger, state FROM triggers "
                                                 "ORDER BY factory, trigger"));
  std::vector<TriggerRecord> triggers;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return triggers;
    triggers.push_back({rows.Text(0), rows.Text(1), rows.Text(2)});
  }
}

Result<std::optional<TriggerRunRecord>> ReadTriggerRun(sqlite3* database, const std::string& id) {
  const std::string sql =
      std::string("SELECT ") + kTriggerRunColumns + " FROM trigger_runs WHERE trigger_run_id = ?";
  WEIR_ASSIGN(Statement row, Statement::Prepare(database, sql.c_str()));
  row.Bind(1, id);
  WEIR_ASSIGN(const bool found, row.Step());
  if (!found) return std::optional<TriggerRunRecord>();
  return std::optional<TriggerRunRecord>(ReadTriggerRun(row));
}

}  // namespace weir::store
