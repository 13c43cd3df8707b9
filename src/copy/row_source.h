#pragma once

#include <memory>
#include <optional>
#include <string>

#include "copy/listing.h"
#include "copy/mapping.h"
#include "copy/services.h"
#include "formats/batch_stream.h"

namespace weir::copy {

/// One run of rows with one schema: a file, an archive's entry, a query's result.
struct SourceUnit {
  std::string name;      ///< For messages.
  std::string relative;  ///< Path below the source folder; of a query, the table's name or "".
  std::unique_ptr<formats::BatchStream> rows;
};

/// A part of a source that one thread reads: a file (an archive holds several units) or a query.
class SourcePart {
 public:
  virtual ~SourcePart() = default;
  /// The next unit; empty at the end. The one before must not be used any more.
  virtual Result<std::optional<SourceUnit>> Next() = 0;
};

/// The rows behind a dataset and the `source` of an activity.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual size_t parts() const = 0;
  /// Thread safe.
  virtual Result<std::unique_ptr<SourcePart>> OpenPart(size_t index) = 0;
  virtual bool is_files() const = 0;
};

/// What a source is opened from.
struct SourceRequest {
  const Services& services;
  const model::DatasetInstance& dataset;
  const Json& source;                 ///< The activity's `source` object.
  const Translator* translator;       ///< Null: all columns (Lookup).
  formats::BadRowHandler on_bad_row;  ///< Null: the first bad row stops.
  const CancelToken* cancel = nullptr;
  Counters* counters = nullptr;  ///< Never null; outlives the source.
};

/// Open the files or tables of a source; lists files, connects to databases, reads no rows.
/// Errors: kInvalid InvalidCopySource (ADF's sentence on types that do not fit each other),
/// kUnsupported naming a property, and what the store says.
Result<std::unique_ptr<RowSource>> OpenRowSource(const SourceRequest& request);

// The two families that OpenRowSource chooses from.
Result<std::unique_ptr<RowSource>> OpenFileSource(const SourceRequest& request);
Result<std::unique_ptr<RowSource>> OpenTableSource(const SourceRequest& request);

}  // namespace weir::copy
