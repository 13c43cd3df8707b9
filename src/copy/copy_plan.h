#pragma once

#include "copy/copy.h"
#include "copy/fault_log.h"

namespace weir::copy {

/// The settings of a copy that concern both sides.
struct CopySettings {
  bool skip_bad_rows = false;      ///< enableSkipIncompatibleRow
  bool check_consistency = false;  ///< validateDataConsistency
  int64_t parallel_copies = 1;
  int64_t units = 4;                  ///< dataIntegrationUnits, for the output.
  bool skip_missing_files = false;    ///< skipErrorFile.fileMissing
  bool skip_forbidden_files = false;  ///< skipErrorFile.fileForbidden
  bool skip_invalid_names = false;    ///< skipErrorFile.invalidFileName
  bool skip_inconsistent = false;     ///< skipErrorFile.dataInconsistency
  bool skip_files = false;            ///< Any of them was given.
};

/// Read and check them. Errors: kInvalid InvalidProperty; kUnsupported naming the property.
Result<CopySettings> ReadCopySettings(const Json& type_properties);

/// Open the log that `logSettings`, `logStorageSettings` or `redirectIncompatibleRowSettings` ask
/// for; null if none.
Result<std::unique_ptr<CopyLog>> OpenCopyLog(const CopyRequest& request);

/// What the output says beyond the counters.
struct CopySummary {
  std::string source_type;  ///< Of the linked services: "AzureBlobStorage".
  std::string sink_type;
  bool source_files = false;
  bool sink_files = false;
  bool binary = false;
  int64_t parallel_copies = 1;
  int64_t units = 4;
  UtcTime start;
  UtcTime end;
  std::string log_path;       ///< logFilePath
  std::string redirect_path;  ///< redirectRowPath
  std::string verification;   ///< "Verified", "NotVerified", "Unsupported"; "" if not asked for.
  std::string inconsistent = "None";
};

/// The activity's output, with the keys that ADF gives. Source: copy activity overview.
Json CopyOutput(const CopySummary& summary, const Counters& counters);

/// Every row that was read was copied or skipped. Errors: kInternal
/// DataConsistencyRowCountMismatch.
Result<> CheckRowCounts(const Counters& counters);

/// Move files as bytes; declared here, done in binary_copy.cc.
Result<> CopyBytes(const CopyRequest& request, const CopySettings& settings, CopyLog* log,
                   Counters& counters, CopySummary& summary);

}  // namespace weir::copy
