#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/activity.h"
#include "gateway/machine_load.h"
#include "gateway/node_folder.h"
#include "http/client.h"
#include "http/websocket_client.h"

namespace weir::gateway {

struct NodeOptions {
  const engine::ActivityRegistry* activities = nullptr;
  const Clock* clock = nullptr;
  std::string version;
  int64_t jobs_max = 4;  ///< Carried out at a time.
  /// Memory of the process, in MB; 0: no limit. While `job_memory_mb` more would not fit, no
  /// further job is taken; beyond it the job that began last is given up.
  int64_t memory_max_mb = 0;
  int64_t job_memory_mb = 512;
  /// Threads of a copy at most (parallelCopies); 0: what the activity says.
  int64_t job_threads_max = 0;
  int64_t job_bytes_max = int64_t{32} << 20;  ///< A sealed job.
  /// Told what happens, one object each: {"event", …}; from several threads.
  std::function<void(const Json&)> log = [](const Json&) {};
};

/// How a node reaches its service.
http::ClientOptions ClientOptionsOf(const NodeFolder& folder, const Identity& identity);

/// Register a node: makes its keys, tells the service the open ones, and keeps the rest in the
/// folder. `identity`: server, proxy and name. Errors: those of http::Client; kDenied
/// GatewayKeyRefused and what else the service says.
Result<Identity> RegisterNode(const NodeFolder& folder, Identity identity, const std::string& key,
                              const std::string& version);

/// The far end: keeps a connection to its service, made from here, and carries out the jobs that
/// come over it.
class Node {
 public:
  /// Errors: as NodeFolder.
  static Result<std::unique_ptr<Node>> Open(NodeFolder folder, NodeOptions options);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// Work until somebody stops it; connects again whenever the connection is lost. Errors: kDenied
  /// GatewayNodeUnknown, kInvalid GatewayVersionRefused: the service does not want it.
  Result<> Serve(const CancelToken& stop);
  /// Take no more jobs; Serve ends when those that are here have ended. Thread safe.
  void Drain();
  /// What it does: {"status": "connected", "disconnected" or "draining", "server", "runtime",
  /// "node", "version", "since", "jobs": […], "jobsMax", "resultsKept", "memoryUsedMb",
  /// "lastError"}. Thread safe.
  Json State() const;

 private:
  using Steady = std::chrono::steady_clock;
  struct Running {
    CancelToken cancel;
    std::thread thread;
    bool asked = false;  ///< The service cancelled it.
    bool over = false;
    std::optional<Error> too_large;  ///< Why the node gave it up.
    Json about;                      ///< Which job it is, for people.
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  };

  Node(NodeFolder folder, Identity identity, NodeOptions options);
  Result<> KeepConnected(const CancelToken& stop);
  Result<> Converse(const CancelToken& stop);
  Result<> Greet(const CancelToken& stop);
  Result<> Flush();
  Result<> Take(const Json& message);
  bool Drained() const;
  void Beat();
  void Answered(int64_t beat);
  void WatchLease(const CancelToken& over);
  void WatchMemory();
  void Begin(const Json& message);
  void TellAgain(const std::string& job_id);
  Result<Json> OpenJob(const Json& message) const;
  void Work(const std::string& job_id, const Json& content, Running& running);
  Result<Json> Execute(const std::string& job_id, const Json& content, const CancelToken& cancel);
  Json Limited(const Json& content) const;
  void End(const std::string& job_id, const Json& about, const Result<Json>& result);
  void Tell(Json message);
  Json JobIds() const;
  void Reap();
  void StopAll(const char* reason);

  const NodeFolder folder_;
  const Identity identity_;
  const NodeOptions options_;
  const std::string boot_;
  std::atomic<std::chrono::milliseconds> lease_{std::chrono::milliseconds(60'000)};
  std::atomic<bool> draining_{false};
  bool drain_told_ = false;  // By this connection.
  LoadMeter load_;
  int64_t beat_ = 0;                             // The last heartbeat of this connection.
  std::map<int64_t, Steady::time_point> beats_;  // That wait for an answer: when they left.
  /// When the last words left that the service answered: from then on it keeps the jobs for us.
  std::atomic<Steady::time_point> answered_{Steady::now()};
  std::set<std::string> done_;  // Jobs of this process: none is done twice. Of one thread.

  mutable std::mutex mutex_;
  std::shared_ptr<http::WebSocketClient> client_;  // Null: not connected.
  std::deque<Json> out_;
  std::map<std::string, std::unique_ptr<Running>> running_;
  std::map<std::string, Json> results_;  // Messages, until they are acknowledged.
  UtcTime since_{};                      // When the connection began, or was lost.
  std::string last_error_;
};

}  // namespace weir::gateway
