#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace weir::store {

/// A question for how many runs of a factory began when, in spans of equal length from `from` on.
struct CountQuery {
  std::string factory;  ///< As RunRecord has it.
  UtcTime from;
  UtcTime to;         ///< Exclusive.
  int64_t spans = 1;  ///< 1 to kSpansMax.
  std::vector<std::string> statuses = {"Queued", "InProgress", "Succeeded",
                                       "Failed", "Canceling",  "Cancelled"};
};
inline constexpr int64_t kSpansMax = 400;

/// Runs that began in a span and have this status. Spans and statuses without runs are left out.
struct RunCount {
  int64_t span = 0;  ///< From 0.
  std::string status;
  int64_t runs = 0;
};

/// What the copies of a pipeline moved that succeeded and ended in a span.
struct MovedCount {
  int64_t span = 0;  ///< From 0.
  std::string pipeline;
  int64_t copies = 0;
  int64_t rows = 0;
  int64_t bytes = 0;  ///< Written.
};

/// A pipeline of which the newest run that succeeded is older than the newest that failed.
struct FailingPipeline {
  std::string pipeline;
  int64_t failures = 0;  ///< Since a run succeeded.
  UtcTime since;         ///< Start of the first of them.
  std::string run_id;    ///< The newest of them.
  UtcTime start;
  std::string message;
};

}  // namespace weir::store
