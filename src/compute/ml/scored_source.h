#pragma once

#include <atomic>
#include <memory>

#include "compute/ml/scoring_endpoint.h"
#include "copy/row_source.h"

namespace weir::compute::ml {

/// What scoring did so far; counted from all its threads.
struct ScoringCounters {
  std::atomic<int64_t> rows_scored{0};
  std::atomic<int64_t> rows_failed{0};
  std::atomic<int64_t> requests{0};
};

/// The rows of `source`, each with its prediction: in the column `prediction`, in one for each
/// member if predictions are objects, in prediction_0, prediction_1, … if they are lists. The types
/// are those of the first ones. Rows that the endpoint refuses are left out, as long as the
/// endpoint's error threshold allows it. In order; at most parallel_requests requests at once, and
/// as many in memory. All that is given must outlive it.
///
/// Errors while it is read: kInvalid RowNotScored, at the row; PredictionTypeChanged;
/// PredictionColumnExists; as Predict.
std::unique_ptr<copy::RowSource> Scored(std::unique_ptr<copy::RowSource> source,
                                        const ScoringEndpoint& endpoint, const CancelToken& cancel,
                                        ScoringCounters& counters);

}  // namespace weir::compute::ml
