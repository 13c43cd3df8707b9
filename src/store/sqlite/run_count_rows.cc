#include "store/sqlite/run_count_rows.h"

#include "store/sqlite/statement.h"

namespace weir::store {
namespace {

constexpr const char* kCount =
    "SELECT count(*) FROM runs INDEXED BY runs_by_status "
    "WHERE factory = (SELECT id FROM factories WHERE factory = ?) AND status = ? "
    "AND started_at >= ? AND started_at < ?";

constexpr const char* kMoved =
    "SELECT runs.pipeline, count(*), coalesce(sum(rows_moved), 0), coalesce(sum(bytes_moved), 0) "
    "FROM activity_runs INDEXED BY copies_by_end JOIN runs ON runs.id = activity_runs.run "
    "WHERE type = 'Copy' AND activity_runs.status = 'Succeeded' AND recovered = 0 "
    "AND activity_runs.ended_at >= ? AND activity_runs.ended_at < ? "
    "AND runs.factory = (SELECT id FROM factories WHERE factory = ?) GROUP BY runs.pipeline";

/// From one name to the next, so that a long history costs no more than its pipelines.
constexpr const char* kFailing =
    "WITH RECURSIVE own(id) AS (SELECT id FROM factories WHERE factory = ?1), names(pipeline) AS ("
    "SELECT min(pipeline) FROM runs INDEXED BY runs_of_pipeline "
    "WHERE factory = (SELECT id FROM own) "
    "UNION ALL SELECT (SELECT min(runs.pipeline) FROM runs INDEXED BY runs_of_pipeline "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline > names.pipeline) "
    "FROM names WHERE names.pipeline IS NOT NULL), ends AS ("
    "SELECT pipeline, "
    "(SELECT max(started_at) FROM runs INDEXED BY runs_of_pipeline_by_status "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline = names.pipeline "
    "AND status = 'Failed') AS failed, "
    "coalesce((SELECT max(started_at) FROM runs INDEXED BY runs_of_pipeline_by_status "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline = names.pipeline "
    "AND status = 'Succeeded'), 0) AS succeeded FROM names WHERE pipeline IS NOT NULL) "
    "SELECT ends.pipeline, "
    "(SELECT count(*) FROM runs INDEXED BY runs_of_pipeline_by_status "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline = ends.pipeline "
    "AND status = 'Failed' AND started_at >= succeeded), "
    "(SELECT min(started_at) FROM runs INDEXED BY runs_of_pipeline_by_status "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline = ends.pipeline "
    "AND status = 'Failed' AND started_at >= succeeded), "
    "runs.run_id, runs.started_at, runs.message "
    "FROM ends JOIN runs ON runs.id = (SELECT id FROM runs INDEXED BY runs_of_pipeline_by_status "
    "WHERE factory = (SELECT id FROM own) AND runs.pipeline = ends.pipeline "
    "AND status = 'Failed' AND started_at = failed ORDER BY id DESC LIMIT 1) "
    "WHERE failed >= succeeded AND failed >= ?2 ORDER BY failed DESC LIMIT ?3";

}  // namespace

Result<std::vector<RunCount>> CountRunRows(sqlite3* database, std::mutex& mutex,
                                           const CountQuery& query) {
  const int64_t from = ToMicros(query.from);
  const int64_t length = ToMicros(query.to) - from;
  std::vector<RunCount> counts;
  for (int64_t span = 0; span < query.spans; ++span) {
    const std::lock_guard lock(mutex);
    WEIR_ASSIGN(Statement count, Statement::Prepare(database, kCount));
    for (const std::string& status : query.statuses) {
      count.Bind(1, std::string_view(query.factory));
      count.Bind(2, std::string_view(status));
      count.Bind(3, from + length * span / query.spans);
      count.Bind(4, from + length * (span + 1) / query.spans);
      WEIR_ASSIGN([[maybe_unused]] const bool row, count.Step());
      if (count.Int(0) > 0) counts.push_back({span, status, count.Int(0)});
      count.Reset();
    }
  }
  return counts;
}

Result<std::vector<MovedCount>> CountMovedRows(sqlite3* database, std::mutex& mutex,
                                               const CountQuery& query) {
  const int64_t from = ToMicros(query.from);
  const int64_t length = ToMicros(query.to) - from;
  std::vector<MovedCount> counts;
  for (int64_t span = 0; span < query.spans; ++span) {
    const std::lock_guard lock(mutex);
    WEIR_ASSIGN(Statement rows, Statement::Prepare(database, kMoved));
    rows.Bind(1, from + length * span / query.spans);
    rows.Bind(2, from + length * (span + 1) / query.spans);
    rows.Bind(3, std::string_view(query.factory));
    while (true) {
      WEIR_ASSIGN(const bool row, rows.Step());
      if (!row) break;
      counts.push_back({span, rows.Text(0), rows.Int(1), rows.Int(2), rows.Int(3)});
    }
  }
  return counts;
}

Result<std::vector<FailingPipeline>> ReadFailing(sqlite3* database, const std::string& factory,
                                                 UtcTime since, int64_t limit) {
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database, kFailing));
  rows.Bind(1, std::string_view(factory));
  rows.Bind(2, ToMicros(since));
  rows.Bind(3, limit);
  std::vector<FailingPipeline> failing;
  while (true) {
    WEIR_ASSIGN(const bool row, rows.Step());
    if (!row) return failing;
    failing.push_back({rows.Text(0), rows.Int(1), FromMicros(rows.Int(2)), rows.Text(3),
                       FromMicros(rows.Int(4)), rows.Text(5)});
  }
}

}  // namespace weir::store
