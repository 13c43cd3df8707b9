#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "connectors/connector.h"
#include "formats/format.h"
#include "model/instance.h"

namespace weir::copy {

/// What this program can read and write.
struct Services {
  const connectors::ConnectorRegistry& connectors;
  const formats::FormatRegistry& formats;
};

/// What a copy has done so far; counted from all its threads.
struct Counters {
  std::atomic<int64_t> bytes_read{0};
  std::atomic<int64_t> bytes_written{0};
  std::atomic<int64_t> rows_read{0};
  std::atomic<int64_t> rows_copied{0};
  std::atomic<int64_t> rows_skipped{0};
  std::atomic<int64_t> files_read{0};
  std::atomic<int64_t> files_written{0};
  std::atomic<int64_t> files_skipped{0};
  std::atomic<int64_t> files_total{0};
  /// Microseconds spent: listing the source, reading it, writing the sink.
  std::atomic<int64_t> listing_micros{0};
  std::atomic<int64_t> reading_micros{0};
  std::atomic<int64_t> writing_micros{0};
};

/// Open the file store behind a linked service. Errors: kUnsupported if its connector has no files.
Result<std::shared_ptr<connectors::FileStore>> OpenFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service);

/// The same, under a source's or sink's store settings; `cancel` must outlive the store.
Result<std::shared_ptr<connectors::FileStore>> OpenFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service,
    const Json& store_settings, const CancelToken* cancel);

/// Connect to the database behind a linked service. Errors: kUnsupported if it is none.
Result<std::unique_ptr<connectors::Database>> OpenDatabase(
    const Services& services, const model::LinkedServiceInstance& linked_service);

/// True if the linked service's connector opens a database. Errors: as Find().
Result<bool> IsDatabase(const Services& services,
                        const model::LinkedServiceInstance& linked_service);

}  // namespace weir::copy
