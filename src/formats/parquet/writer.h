#pragma once

#include "formats/format.h"

namespace weir::formats::parquet {

/// Write batches as Parquet, columns encoded at the same time.
///
/// Types as ADF writes them: Byte as INT16, UInt16 as INT32, UInt32 as INT64, UInt64 as
/// DECIMAL(20,0), DateTime, DateTimeOffset and TimeSpan (counted from 1970-01-01) as INT96, Guid as
/// text; Date as DATE is our choice. Codec: compressionCodec (snappy by default, none, gzip, zstd,
/// lz4, brotli). A row group ends at 1 Mi rows or 64 MiB of values, which bounds memory.
/// Errors: ParquetInvalidColumnName; kUnsupported UnsupportedCompression (lzo),
/// UnsupportedColumnType; ParquetUnsupportFileLevelCompressionOption; ComplexValueInTextColumn.
/// Source: supported-file-formats (Parquet data types).
Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                std::shared_ptr<arrow::Schema> schema,
                                                const WriteOptions& options);

}  // namespace weir::formats::parquet
