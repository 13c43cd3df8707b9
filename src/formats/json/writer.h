#pragma once

#include "formats/format.h"

namespace weir::formats::json {

/// Write each row as a JSON object: one a line (setOfObjects, the default; no line end behind the
/// last), or in one array (arrayOfObjects, a row a line). `nested` puts columns into objects.
/// Null columns are written as null. Errors: kInvalid InvalidFormatSetting for another filePattern;
/// JsonPathUsedTwice for a name that is to be a value and an object; UnsupportedColumnType.
/// Source: format-json (filePattern); nulls are our choice.
Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                const std::shared_ptr<arrow::Schema>& schema,
                                                const WriteOptions& options);

}  // namespace weir::formats::json
