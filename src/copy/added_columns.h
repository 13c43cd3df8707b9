#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "formats/batch_stream.h"

namespace weir::copy {

/// A column that a source adds behind its own: a text, or another column again.
struct AddedColumn {
  std::string name;
  std::string text;      ///< The same for each row.
  std::string column;    ///< If set: the source column to repeat ($$COLUMN:name).
  bool is_path = false;  ///< $$FILEPATH: the unit's path below the dataset's folder.
};

/// Read `additionalColumns`. Errors: kInvalid InvalidAdditionalColumns,
/// kUnsupported UnsupportedProperty for other $$ words.
Result<std::vector<AddedColumn>> ReadAddedColumns(const Json& columns);

/// The stream with columns behind its own: `added`, then the `partitions` of the file's path.
/// Errors: kInvalid UserErrorInvalidColumnMappingColumnNotFound for an unknown $$COLUMN.
Result<std::unique_ptr<formats::BatchStream>> AddColumns(
    std::unique_ptr<formats::BatchStream> rows, const std::vector<AddedColumn>& added,
    const std::vector<std::pair<std::string, std::string>>& partitions, const std::string& path);

}  // namespace weir::copy
