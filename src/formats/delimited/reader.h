#pragma once

#include "formats/delimited/dialect.h"
#include "formats/delimited/scan.h"

namespace weir::formats::delimited {

/// How a reader works, not what it reads; tests try other values.
struct ReaderTuning {
  size_t chunk_bytes = size_t{2} << 20U;  ///< Text taken at a time by one thread.
  unsigned threads = 0;                   ///< 0: as many as the machine has, at most 4.
  SimdLevel simd = BestSimdLevel();
};

/// Read a delimited text as utf8 columns: named by the header, or Prop_0, Prop_1, ….
///
/// Threads take turns in reading a chunk and parse theirs at the same time; batches come in the
/// file's order. Memory: a few chunks. An empty file has no columns and no batches.
/// Errors: as ReadSettings; DelimitedTextColumnNameNotAllowNull for an empty name in the header;
/// bad rows as DelimitedTextMoreColumnsThanDefined, or DelimitedTextUnclosedQuote.
Result<std::unique_ptr<BatchStream>> OpenReader(std::shared_ptr<arrow::io::InputStream> in,
                                                const ReadOptions& options,
                                                const ReaderTuning& tuning = {});

}  // namespace weir::formats::delimited
