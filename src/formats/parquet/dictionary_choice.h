#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

namespace weir::formats::parquet {

/// Whether a dictionary would be small against the column, judged by its first rows: false if new
/// values keep coming, as in keys and comments. Such a dictionary would be given up after 1 MiB,
/// once for each row group, which is dear. Too few rows to judge: true.
bool DictionaryPays(const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches, int column);

}  // namespace weir::formats::parquet
