#pragma once

#include "formats/format.h"

namespace weir::formats::parquet {

/// Read a Parquet file, row group by row group, as interim types.
///
/// `in` must be a RandomAccessFile. INT96 and all timestamps become DateTime (microseconds; with
/// an offset if adjusted to UTC and not INT96), TIME becomes TimeSpan, UUID a Guid, fixed-size
/// bytes ByteArray. Memory: a few batches and, of each column, the pages being read. Errors:
/// ParquetInvalidFile; kUnsupported ParquetNotSupportedType for LIST, MAP and STRUCT and for
/// decimals over 38 digits; ParquetInvalidDataFormat for pages that cannot be read.
Result<std::unique_ptr<BatchStream>> OpenReader(const std::shared_ptr<arrow::io::InputStream>& in,
                                                const ReadOptions& options);

}  // namespace weir::formats::parquet
