#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/position.h"

namespace weir::model {

/// How bad a finding is.
enum class Severity {
  kError,    ///< It cannot run.
  kWarning,  ///< It runs, probably not as meant.
  kAzure,    ///< It runs here; the cloud service would refuse it.
  kNote,     ///< It runs as meant; worth knowing.
};

/// Print as messages do: "error", "warning", "azure", "note".
std::string_view SeverityName(Severity severity);

/// Something that is wrong with a factory, and where.
struct Finding {
  Severity severity = Severity::kError;
  /// Path relative to the folder that was loaded; empty for what has no file.
  std::string file;
  Position position;
  std::string code;
  std::string message;

  /// "pipeline/Load.json:41:17: error: message [Code]"; without a position "pipeline/Load.json: …".
  std::string ToString() const;
  /// {"file", "line", "column", "severity", "code", "message"}; line and column are null if
  /// unknown.
  Json ToJson() const;
};

/// The error as a finding in `file`.
Finding FindingOf(const Error& error, std::string file);

/// Order by file, place and code, so that output is stable.
void SortFindings(std::vector<Finding>* findings);

/// True if any is an error.
bool HasErrors(const std::vector<Finding>& findings);

}  // namespace weir::model
