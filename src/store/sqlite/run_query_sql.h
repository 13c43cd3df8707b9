#pragma once

#include <string>
#include <vector>

#include "store/sqlite/statement.h"
#include "store/store.h"

namespace weir::store {

/// The columns of a run, in the order in which they are read.
inline constexpr const char* kRunColumns =
    "run_id, group_id, is_latest, pipeline, status, message, parameters, invoked_by, annotations, "
    "started_at, ended_at, updated_at, parent_run_id, "
    "(SELECT factories.factory FROM factories WHERE factories.id = runs.factory), result, origin";

/// The columns of an activity run, in the order in which they are read.
inline constexpr const char* kActivityRunColumns =
    "run, sequence, activity_run_id, name, type, status, started_at, ended_at, attempt, path, "
    "parent, input, output, error, user_properties, iteration_hash, recovered";

/// The columns of a trigger run, in the order in which they are read.
inline constexpr const char* kTriggerRunColumns =
    "trigger_run_id, "
    "(SELECT factories.factory FROM factories WHERE factories.id = trigger_runs.factory), trigger, "
    "type, status, message, started_at, updated_at, properties, pipelines";

/// A statement with its values. Behind the record's columns it selects `keys` columns that say
/// where the row stands in the order: a continuation is the JSON array of the last row's.
struct QuerySql {
  std::string text;
  std::vector<Json> values;
  int first_key = 0;
  int keys = 0;
};

/// True if so few runs were updated in the query's window that it is best to look at each of them.
Result<bool> IsNarrow(sqlite3* database, const RunQuery& query);

/// Rows are asked for by where the last page ended, never counted off. Runs of a narrow window are
/// found by when they were updated and sorted; others are read in the order of the page, by an
/// index for each value that is asked for.
/// Errors: kInvalid InvalidContinuationToken.
Result<QuerySql> RunQuerySql(const RunQuery& query, bool narrow);
Result<QuerySql> ActivityQuerySql(const std::string& run_id, const RunQuery& query);
Result<QuerySql> TriggerQuerySql(const RunQuery& query);

/// Start the statement; its values must stay.
Result<Statement> Open(sqlite3* database, const QuerySql& sql);
/// Where the current row stands.
std::string ContinuationOf(const Statement& row, const QuerySql& sql);

/// Read at most `limit` records; one row more was asked for, to know whether there are others.
template <typename Record, typename Read>
Result<Page<Record>> ReadPage(sqlite3* database, const QuerySql& sql, int64_t limit,
                              const Read& read) {
  WEIR_ASSIGN(Statement rows, Open(database, sql));
  Page<Record> page;
  std::string last;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return page;
    if (static_cast<int64_t>(page.records.size()) == limit) {
      page.continuation = last;
      return page;
    }
    page.records.push_back(read(rows));
    last = ContinuationOf(rows, sql);
  }
}

}  // namespace weir::store
