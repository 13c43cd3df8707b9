#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "alert/book.h"
#include "alert/told.h"
#include "engine/engine.h"
#include "http/client.h"

namespace weir::alert {

struct NotifierOptions {
  std::string state_file;  ///< What a restart needs; no secrets. Empty: nothing is kept.
  const Clock* clock = nullptr;
  std::shared_ptr<const http::AddressPolicy> addresses;  ///< For webhooks.
  /// The rules as they are.
  std::function<std::vector<Rule>()> rules;
  /// The newest runs of a factory, the newest first, so that what nobody watched is told too.
  std::function<std::vector<store::RunRecord>(const std::string& factory)> recent;
  /// Start the pipeline of an action; the same run, however often it is asked for.
  std::function<Result<>(const Notice& notice, const Action& action, const std::string& run_id)>
      start_pipeline;
  /// How many activities wait for a worker.
  std::function<int64_t()> waiting;
  /// Takes what people should know: that a notice could not be sent.
  std::function<void(const std::string& message)> tell;
};

/// Watches runs, judges rules each second and sends what they say; without rules it sleeps. What is
/// to be sent is in the state file before it is sent, and out of it behind: over a crash a notice
/// comes at least once, with the same id.
class Notifier final : public engine::Observer {
 public:
  /// It knows which factories have rules; nothing else of `options` but `rules` is asked.
  /// Errors: kInvalid InvalidAlertState.
  static Result<std::unique_ptr<Notifier>> Open(NotifierOptions options);
  ~Notifier() override;

  /// Begin to judge.
  void Start();
  /// End it; before what the options ask goes away.
  void Stop();

  /// Rules of a factory came, changed or went. Calls nothing of the options.
  void RulesChanged(const std::string& factory);
  void RunChanged(const store::RunRecord& run) override;

  /// Send a notice to one action of its rule; thread safe.
  Result<> Send(const Notice& notice, const Action& action, size_t number);
  /// The same, once, and it is known afterwards.
  Result<> Try(const Notice& notice, const Action& action, size_t number);

  /// What is told and not over, and the newest notices of a factory: {"open": [{"alert": its key,
  /// "what": a pipeline, a run or "queue", "since"}], "notices": as Told::Of}. Thread safe.
  Json Show(const std::string& factory) const;

 private:
  explicit Notifier(NotifierOptions options);
  void Work();
  void TakeRules();
  void SendDue(UtcTime now);
  void Save();

  const NotifierOptions options_;
  http::Client web_;
  Book book_;                    ///< Of the thread, once it runs.
  std::set<std::string> known_;  ///< Factories whose runs of before were looked at.
  std::string saved_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Json open_;  ///< Of Book::State, as it was saved last.
  Told told_;
  std::set<std::string> factories_;  ///< Whose runs are of interest.
  std::deque<SeenRun> seen_;
  bool stale_ = true;  ///< The rules are to be read.
  bool stopping_ = false;
  CancelToken cancel_;
  std::thread thread_;
};

}  // namespace weir::alert
