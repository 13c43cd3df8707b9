#pragma once

#include <memory>
#include <string>

#include "copy/mapping.h"
#include "copy/services.h"

namespace weir::copy {

/// One run of rows on its way into a sink. Used by one thread.
class SinkUnit {
 public:
  virtual ~SinkUnit() = default;
  virtual Result<> Write(const std::shared_ptr<arrow::RecordBatch>& batch) = 0;
  /// The unit is complete: a file of its own becomes visible.
  virtual Result<> Close() = 0;
};

/// Where rows go: files, one merged file, a table.
class RowSink {
 public:
  virtual ~RowSink() = default;
  /// What the rows must look like; asked before each unit is opened.
  virtual SinkShape shape() const = 0;
  /// The first unit's columns, told before it is opened: those of a shared file or table from then.
  virtual void Settle(const std::shared_ptr<arrow::Schema>& schema) = 0;
  /// True if units are files of their own and may be written at once.
  virtual bool parallel() const = 0;
  /// Begin a unit; `relative` as in SourceUnit. Thread safe where parallel().
  virtual Result<std::unique_ptr<SinkUnit>> Open(const std::string& relative,
                                                 std::shared_ptr<arrow::Schema> schema) = 0;
  /// All units are closed: what is shared becomes visible. Without it nothing shared stays.
  virtual Result<> Finish() = 0;
};

/// What a sink is opened from.
struct SinkRequest {
  const Services& services;
  const model::DatasetInstance& dataset;
  const Json& sink;  ///< The activity's `sink` object.
  const Translator& translator;
  std::string activity_run_id;  ///< For generated names.
  bool from_files = false;      ///< The source has files, whose names may be kept.
  size_t source_parts = 0;
  const CancelToken* cancel = nullptr;
  Counters* counters = nullptr;  ///< Never null; outlives the sink.
};

/// Open a sink: checks settings, connects, describes the table; writes nothing.
/// Errors: kInvalid InvalidCopySink, WildcardPathSinkNotSupported, kNotFound SqlTableNotFound,
/// kUnsupported naming a property.
Result<std::unique_ptr<RowSink>> OpenRowSink(const SinkRequest& request);

// The two families that OpenRowSink chooses from.
Result<std::unique_ptr<RowSink>> OpenFileSink(const SinkRequest& request);
Result<std::unique_ptr<RowSink>> OpenTableSink(const SinkRequest& request);

}  // namespace weir::copy
