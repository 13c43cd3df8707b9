#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace weir::compute {

/// How much of a job's log is kept: its beginning and its end.
struct LogLimits {
  int64_t head_bytes = int64_t{1} << 20;
  int64_t tail_bytes = int64_t{7} << 20;
};

/// The log of one job, as a file that holds a head and one to two tails, however much the job says:
/// what is between them is left out, and a line in its place says how many bytes.
/// Goes on where it was after a restart. One thread at a time.
class JobLog {
 public:
  /// `mask`: takes secrets out of a text. Nothing is written before the first Append.
  JobLog(std::string path, LogLimits limits, std::function<std::string(std::string)> mask);

  /// Add whole lines. A log that cannot be written stops no job: the text is dropped.
  void Append(std::string_view text);
  /// Where it can be read.
  const std::string& location() const { return path_; }
  /// The last lines that are kept, at most `bytes_max` bytes, without a broken line at the start.
  std::string Tail(size_t bytes_max) const;

 private:
  void LeaveOut();

  const std::string path_;
  const LogLimits limits_;
  const std::function<std::string(std::string)> mask_;
};

/// The folder of this program's job logs. Thread safe.
class JobLogs {
 public:
  /// Keep logs in `folder` from here on; before that they are in the system's folder for temporary
  /// files.
  void UseFolder(std::string folder);
  void UseLimits(LogLimits limits);
  /// The log of an attempt: <folder>/<run>/<activity run>.log.
  JobLog Open(const std::string& run_id, const std::string& activity_run_id,
              std::function<std::string(std::string)> mask) const;

 private:
  mutable std::mutex mutex_;
  std::string folder_;
  LogLimits limits_;
};

}  // namespace weir::compute
