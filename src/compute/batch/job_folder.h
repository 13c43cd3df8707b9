#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "compute/job_log.h"

namespace weir::compute::batch {

/// What a command may use; zero: no limit.
struct BatchLimits {
  int64_t memory_mb_max = 0;  ///< Address space of each of its processes.
  int64_t seconds_max = 0;    ///< Of the clock; ended politely, five seconds later not.
};

/// The process that runs a command: its number is nothing without the tick it was started at.
struct Runner {
  int64_t pid = 0;
  int64_t started_tick = 0;
};

/// The folder of one job, laid out as Azure Batch lays out a task's: `wd`, where the command runs,
/// `stdout.txt`, `stderr.txt`; and ours: `command`, `run` (the script that runs it), `.runner` (who
/// does), `.exit` (how it ended). It survives us, and `run` runs the command once however often it
/// is started.
class JobFolder {
 public:
  explicit JobFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string working() const { return path_ + "/wd"; }
  std::string stdout_path() const { return path_ + "/stdout.txt"; }
  std::string stderr_path() const { return path_ + "/stderr.txt"; }
  std::string script() const { return path_ + "/run"; }

  /// Make the folder, for its owner only, with the command and its script; the time from which on
  /// it may be deleted goes beside. Errors: kInternal JobFolderFailed.
  Result<> Make(const std::string& command, const BatchLimits& limits, int64_t keep_until) const;
  /// Write a file whole or not at all; `name` relative to the folder.
  Result<> Write(const std::string& name, const std::string& text) const;
  /// Who runs it; nothing: nobody took it yet.
  std::optional<Runner> runner() const;
  /// The exit code; nothing: it has not ended, or nobody could write it.
  std::optional<int64_t> exit_code() const;
  /// True if it ran for as long as it may.
  bool TookTooLong(const BatchLimits& limits) const;
  /// What the command left in outputs.json; null if it did not. Errors: kInvalid 2500.
  Result<Json> CustomOutput() const;
  /// Add to the log what it said since; goes on after a restart.
  void Log(JobLog& log) const;
  /// The last lines of stderr.txt, at most so many bytes.
  std::string LastWords(int64_t bytes_max = 2000) const { return End(stderr_path(), bytes_max); }
  /// The same of its output.
  std::string LastOutput(int64_t bytes_max = 2000) const { return End(stdout_path(), bytes_max); }
  /// Delete what may hold secrets: the settings and the command.
  void Tidy() const;

 private:
  static std::string End(const std::string& path, int64_t bytes_max);

  std::string path_;
};

/// Delete the folders of jobs below `root` whose time has come.
void DeleteOldJobs(const std::string& root, int64_t now_seconds);

}  // namespace weir::compute::batch
