#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "copy/services.h"
#include "formats/format.h"

namespace weir::copy {

/// The session log of a copy, a CSV file with the columns Timestamp, Level, OperationName,
/// OperationItem and Message, at `<path>/copyactivity-logs/<activity>/<activity run
/// id>/<guid>.txt`; or the older log of skipped rows, `<path>/<activity run id>/<guid>.csv`: the
/// row, then ErrorCode and ErrorMessage. Thread safe. Source: copy activity log; copy activity
/// fault tolerance.
class CopyLog {
 public:
  /// What a log is made from; `settings` is logSettings, logStorageSettings or
  /// redirectIncompatibleRowSettings.
  struct Request {
    const Services& services;
    model::LinkedServiceInstance linked_service;
    std::string path;
    std::string activity_name;
    std::string activity_run_id;
    bool info = false;      ///< logLevel Info: files too, not only what was skipped.
    bool redirect = false;  ///< The older form.
    const Clock& clock;
  };
  static Result<std::unique_ptr<CopyLog>> Open(const Request& request);

  /// One line: operation is FileRead, FileWrite, FileSkip or TabularRowSkip. Lines of level Info
  /// are dropped unless asked for.
  Result<> Write(bool info, const std::string& operation, const std::string& item,
                 const std::string& message);
  /// One skipped row.
  Result<> WriteRow(const formats::BadRow& row);
  /// Make the log visible; called also after a copy that failed.
  Result<> Close();
  /// Where it is, from the store's root.
  const std::string& path() const { return path_; }

 private:
  CopyLog(const Request& request, std::string path)
      : clock_(request.clock),
        path_(std::move(path)),
        info_(request.info),
        redirect_(request.redirect) {}
  Result<> Append(const std::string& text);

  const Clock& clock_;
  std::string path_;
  bool info_;
  bool redirect_;
  std::shared_ptr<connectors::FileStore> store_;
  std::unique_ptr<connectors::FileOutput> output_;
  std::mutex mutex_;
};

/// Counts rows that do not fit, and logs them where a log was asked for. Thread safe.
class SkippedRows {
 public:
  SkippedRows(CopyLog* log, Counters* counters) : log_(log), counters_(counters) {}
  Result<> Skip(const formats::BadRow& row);

 private:
  CopyLog* log_;
  Counters* counters_;
};

/// A cell as CSV: quoted, with doubled quotes.
std::string QuotedCell(std::string_view text);

}  // namespace weir::copy
