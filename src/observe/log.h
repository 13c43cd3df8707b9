#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/secret.h"
#include "engine/engine.h"

namespace weir::observe {

enum class LogLevel { kError, kWarning, kInfo, kDebug };
enum class LogForm { kText, kJson };

/// Errors: kInvalid InvalidLogLevel, InvalidLogForm.
Result<LogLevel> ReadLogLevel(const std::string& name);
Result<LogForm> ReadLogForm(const std::string& name);

/// One line an event, written by a thread of its own: who logs never waits. At most `kLinesMax`
/// wait; what comes beyond is dropped, and the next line says how many were. Thread safe.
class Log {
 public:
  static constexpr size_t kLinesMax = 10'000;
  /// Takes a line with its end; may be slow.
  using Sink = std::function<void(const std::string& line)>;

  Log(LogForm form, LogLevel level, const Clock& clock, Sink sink);
  ~Log();  ///< Writes what waits.
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool shows(LogLevel level) const { return level <= level_; }
  /// `event` names what happened ("run.ended"); `fields` is an object, its null and empty members
  /// are left out.
  void Write(LogLevel level, const std::string& event, const Json& fields);

 private:
  std::string Line(LogLevel level, const std::string& event, const Json& fields) const;
  void Run();

  const LogForm form_;
  const LogLevel level_;
  const Clock& clock_;
  const Sink sink_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> lines_;
  int64_t dropped_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

/// Logs what runs do. Failures are warnings, a store that cannot save an error; runs and trigger
/// runs are told at info, activities at debug. Secrets are masked by value.
class RunLog final : public engine::Observer {
 public:
  explicit RunLog(Log& log) : log_(log) {}

  /// Before the engine that has it begins; the engine's own, so it lives while it is asked.
  void set_masker(const Masker* masker) { masker_ = masker; }
  /// A run that was not over when the program ended last.
  void TakeUp(const store::RunRecord& run);
  void RunChanged(const store::RunRecord& run) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;
  void TriggerRunChanged(const store::TriggerRunRecord& run) override;
  void StoreTrouble(const std::optional<Error>& error) override;

 private:
  struct Active {
    std::string factory;
    std::string pipeline;
  };
  void Write(LogLevel level, const std::string& event, const Json& fields);

  Log& log_;
  std::atomic<const Masker*> masker_{nullptr};
  std::mutex mutex_;
  std::map<std::string, Active> active_;
  std::string trouble_;  ///< Code of the store's trouble; empty if it has none.
};

}  // namespace weir::observe
