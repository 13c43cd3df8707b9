#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "alert/book.h"
#include "engine/engine.h"
#include "http/client.h"

namespace weir::alert {

struct NotifierOptions {
  std::vector<Rule> rules;
  std::string state_file;  ///< What a restart needs; no secrets.
  const Clock* clock = nullptr;
  std::shared_ptr<const http::AddressPolicy> addresses;  ///< For webhooks.
  /// Takes what people should know: that a notice could not be sent.
  std::function<void(const std::string& message)> tell;
};

/// Watches runs, judges rules each second and sends what they say. What is to be sent is in the
/// state file before it is sent, and out of it behind: over a crash a notice comes at least once,
/// with the same id.
class Notifier final : public engine::Observer {
 public:
  /// Errors: kInvalid InvalidAlertState.
  static Result<std::unique_ptr<Notifier>> Open(NotifierOptions options);
  ~Notifier() override;

  /// Runs as the store knows them, so that what ended while nobody watched is told too. Where there
  /// was no state file, nothing of before is told.
  void CatchUp(const std::vector<store::RunRecord>& runs);
  /// Begin to judge; `waiting` says how many activities wait for a worker.
  void Start(std::function<int64_t()> waiting);
  /// End it; before what `waiting` asks goes away.
  void Stop();

  void RunChanged(const store::RunRecord& run) override;

 private:
  explicit Notifier(NotifierOptions options);
  void Work();
  void SendDue(UtcTime now);
  void Save();

  const NotifierOptions options_;
  http::Client web_;
  Book book_;  ///< Of the thread, once it runs.
  bool fresh_ = true;
  std::string saved_;
  std::function<int64_t()> waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<SeenRun> seen_;
  bool stopping_ = false;
  CancelToken cancel_;
  std::thread thread_;
};

}  // namespace weir::alert
