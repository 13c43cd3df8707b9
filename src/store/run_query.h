#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::store {

/// What a query may filter and sort by. Start and status are of all runs; where another field is
/// not of the runs that are asked for, a condition on it holds for none.
enum class RunField {
  kStart,
  kEnd,
  kStatus,
  kPipelineName,
  kGroupId,
  kLatestOnly,  ///< The value "true": the newest of each group; filters only.
  kActivityName,
  kActivityType,
  kTriggerName,
};

/// The field has one of the values (none of them, if `negated`). Times are microseconds, others
/// texts; names of pipelines ignore case.
struct RunCondition {
  RunField field = RunField::kStatus;
  bool negated = false;
  std::vector<Json> values;
};

struct RunOrder {
  RunField field = RunField::kStart;
  bool descending = false;
};

/// A question for runs. Conditions must all hold.
struct RunQuery {
  std::string factory;    ///< As RunRecord has it.
  UtcTime updated_after;  ///< Bounds are inclusive.
  UtcTime updated_before;
  std::vector<RunCondition> conditions = {};
  std::vector<RunOrder> order = {};  ///< Empty: newest first.
  std::string continuation = {};     ///< What the page before gave; empty: from the start.
  int64_t limit = 100;
};

/// Some records, and how to ask for those behind them; empty if there are none.
template <typename Record>
struct Page {
  std::vector<Record> records;
  std::string continuation;
};

}  // namespace weir::store
