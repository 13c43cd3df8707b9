#include "store/sqlite/run_query_sql.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/names.h"

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

/// Statuses of pipeline runs.
constexpr std::array kStatuses = {"Queued", "InProgress", "Succeeded",
                                  "Failed", "Canceling",  "Cancelled"};
/// An index gives rows in the order of pages only for one value of each column: conditions with
/// several are taken apart, up to so many combinations.
constexpr size_t kArmsMax = 32;

bool IsName(RunField field) {
  return field == RunField::kPipelineName || field == RunField::kTriggerName;
}

/// Without values that say the same.
std::vector<Json> Distinct(const RunCondition& condition) {
  std::vector<Json> distinct;
  std::set<std::string> seen;
  for (const Json& value : condition.values) {
    const std::string key = IsName(condition.field) ? NameKey(value.as_string()) : DumpJson(value);
    if (seen.insert(key).second) distinct.push_back(value);
  }
  return distinct;
}

/// What is not asked for, of a field with few values, is as good as the rest asked for.
RunCondition Positive(RunCondition condition) {
  if (!condition.negated || condition.field != RunField::kStatus) return condition;
  std::vector<Json> rest;
  for (const char* status : kStatuses) {
    const Json value(status);
    if (std::find(condition.values.begin(), condition.values.end(), value) ==
        condition.values.end()) {
      rest.push_back(value);
    }
  }
  return {condition.field, false, std::move(rest)};
}

constexpr const char* kOfFactory = "factory = (SELECT id FROM factories WHERE factory = ?)";

class Builder {
 public:
  Builder(const RunQuery& query, Table table, const char* columns, const char* from)
      : query_(query), table_(table) {
    select_ = std::string("SELECT ") + columns;
    sql_.first_key = CountOf(table);
    for (const RunOrder& order : query.order) {
      if (const char* column = ColumnOf(order.field, table)) {
        keys_.push_back({column, order.descending});
      }
    }
    if (keys_.empty()) keys_.push_back({kStart, true});
    // As the indexes go on.
    if (keys_.size() == 1 && keys_[0].column != kStart && keys_[0].column != kEnd) {
      keys_.push_back({kStart, keys_[0].descending});
    }
    keys_.push_back({table == Table::kActivityRuns ? "sequence" : "id", keys_.front().descending});
    for (const Key& key : keys_) select_ += ", " + std::string(key.column);
    sql_.keys = static_cast<int>(keys_.size());
    select_ += std::string(" FROM ") + from + " WHERE ";
  }

  void Where(const std::string& condition, const std::vector<Json>& values) {
    if (!where_.text.empty()) where_.text += " AND ";
    where_.text += condition;
    where_.values.insert(where_.values.end(), values.begin(), values.end());
  }

  /// Only what started until `before`, or where the page before ended: an index begins at one bound
  /// only.
  void StartedUntil(UtcTime before) {
    int64_t until = ToMicros(before);
    if (keys_.front().column == kStart && keys_.front().descending) {
      const Result<Json> token = ParseJson(query_.continuation);
      if (token && token->size() == keys_.size() && (*token)[0].is_int()) {
        until = std::min(until, (*token)[0].as_int());
        begun_ = true;
      }
    }
    Where("started_at <= ?", {until});
  }

  /// `apart`: read each value that is asked for by its index.
  Result<QuerySql> Finish(bool apart) && {
    for (const RunCondition& condition : query_.conditions) Add(condition, apart);
    if (!query_.continuation.empty()) WEIR_TRY(GoOn());
    const std::vector<Part> arms = Arms();
    for (const Part& arm : arms) {
      const std::string one = select_ + where_.text + arm.text + " ORDER BY " + Order(true);
      if (arms.size() == 1) {
        sql_.text = one;
      } else {
        sql_.text +=
            (sql_.text.empty() ? "" : " UNION ALL ") + ("SELECT * FROM (" + one) + " LIMIT ?)";
      }
      std::vector<Json>& all = sql_.values;
      all.insert(all.end(), where_.values.begin(), where_.values.end());
      all.insert(all.end(), arm.values.begin(), arm.values.end());
      if (arms.size() > 1) sql_.values.emplace_back(query_.limit + 1);
    }
    if (arms.size() > 1) sql_.text += " ORDER BY " + Order(false);
    sql_.text += " LIMIT ?";
    sql_.values.emplace_back(query_.limit + 1);
    return std::move(sql_);
  }

 private:
  static constexpr std::string_view kStart = "started_at";
  struct Key {
    std::string_view column;
    bool descending;
  };
  struct Part {
    std::string text;
    std::vector<Json> values;
  };

  /// By the names of columns, or by their place in a compound.
  std::string Order(bool by_name) const {
    std::string order;
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (i > 0) order += ", ";
      order +=
          by_name ? keys_[i].column : std::to_string(static_cast<size_t>(sql_.first_key) + i + 1);
      order += keys_[i].descending ? " DESC" : " ASC";
    }
    return order;
  }

  void Add(const RunCondition& given, bool apart) {
    const RunCondition condition = table_ == Table::kRuns ? Positive(given) : given;
    const char* column = ColumnOf(condition.field, table_);
    if (column == nullptr) return Where("0", {});
    if (condition.field == RunField::kLatestOnly) return AddLatest(condition);
    const std::vector<Json> values = Distinct(condition);
    const bool indexed = condition.field == RunField::kStatus || IsName(condition.field);
    if (apart && indexed && !condition.negated && !values.empty() &&
        arms_ * values.size() <= kArmsMax) {
      arms_ *= values.size();
      return apart_.push_back({column, values});
    }
    std::string list;
    for (size_t i = 0; i < values.size(); ++i) list += i == 0 ? "?" : ", ?";
    // The plus: no index by this column, which would have all its rows sorted.
    Where((indexed ? "+" : "") + std::string(column) + (condition.negated ? " NOT IN (" : " IN (") +
              list + ")",
          values);
  }

  void AddLatest(const RunCondition& condition) {
    bool latest = condition.negated;
    for (const Json& value : condition.values) {
      if (value.as_string() == "true") latest = !condition.negated;
    }
    if (latest) Where("is_latest = 1", {});
  }

  /// Every combination of the values that are taken apart.
  std::vector<Part> Arms() const {
    std::vector<Part> arms = {{}};
    for (const Part& column : apart_) {
      std::vector<Part> longer;
      for (const Part& arm : arms) {
        for (const Json& value : column.values) {
          longer.push_back(arm);
          longer.back().text += " AND " + column.text + " = ?";
          longer.back().values.push_back(value);
        }
      }
      arms = std::move(longer);
    }
    return arms;
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
    if (!begun_) {
      Where(std::string(keys_[0].column) + (keys_[0].descending ? " <= ?" : " >= ?"),
            {(*token)[0]});
    }
    Where("(" + either + ")", values);
    return {};
  }

  const RunQuery& query_;
  Table table_;
  std::vector<Key> keys_;
  std::string select_;
  Part where_;
  std::vector<Part> apart_;  ///< Columns, each with the values that are asked for.
  size_t arms_ = 1;
  bool begun_ = false;  ///< StartedUntil says where the page before ended.
  QuerySql sql_;
};

}  // namespace

Result<bool> IsNarrow(sqlite3* database, const RunQuery& query) {
  constexpr int64_t kFew = 5000;
  WEIR_ASSIGN(Statement count,
              Statement::Prepare(database,
                                 "SELECT count(*) FROM (SELECT 1 FROM runs INDEXED BY "
                                 "runs_by_update WHERE factory = (SELECT id FROM factories WHERE "
                                 "factory = ?) AND updated_at BETWEEN ? AND ? "
                                 "LIMIT ?)"));
  count.Bind(1, query.factory);
  count.Bind(2, ToMicros(query.updated_after));
  count.Bind(3, ToMicros(query.updated_before));
  count.Bind(4, kFew);
  WEIR_ASSIGN([[maybe_unused]] const bool row, count.Step());
  return count.Int(0) < kFew;
}

namespace {

/// Of a long history only an index that has the order of the pages gives one without sorting all of
/// it. By start, the filters decide which.
const char* RunsInOrder(const RunQuery& query) {
  const RunField first = query.order.empty() ? RunField::kStart : query.order[0].field;
  if (first == RunField::kPipelineName) return "runs INDEXED BY runs_of_pipeline";
  if (first == RunField::kStatus) return "runs INDEXED BY runs_by_status";
  if (first == RunField::kEnd) return "runs INDEXED BY runs_by_end";
  return "runs";
}

}  // namespace

Result<QuerySql> RunQuerySql(const RunQuery& query, bool narrow) {
  Builder builder(query, Table::kRuns, kRunColumns,
                  narrow ? "runs INDEXED BY runs_by_update" : RunsInOrder(query));
  builder.Where(kOfFactory, {query.factory});
  const Json before(ToMicros(query.updated_before));
  // A run was updated after it started: the first bound is for the indexes.
  builder.StartedUntil(query.updated_before);
  builder.Where("updated_at BETWEEN ? AND ?", {ToMicros(query.updated_after), before});
  return std::move(builder).Finish(!narrow);
}

Result<QuerySql> ActivityQuerySql(const std::string& run_id, const RunQuery& query) {
  Builder builder(query, Table::kActivityRuns, kActivityRunColumns, "activity_runs");
  builder.Where("run = (SELECT id FROM runs WHERE run_id = ?)", {run_id});
  // What is still running may be updated any moment.
  builder.Where("started_at <= ?", {ToMicros(query.updated_before)});
  builder.Where(std::string(kEnd) + " >= ?", {ToMicros(query.updated_after)});
  return std::move(builder).Finish(false);
}

Result<QuerySql> TriggerQuerySql(const RunQuery& query) {
  Builder builder(query, Table::kTriggerRuns, kTriggerRunColumns, "trigger_runs");
  builder.Where(kOfFactory, {query.factory});
  const Json before(ToMicros(query.updated_before));
  builder.StartedUntil(query.updated_before);
  builder.Where("updated_at BETWEEN ? AND ?", {ToMicros(query.updated_after), before});
  return std::move(builder).Finish(true);
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
