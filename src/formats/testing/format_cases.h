#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "formats/format.h"

namespace weir::formats::testing {

/// Check one case of a format; the failures are gtest's.
///
/// Reading: {text|hex, settings?, format_settings?, paths?: {column: path}, collection?,
/// complex_as_text?, columns?, types?, rows?, skipped?: [{row, code?, column?, cells?}], error?}.
/// With `skipped` bad rows are collected, else the first one stops.
/// Writing: {write: {columns: {name: type}, rows}, settings?, format_settings?, nested?, text|hex?,
/// error?}. Types are interim types: String, Int64, Decimal(18,2), …
/// `error` is {code, says}.
void CheckFormatCase(const FormatSpec& spec, const Json& json);

/// The format that `register_format` adds.
FormatSpec SpecOf(Result<> (*register_format)(FormatRegistry&));

/// Read all of `bytes`: {columns: […], types: […], rows: [[…], …]}.
Result<Json> ReadToJson(const FormatSpec& spec, const std::string& bytes,
                        const ReadOptions& options);
/// Read all of `bytes` as batches.
Result<std::vector<std::shared_ptr<arrow::RecordBatch>>> ReadBatches(const FormatSpec& spec,
                                                                     const std::string& bytes,
                                                                     const ReadOptions& options);
/// Write batches of `schema` and return the file.
Result<std::string> WriteToBytes(const FormatSpec& spec,
                                 const std::shared_ptr<arrow::Schema>& schema,
                                 const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches,
                                 const WriteOptions& options);

/// Rows as JSON, as ReadToJson prints them.
Json RowsToJson(const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches);

/// A batch of random texts: `columns` columns C0…, of letters, delimiters, quotes, escapes, row
/// ends and multi-byte characters, some null, none empty.
std::shared_ptr<arrow::RecordBatch> RandomTexts(SeededRandom& random, int columns, int64_t rows);
/// A batch with one column of every interim type.
std::shared_ptr<arrow::RecordBatch> RandomOfEveryType(SeededRandom& random, int64_t rows);

/// Change, cut or repeat a few bytes: what a broken disk or an impatient author leaves.
std::string Mutate(SeededRandom& random, std::string bytes);

}  // namespace weir::formats::testing
