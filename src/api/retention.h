#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "observe/log.h"
#include "store/store.h"

namespace weir::api {

/// Read "45d", "12h", "30m" or "90s". Errors: kInvalid InvalidRetention.
Result<std::chrono::seconds> ReadRetention(const std::string& text);

/// Takes away what ended longer ago than it is to be kept: at the start, and each hour (of shorter
/// times, each tenth). A thread of its own works in small steps and rests between them, so commits
/// wait some milliseconds at most.
class Retention {
 public:
  /// `job_logs`: the folder of jobs' logs, one folder for each run, which go with their runs.
  /// `log` may be null.
  Retention(store::Store& store, const Clock& clock, std::chrono::seconds keep,
            std::filesystem::path job_logs, observe::Log* log);
  ~Retention();
  Retention(const Retention&) = delete;
  Retention& operator=(const Retention&) = delete;

 private:
  void Run();
  void Prune();
  void PruneLogs();
  /// False if it is to end.
  bool Rest(std::chrono::microseconds time);

  store::Store& store_;
  const Clock& clock_;
  const std::chrono::seconds keep_;
  const std::filesystem::path job_logs_;
  observe::Log* log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace weir::api
