#pragma once

#include <functional>

#include "copy/fault_log.h"
#include "copy/mapping.h"
#include "copy/row_sink.h"
#include "copy/row_source.h"

namespace weir::copy {

/// How rows are moved.
struct TabularOptions {
  int64_t parallel_copies = 1;     ///< Files at once, where the sink allows it.
  bool skip_bad_rows = false;      ///< enableSkipIncompatibleRow
  SkippedRows* skipped = nullptr;  ///< Counts and logs them; never null.
  const CancelToken* cancel = nullptr;
  std::function<void()> report;  ///< Called after each batch, from any thread.
};

/// Move all rows of a source into a sink: read, convert and write at the same time, each stage on
/// its own thread, or several files at once. Memory is a few batches whatever the size.
///
/// Rows arrive in the source's order within a unit. On an error the sink keeps the files that were
/// complete and nothing of a shared file or table. Errors are those of AsCopyError.
Result<> CopyRows(RowSource& source, RowSink& sink, const Translator& translator,
                  const TabularOptions& options, Counters& counters);

}  // namespace weir::copy
