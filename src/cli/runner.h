#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/callback_listener.h"
#include "cli/command.h"
#include "cli/log_options.h"
#include "cli/run_view.h"
#include "cli/session.h"
#include "engine/engine.h"
#include "engine/observers.h"
#include "lineage/emitter.h"

namespace weir::cli {

struct RunnerOptions {
  std::string data;    ///< Folder that keeps the runs.
  bool json = false;   ///< Print the run as the REST API would.
  bool quiet = false;  ///< No progress.
  LogOptions log = {};
  std::string callback_address = {};  ///< Where webhooks call back; empty: a free port of loopback.
};

/// Runs pipelines in this process and shows how they go. Ctrl-C cancels what is watched.
class Runner {
 public:
  Runner(RunnerOptions options, const Program& program);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Have somebody told of runs; before Open. It must outlive this.
  void Observe(engine::Observer* observer) { observers_.Add(observer); }
  /// True once Ctrl-C was pressed.
  static bool Interrupted();
  /// Open the store and start the engine; call it first. Errors: what the store says.
  Result<> Open();
  Session& session() { return session_; }
  engine::Engine& engine() { return *engine_; }
  /// Run it to its end, with the runs above it that go on then. The exit status; prints errors.
  int Start(engine::RunRequest request);
  /// Take up what no living process works on: runs whose id begins so, with all of their group.
  /// Gives those that no other waits for. Errors: what loading their factories says.
  Result<std::vector<std::string>> TakeUp(const std::string& run_id);
  /// Wait until a run is over and say how it ended. The exit status.
  int Watch(const std::string& run_id);

 private:
  int WatchChain(std::string run_id, std::optional<engine::Heal> heals);
  int Report(const engine::FinishedRun& finished);
  void PrintJson(const store::RunRecord& run);
  void PrintCause(const store::RunRecord& run);

  RunnerOptions options_;
  const Program& program_;
  SystemClock clock_;
  RunView view_;
  std::unique_ptr<observe::Log> log_;
  std::unique_ptr<observe::RunLog> run_log_;
  engine::Observers observers_;
  Session session_;
  std::vector<std::unique_ptr<RunLock>> locks_;
  std::unique_ptr<lineage::Emitter> lineage_;
  CallbackListener callbacks_;
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace weir::cli
