#pragma once

#include "formats/format.h"

namespace weir::formats::json {

/// How a reader works, not what it reads; tests try other values.
struct ReaderTuning {
  size_t block_bytes = size_t{2} << 20U;
};

/// Read JSON documents as rows: objects one after the other, on lines, or in arrays.
///
/// Columns: `options.paths`, else the members of the first documents' objects (of the collection's
/// items too, if there is one), in the order they come. Types are decided on the first block (2 MiB
/// and at least one document): Int64, Double, Boolean, else String. Objects and arrays are JSON
/// texts: columns of kind "Json" (field_kind.h), or plain String if `complex_as_text`. With a
/// `collection` each of its items is a row and the values outside repeat; without any item there is
/// no row. The legacy JsonFormat names members of objects `outer.inner` (nestingSeparator) and
/// keeps arrays as text. Bad rows: UserErrorInvalidDataValue for a value that does not fit;
/// JsonInvalidDataFormat for a document that is no valid object. Errors: as DocumentSource;
/// InvalidJsonPath. Source: format-json; supported-file-formats (JSON); no row without items is our
/// choice.
Result<std::unique_ptr<BatchStream>> OpenReader(std::shared_ptr<arrow::io::InputStream> in,
                                                const ReadOptions& options,
                                                const ReaderTuning& tuning = {});

}  // namespace weir::formats::json
