#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/run_counts.h"

struct sqlite3;

namespace weir::store {

/// Store::CountRuns by an index alone; `mutex` is let go between two spans.
Result<std::vector<RunCount>> CountRunRows(sqlite3* database, std::mutex& mutex,
                                           const CountQuery& query);

/// Store::CountMoved; `mutex` is let go between two spans.
Result<std::vector<MovedCount>> CountMovedRows(sqlite3* database, std::mutex& mutex,
                                               const CountQuery& query);

/// Store::Failing: some seeks for each pipeline that ever ran.
Result<std::vector<FailingPipeline>> ReadFailing(sqlite3* database, const std::string& factory,
                                                 UtcTime since, int64_t limit);

}  // namespace weir::store
