#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "compute/rest.h"
#include "compute/tools.h"

namespace arrow {
class RecordBatch;
}  // namespace arrow

namespace weir::compute::ml {

/// How rows are written into a request.
enum class RowForm {
  kByColumns,  ///< CSV if all columns are texts, whose types the endpoint finds; else kSplit.
  kCsv,        ///< text/csv with a header.
  kSplit,      ///< {"dataframe_split": {"columns", "data"}}
  kRecords,    ///< {"dataframe_records": [{…}]}
  kInputData,  ///< {"input_data": {"columns", "index", "data"}}: Azure Machine Learning
};

/// A web service that answers rows with predictions: MLflow's /invocations, an online endpoint of
/// Azure Machine Learning. The linked service `ScoringEndpoint`.
struct ScoringEndpoint {
  std::string name;  ///< Of the linked service.
  RestService service;
  RowForm form = RowForm::kByColumns;
  std::vector<std::string> features;  ///< The columns that are sent; empty: all.
  int64_t batch_size = 1000;          ///< Rows in a request.
  int64_t parallel_requests = 4;
  int64_t error_threshold = 0;  ///< Rows that may fail; -1: any number.

  /// Errors: kInvalid 2103, 2104; what the sealed settings say.
  static Result<ScoringEndpoint> Read(engine::ActivityContext& context,
                                      const model::LinkedServiceInstance& service,
                                      const ComputeTools& tools);
};

/// Ask for predictions of rows [first, first + count), one for each in their order: numbers,
/// texts, booleans, lists, objects. An endpoint that is busy is asked again for a while.
/// Errors: as Ask; kInvalid PredictionsNotRead.
Result<std::vector<Json>> Predict(const ScoringEndpoint& endpoint, const arrow::RecordBatch& rows,
                                  int64_t first, int64_t count, const CancelToken& cancel);

}  // namespace weir::compute::ml
