#include "store/sqlite/run_query_sql.h"

#include <limits>
#include <string_view>

namespace weir::store {
namespace {

/// Of a record; behind it the keys of the order stand.
constexpr int kRunColumnCount = 16;
constexpr int kActivityColumnCount = 17;
constexpr int kTriggerRunColumnCount = 10;
/// What is still running ends after everything else.
constexpr const char* kEnd = "coalesce(ended_at, 9223372036854775807)";

enum class Table { kRuns, kActivityRuns, kTriggerRuns };

int CountOf(Table table) {
  switch (table) {
    case Table::kRuns:
      return kRunColumnCount;
    case Table::kActivityRuns:
      return kActivityColumnCount;
    case Table::kTriggerRuns:
      return kTriggerRunColumnCount;
  }
  return 0;
}

/// The column of a field; null where the table has none.
const char* ColumnOf(RunField field, Table table) {
  const auto of = [table](Table wanted, const char* column) {
    return table == wanted ? column : nullptr;
  };
  switch (field) {
    case RunField::kStart:
      return "started_at";
    case RunField::kEnd:
      return table == Table::kTriggerRuns ? nullptr : kEnd;
    case RunField::kStatus:
      return "status";
    case RunField::kPipelineName:
      return of(Table::kRuns, "pipeline");
    case RunField::kGroupId:
      return of(Table::kRuns, "group_id");
    case RunField::kLatestOnly:
      return of(Table::kRuns, "is_latest");
    case RunField::kActivityName:
      return of(Table::kActivityRuns, "name");
    case RunField::kActivityType:
      return of(Table::kActivityRuns, "type");
    case RunField::kTriggerName:
      return of(Table::kTriggerRuns, "trigger");
  }
  return nullptr;
}

class Builder {
 public:
  Builder(const RunQuery& query, Table table, const char* columns, const char* from)
      : query_(query), table_(table) {
    sql_.text = std::string("SELECT ") + columns;
    sql_.first_key = CountOf(table);
    for (const RunOrder& order : query.order) {
      if (const char* column = ColumnOf(order.field, table)) {
        keys_.push_back({column, order.descending});
      }
    }
    if (keys_.empty()) keys_.push_back({"started_at", true});
    keys_.push_back({table == Table::kActivityRuns ? "sequence" : "id", keys_.front().descending});
    for (const Key& key : keys_) sql_.text += std::string(", ") + key.column;
    sql_.keys = static_cast<int>(keys_.size());
    sql_.text += std::string(" FROM ") + from + " WHERE ";
  }

  void Where(const std::string& condition, const std::vector<Json>& values) {
    if (!first_) sql_.text += " AND ";
    first_ = false;
    sql_.text += condition;
    for (const Json& value : values) sql_.values.push_back(value);
  }

  Result<QuerySql> Finish() && {
    for (const RunCondition& condition : query_.conditions) Add(condition);
    if (!query_.continuation.empty()) WEIR_TRY(GoOn());
    sql_.text += " ORDER BY ";
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (i > 0) sql_.text += ", ";
      sql_.text += std::string(keys_[i].column) + (keys_[i].descending ? " DESC" : " ASC");
    }
    sql_.text += " LIMIT ?";
    sql_.values.emplace_back(query_.limit + 1);
    return std::move(sql_);
  }

 private:
  struct Key {
    const char* column;
    bool descending;
  };

  void Add(const RunCondition& condition) {
    const char* column = ColumnOf(condition.field, table_);
    if (column == nullptr) return Where("0", {});
    if (condition.field == RunField::kLatestOnly) {
      bool latest = condition.negated;
      for (const Json& value : condition.values) {
        if (value.as_string() == "true") latest = !condition.negated;
      }
      if (latest) Where("is_latest = 1", {});
      return;
    }
    std::string list;
    for (size_t i = 0; i < condition.values.size(); ++i) list += i == 0 ? "?" : ", ?";
    Where(std::string(column) + (condition.negated ? " NOT IN (" : " IN (") + list + ")",
          condition.values);
  }

  /// Only what stands behind the last row of the page before.
  Result<> GoOn() {
    const Result<Json> token = ParseJson(query_.continuation, {.strict = true});
    if (!token || !token->is_array() || token->size() != keys_.size()) {
      return Fail(ErrorKind::kInvalid, "InvalidContinuationToken",
                  "the continuation token is not one that this query gave");
    }
    std::string either;
    std::vector<Json> values;
    for (size_t i = 0; i < keys_.size(); ++i) {
      either += i == 0 ? "(" : " OR (";
      for (size_t before = 0; before < i; ++before) {
        either += std::string(keys_[before].column) + " = ? AND ";
        values.push_back((*token)[before]);
      }
      either += std::string(keys_[i].column) + (keys_[i].descending ? " < ?)" : " > ?)");
      values.push_back((*token)[i]);
    }
    // Says nothing new, but lets an index begin there.
    Where(std::string(keys_[0].column) + (keys_[0].descending ? " <= ?" : " >= ?"), {(*token)[0]});
    Where("(" + either + ")", values);
    return {};
  }

  const RunQuery& query_;
  Table table_;
  std::vector<Key> keys_;
  QuerySql sql_;
  bool first_ = true;
};

}  // namespace

Result<bool> IsNarrow(sqlite3* database, const RunQuery& query) {
  constexpr int64_t kFew = 5000;
  WEIR_ASSIGN(Statement count,
              Statement::Prepare(database,
                                 "SELECT count(*) FROM (SELECT 1 FROM runs INDEXED BY "
                                 "runs_by_update WHERE factory = ? AND updated_at BETWEEN ? AND ? "
                                 "LIMIT ?)"));
  count.Bind(1, query.factory);
  count.Bind(2, ToMicros(query.updated_after));
  count.Bind(3, ToMicros(query.updated_before));
  count.Bind(4, kFew);
  WEIR_ASSIGN([[maybe_unused]] const bool row, count.Step());
  return count.Int(0) < kFew;
}

Result<QuerySql> RunQuerySql(const RunQuery& query, bool narrow) {
  Builder builder(query, Table::kRuns, kRunColumns,
                  narrow ? "runs INDEXED BY runs_by_update" : "runs");
  builder.Where("factory = ?", {query.factory});
  const Json before(ToMicros(query.updated_before));
  // A run was updated after it started: the first bound is for the indexes.
  builder.Where("started_at <= ?", {before});
  builder.Where("updated_at BETWEEN ? AND ?", {ToMicros(query.updated_after), before});
  return std::move(builder).Finish();
}

Result<QuerySql> ActivityQuerySql(const std::string& run_id, const RunQuery& query) {
  Builder builder(query, Table::kActivityRuns, "*", "activity_runs");
  builder.Where("run = (SELECT id FROM runs WHERE run_id = ?)", {run_id});
  // What is still running may be updated any moment.
  builder.Where("started_at <= ?", {ToMicros(query.updated_before)});
  builder.Where(std::string(kEnd) + " >= ?", {ToMicros(query.updated_after)});
  return std::move(builder).Finish();
}

Result<QuerySql> TriggerQuerySql(const RunQuery& query) {
  Builder builder(query, Table::kTriggerRuns, kTriggerRunColumns, "trigger_runs");
  builder.Where("factory = ?", {query.factory});
  const Json before(ToMicros(query.updated_before));
  builder.Where("started_at <= ?", {before});
  builder.Where("updated_at BETWEEN ? AND ?", {ToMicros(query.updated_after), before});
  return std::move(builder).Finish();
}

Result<Statement> Open(sqlite3* database, const QuerySql& sql) {
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database, sql.text.c_str()));
  int at = 0;
  for (const Json& value : sql.values) {
    if (value.is_int()) {
      rows.Bind(++at, value.as_int());
    } else {
      rows.Bind(++at, std::string_view(value.as_string()));
    }
  }
  return rows;
}

std::string ContinuationOf(const Statement& row, const QuerySql& sql) {
  Json token = Json::Array();
  for (int i = 0; i < sql.keys; ++i) {
    const int column = sql.first_key + i;
    token.Append(row.IsInt(column) ? Json(row.Int(column)) : Json(row.Text(column)));
  }
  return DumpJson(token);
}

}  // namespace weir::store
