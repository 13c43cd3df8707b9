#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "store/run_query.h"

namespace weir::store {

/// What no index leads to: a search looks at each run for it.
enum class SearchField {
  kText,          ///< All that a list shows of a run, as `name=value` its parameters.
  kError,         ///< The message, or the code; of what failed or was cancelled.
  kParameter,     ///< A parameter's value; `name` says whose, empty: any. Of pipeline runs.
  kAnnotation,    ///< One of them. Of pipeline runs.
  kInvokedBy,     ///< By name, by type, or the pipeline that called. Of pipeline runs.
  kDuration,      ///< Milliseconds; of what still runs until now.
  kRunId,         ///< Of the pipeline run.
  kActivityName,  ///< This and those below: of activity runs.
  kActivityType,
  kPipelineName,
};
enum class SearchTest { kEquals, kContains, kAtLeast, kAtMost };

/// One of the values passes the test (none of them, if `negated`). Texts ignore the case of ASCII
/// letters.
struct SearchTerm {
  SearchField field = SearchField::kText;
  SearchTest test = SearchTest::kContains;
  bool negated = false;
  std::string name = {};
  std::vector<Json> values;  ///< Texts in lower case; numbers of durations.
};

enum class DurationOrder { kNone, kLongest, kShortest };

/// A query with terms that must all hold, too. Each call looks at so many runs and no more.
struct RunSearch {
  /// Of activity runs the times are those of their starts, and orders are by start, the newest
  /// first.
  RunQuery query;
  std::vector<SearchTerm> terms;
  /// Not kNone: what ran longest (shortest) of those that the call looked at, newest runs first; a
  /// caller puts the answers of all calls together.
  DurationOrder by_duration = DurationOrder::kNone;
  UtcTime now;  ///< Until when what still runs has taken.
  int64_t look_max = 50'000;
  std::chrono::milliseconds time_max{200};  ///< Looked at in steps: may take somewhat longer.
};

/// Runs that were found, and how far a call looked. There may be none, and others behind.
template <typename Record>
struct SearchPage {
  std::vector<Record> records;
  std::string continuation;  ///< Empty: there are no others.
  int64_t looked = 0;
  std::optional<UtcTime> reached;  ///< Start of the last run that was looked at.
};

}  // namespace weir::store
