#include "copy/copy.h"

#include <algorithm>

#include "base/names.h"
#include "copy/copy_error.h"
#include "copy/copy_plan.h"
#include "copy/copy_types.h"
#include "copy/file_format.h"
#include "copy/location.h"
#include "copy/mapping.h"
#include "copy/row_sink.h"
#include "copy/row_source.h"
#include "copy/settings.h"
#include "copy/tabular_copy.h"

namespace weir::copy {
namespace {

bool IsBinary(const model::DatasetInstance& dataset) {
  if (SameName(dataset.type, "Binary")) return true;
  return IsLegacyFileDataset(dataset) && !dataset.type_properties()["format"].is_object();
}

/// Rows and bytes do not mix, except that a Binary source cannot become rows at all.
Result<> CheckKinds(const CopyRequest& request) {
  if (IsBinary(request.source) == IsBinary(request.sink)) return {};
  return Fail(ErrorKind::kInvalid, "InvalidCopyFormats",
              "a Binary dataset can be copied only to a Binary dataset, got '" +
                  request.source.name + "' of type " + request.source.type + " and '" +
                  request.sink.name + "' of type " + request.sink.type);
}

/// What only a copy of bytes can do.
Result<> RefuseForRows(const CopyRequest& request, const CopySettings& settings) {
  if (settings.skip_files) {
    return Fail(ErrorKind::kInvalid, "SkipAllErrorFileNotSupportedForNonBinaryCopy",
                "'skipErrorFile' needs Binary datasets on both sides");
  }
  WEIR_ASSIGN(const bool deletes,
              ReadFlag(ReadSettingsOf(request.source, request.type_properties["source"]),
                       "deleteFilesAfterCompletion", false));
  if (!deletes) return {};
  return Fail(ErrorKind::kInvalid, "DeleteFilesAfterCompletionNotSupportedForNonDirectBinaryCopy",
              "'deleteFilesAfterCompletion' needs Binary datasets on both sides");
}

Result<> CopyTabular(const CopyRequest& request, const CopySettings& settings, CopyLog* log,
                     Counters& counters, CopySummary& summary) {
  WEIR_TRY(RefuseForRows(request, settings));
  const Json& properties = request.type_properties;
  WEIR_ASSIGN(const Translator translator,
              ReadTranslator(properties["translator"], request.source, request.sink));
  SkippedRows skipped(log, &counters);
  SourceRequest from{request.services, request.source, properties["source"], &translator, nullptr,
                     &request.cancel,  &counters};
  if (settings.skip_bad_rows) {
    from.on_bad_row = [&skipped, &counters](const formats::BadRow& row) {
      counters.rows_read += 1;
      return skipped.Skip(row);
    };
  }
  WEIR_ASSIGN(std::unique_ptr<RowSource> source, OnSide(CopySide::kSource, OpenRowSource(from)));
  if (request.through) source = request.through(std::move(source));
  SinkRequest to{
      request.services,   request.sink,    properties["sink"], translator, request.activity_run_id,
      source->is_files(), source->parts(), &request.cancel,    &counters};
  WEIR_ASSIGN(const std::unique_ptr<RowSink> sink, OnSide(CopySide::kSink, OpenRowSink(to)));
  summary.parallel_copies =
      sink->parallel()
          ? std::clamp<int64_t>(static_cast<int64_t>(source->parts()), 1, settings.parallel_copies)
          : 1;
  TabularOptions options;
  options.parallel_copies = summary.parallel_copies;
  options.skip_bad_rows = settings.skip_bad_rows;
  options.skipped = &skipped;
  options.cancel = &request.cancel;
  if (request.report) options.report = [&] { request.report(counters); };
  WEIR_TRY(CopyRows(*source, *sink, translator, options, counters));
  if (!settings.check_consistency) return {};
  summary.verification = "Verified";
  return OnSide(CopySide::kSink, CheckRowCounts(counters));
}

}  // namespace

Result<> CheckRowCounts(const Counters& counters) {
  if (counters.rows_read == counters.rows_copied + counters.rows_skipped) return {};
  return Fail(ErrorKind::kInternal, "DataConsistencyRowCountMismatch",
              "read " + std::to_string(counters.rows_read) + " rows, but copied " +
                  std::to_string(counters.rows_copied) + " and skipped " +
                  std::to_string(counters.rows_skipped));
}

Result<Json> RunCopy(const CopyRequest& request) {
  WEIR_ASSIGN(const CopySettings settings, ReadCopySettings(request.type_properties));
  WEIR_TRY(CheckKinds(request));
  WEIR_ASSIGN(const std::unique_ptr<CopyLog> log, OpenCopyLog(request));
  Counters counters;
  CopySummary summary;
  summary.start = request.clock.Now();
  summary.source_type = request.source.linked_service.type;
  summary.sink_type = request.sink.linked_service.type;
  summary.source_files = IsFileDataset(request.source);
  summary.sink_files = IsFileDataset(request.sink);
  summary.units = settings.units;
  summary.binary = IsBinary(request.source);
  Result<> copied = summary.binary ? CopyBytes(request, settings, log.get(), counters, summary)
                                   : CopyTabular(request, settings, log.get(), counters, summary);
  if (log != nullptr) {
    // The log of a failed copy is what its author wants to see.
    Result<> closed = log->Close();
    if (copied && !closed) copied = std::move(closed);
    const bool redirect = request.type_properties["redirectIncompatibleRowSettings"].is_object() &&
                          !request.type_properties["logSettings"].is_object();
    (redirect ? summary.redirect_path : summary.log_path) = log->path();
  }
  if (!copied) return std::move(copied).error();
  summary.end = request.clock.Now();
  return CopyOutput(summary, counters);
}

}  // namespace weir::copy
