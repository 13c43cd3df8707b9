#include <algorithm>
#include <chrono>
#include <utility>

#include "base/names.h"
#include "store/sqlite/run_query_sql.h"
#include "store/sqlite/run_rows.h"
#include "store/sqlite/search_terms.h"

namespace weir::store {
namespace {

/// So many runs are looked at while others wait; fewer where they come of many indexes.
constexpr int64_t kStep = 2000;
constexpr int64_t kStepOfMany = 500;
constexpr size_t kMany = 4;

/// How far a call may go.
class Bounds {
 public:
  explicit Bounds(const RunSearch& search)
      : look_max_(search.look_max), end_(std::chrono::steady_clock::now() + search.time_max) {}
  bool Reached(int64_t looked) const {
    return looked >= look_max_ || std::chrono::steady_clock::now() >= end_;
  }

 private:
  int64_t look_max_;
  std::chrono::steady_clock::time_point end_;
};

/// Keeps what was found: as it comes, or the longest of it.
template <typename Record>
class Finds {
 public:
  Finds(const RunSearch& search, SearchPage<Record>* page) : search_(search), page_(*page) {}

  /// False if there are enough that rank before one of that length.
  bool Wants(int64_t length) const {
    if (!worst_) return true;
    return search_.by_duration == DurationOrder::kLongest ? length > *worst_ : length < *worst_;
  }
  void Add(Record record, int64_t length) {
    if (search_.by_duration == DurationOrder::kNone) {
      page_.records.push_back(std::move(record));
      return;
    }
    kept_.emplace_back(length, std::move(record));
    if (std::cmp_greater(kept_.size(), 4 * search_.query.limit)) Trim();
  }
  /// True if the page holds what it may.
  bool full() const { return std::cmp_greater_equal(page_.records.size(), search_.query.limit); }
  void Finish() {
    Trim();
    for (auto& [length, record] : kept_) page_.records.push_back(std::move(record));
  }

 private:
  void Trim() {
    const bool longest = search_.by_duration == DurationOrder::kLongest;
    std::stable_sort(kept_.begin(), kept_.end(), [longest](const auto& left, const auto& right) {
      return longest ? left.first > right.first : left.first < right.first;
    });
    if (std::cmp_greater(kept_.size(), search_.query.limit)) {
      kept_.erase(kept_.begin() + search_.query.limit, kept_.end());
      worst_ = kept_.back().first;
    }
  }

  const RunSearch& search_;
  SearchPage<Record>& page_;
  std::vector<std::pair<int64_t, Record>> kept_;
  std::optional<int64_t> worst_;
};

/// Columns of an activity run, and of the pipeline run that it is in.
enum ActivityColumn {
  kRun,
  kSequence,
  kActivityRunId,
  kName,
  kType,
  kStatus,
  kStart,
  kEnd,
  kAttempt,
  kPath,
  kParent,
  kRunId,
  kPipeline,
  kOfFactory,
  kError,
};

std::string ActivitySql(const RunSearch& search) {
  const bool errors =
      std::any_of(search.terms.begin(), search.terms.end(), [](const SearchTerm& term) {
        return term.field == SearchField::kError || term.field == SearchField::kText;
      });
  // An error stands behind input and output: it is read where there is one.
  return std::string(
             "SELECT run, sequence, activity_run_id, name, type, activity_runs.status, "
             "activity_runs.started_at, activity_runs.ended_at, attempt, path, parent, "
             "runs.run_id, runs.pipeline, "
             "runs.factory = (SELECT id FROM factories WHERE factory = ?1), ") +
         (errors ? "iif(activity_runs.status = 'Succeeded', '', error)" : "''") +
         " FROM activity_runs INDEXED BY activity_runs_by_start "
         "CROSS JOIN runs ON runs.id = activity_runs.run "
         "WHERE activity_runs.started_at >= ?2 "
         "AND (activity_runs.started_at, run, sequence) < (?3, ?4, ?5) "
         "ORDER BY activity_runs.started_at DESC, run DESC, sequence DESC LIMIT ?6";
}

constexpr const char* kRestSql =
    "SELECT error, user_properties, recovered FROM activity_runs WHERE run = ? AND sequence = ?";

/// Where a search of activity runs stands: all that it gives comes before.
struct Place {
  int64_t start = 0;
  int64_t run = 0;
  int64_t sequence = 0;
};

Result<Place> ReadPlace(const RunQuery& query) {
  if (query.continuation.empty()) return Place{ToMicros(query.updated_before) + 1, 0, 0};
  const Result<Json> token = ParseJson(query.continuation, {.strict = true});
  if (!token || !token->is_array() || token->size() != 3 || !(*token)[0].is_int() ||
      !(*token)[1].is_int() || !(*token)[2].is_int()) {
    return Fail(ErrorKind::kInvalid, "InvalidContinuationToken",
                "the continuation token is not one that this query gave");
  }
  return Place{(*token)[0].as_int(), (*token)[1].as_int(), (*token)[2].as_int()};
}

std::string TokenOf(const Place& place) {
  return DumpJson(Json::Array({place.start, place.run, place.sequence}));
}

bool IsAmong(const RunCondition& condition, const Statement& row) {
  const bool start = condition.field == RunField::kStart;
  const bool end = condition.field == RunField::kEnd;
  const std::optional<int> column = condition.field == RunField::kStatus         ? kStatus
                                    : condition.field == RunField::kActivityName ? kName
                                    : condition.field == RunField::kActivityType ? kType
                                    : condition.field == RunField::kPipelineName
                                        ? std::optional<int>(kPipeline)
                                        : std::nullopt;
  return std::any_of(condition.values.begin(), condition.values.end(), [&](const Json& value) {
    if (start || end) return row.OptionalInt(start ? kStart : kEnd) == value.as_int();
    return column && SameName(row.Blob(*column), value.as_string());
  });
}

bool HasText(const SearchTerm& term, const Statement& row) {
  for (const int column : {kName, kType, kStatus, kPipeline, kPath, kRunId, kActivityRunId}) {
    if (Passes(term, row.Blob(column))) return true;
  }
  return PassesError(term, row.Blob(kError));
}

bool Is(const SearchTerm& term, const Statement& row, UtcTime now) {
  switch (term.field) {
    case SearchField::kText:
      return HasText(term, row);
    case SearchField::kError:
      return PassesError(term, row.Blob(kError));
    case SearchField::kDuration:
      return PassesLength(term, LengthOf(row.Int(kStart), row.OptionalInt(kEnd), now));
    case SearchField::kRunId:
      return Passes(term, row.Blob(kRunId));
    case SearchField::kActivityName:
      return Passes(term, row.Blob(kName));
    case SearchField::kActivityType:
      return Passes(term, row.Blob(kType));
    case SearchField::kPipelineName:
      return Passes(term, row.Blob(kPipeline));
    case SearchField::kParameter:
    case SearchField::kAnnotation:
    case SearchField::kInvokedBy:
      return false;
  }
  return false;
}

bool Holds(const RunSearch& search, const Statement& row) {
  return row.Int(kOfFactory) != 0 &&
         std::all_of(search.query.conditions.begin(), search.query.conditions.end(),
                     [&](const auto& one) { return IsAmong(one, row) != one.negated; }) &&
         std::all_of(search.terms.begin(), search.terms.end(),
                     [&](const auto& one) { return Is(one, row, search.now) != one.negated; });
}

Result<FoundActivity> ReadFound(const Statement& row, Statement* rest) {
  FoundActivity found;
  ActivityRunRecord& activity = found.activity;
  activity.run_id = row.Text(kRunId);
  activity.sequence = row.Int(kSequence);
  activity.activity_run_id = row.Text(kActivityRunId);
  activity.name = row.Text(kName);
  activity.type = row.Text(kType);
  activity.status = row.Text(kStatus);
  activity.start = FromMicros(row.Int(kStart));
  if (const auto end = row.OptionalInt(kEnd)) activity.end = FromMicros(*end);
  activity.attempt = static_cast<int>(row.Int(kAttempt));
  activity.path = row.Text(kPath);
  activity.parent = row.Int(kParent);
  found.pipeline = row.Text(kPipeline);
  rest->Bind(1, row.Int(kRun));
  rest->Bind(2, row.Int(kSequence));
  WEIR_ASSIGN([[maybe_unused]] const bool there, rest->Step());
  activity.error = rest->Text(0);
  activity.user_properties = rest->Text(1);
  activity.recovered = rest->Int(2) != 0;
  rest->Reset();
  return found;
}

/// One search, step by step.
template <typename Record>
struct Search {
  explicit Search(const RunSearch& asked) : search(asked), finds(asked, &page) {}
  const RunSearch& search;
  SearchPage<Record> page;
  Finds<Record> finds;
};

/// Look at a step's rows. True if there are others behind `place`.
Result<bool> StepActivities(sqlite3* database, Place* place, Search<FoundActivity>* state) {
  const RunSearch& search = state->search;
  const std::string sql = ActivitySql(search);
  WEIR_ASSIGN(Statement rows, Statement::Prepare(database, sql.c_str()));
  WEIR_ASSIGN(Statement rest, Statement::Prepare(database, kRestSql));
  int at = 0;
  rows.Bind(++at, std::string_view(search.query.factory));
  for (const int64_t value :
       {ToMicros(search.query.updated_after), place->start, place->run, place->sequence, kStep}) {
    rows.Bind(++at, value);
  }
  for (int64_t looked = 0; looked < kStep; ++looked) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return false;
    ++state->page.looked;
    *place = {rows.Int(kStart), rows.Int(kRun), rows.Int(kSequence)};
    const int64_t length = LengthOf(rows.Int(kStart), rows.OptionalInt(kEnd), search.now);
    if (!state->finds.Wants(length) || !Holds(search, rows)) continue;
    WEIR_ASSIGN(FoundActivity found, ReadFound(rows, &rest));
    state->finds.Add(std::move(found), length);
    if (state->finds.full()) return true;
  }
  return true;
}

/// As StepActivities; `query` goes on where it ended.
Result<bool> StepRuns(sqlite3* database, const RunTerms& terms, bool narrow, RunQuery* query,
                      Search<RunRecord>* state) {
  constexpr int kRunStart = 9;
  constexpr int kRunEnd = 10;
  WEIR_ASSIGN(const QuerySql sql, RunQuerySql(*query, narrow));
  WEIR_ASSIGN(Statement rows, Open(database, sql));
  for (int64_t looked = 0;;) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return false;
    ++looked;
    ++state->page.looked;
    state->page.reached = FromMicros(rows.Int(kRunStart));
    const int64_t length =
        LengthOf(rows.Int(kRunStart), rows.OptionalInt(kRunEnd), state->search.now);
    if (state->finds.Wants(length) && terms.Hold(rows)) state->finds.Add(ReadRun(rows), length);
    if (looked == query->limit || state->finds.full()) {
      query->continuation = ContinuationOf(rows, sql);
      return true;
    }
  }
}

int64_t StepOf(const RunQuery& query) {
  size_t ways = 1;
  for (const RunCondition& condition : query.conditions) {
    ways *= std::max<size_t>(1, condition.values.size());
  }
  return ways > kMany ? kStepOfMany : kStep;
}

}  // namespace

Result<SearchPage<RunRecord>> SearchRunRows(sqlite3* database, std::mutex& mutex,
                                            const RunSearch& search) {
  RunQuery query = RunIndexed(search);
  query.limit = StepOf(query);
  const RunTerms terms(search);
  const Bounds bounds(search);
  Search<RunRecord> state(search);
  bool narrow = false;
  {
    const std::lock_guard lock(mutex);
    WEIR_ASSIGN(narrow, IsNarrow(database, query));
  }
  while (true) {
    const std::lock_guard lock(mutex);
    WEIR_ASSIGN(const bool more, StepRuns(database, terms, narrow, &query, &state));
    if (!more) break;
    state.page.continuation = query.continuation;
    if (state.finds.full() || bounds.Reached(state.page.looked)) break;
    state.page.continuation.clear();
  }
  state.finds.Finish();
  return std::move(state.page);
}

Result<SearchPage<FoundActivity>> SearchActivityRows(sqlite3* database, std::mutex& mutex,
                                                     const RunSearch& search) {
  WEIR_ASSIGN(Place place, ReadPlace(search.query));
  const Bounds bounds(search);
  Search<FoundActivity> state(search);
  while (true) {
    const std::lock_guard lock(mutex);
    WEIR_ASSIGN(const bool more, StepActivities(database, &place, &state));
    if (!more) break;
    if (state.finds.full() || bounds.Reached(state.page.looked)) {
      state.page.continuation = TokenOf(place);
      break;
    }
  }
  if (state.page.looked > 0) state.page.reached = FromMicros(place.start);
  state.finds.Finish();
  return std::move(state.page);
}

}  // namespace weir::store
