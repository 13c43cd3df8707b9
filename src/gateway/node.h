#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/activity.h"
#include "gateway/node_folder.h"
#include "http/client.h"
#include "http/websocket_client.h"

namespace weir::gateway {

struct NodeOptions {
  const engine::ActivityRegistry* activities = nullptr;
  const Clock* clock = nullptr;
  std::string version;
  int64_t jobs_max = 4;  ///< Carried out at a time.
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

 private:
  struct Running {
    CancelToken cancel;
    std::thread thread;
    bool asked = false;  ///< The service cancelled it.
    bool over = false;
  };

  Node(NodeFolder folder, Identity identity, NodeOptions options);
  Result<> Converse(const CancelToken& stop);
  Result<> Greet(const CancelToken& stop);
  Result<> Flush();
  Result<> Take(const Json& message);
  void Begin(const Json& message);
  void TellAgain(const std::string& job_id);
  Result<Json> OpenJob(const Json& message) const;
  void Work(const std::string& job_id, const Json& content, Running& running);
  Result<Json> Execute(const std::string& job_id, const Json& content, const CancelToken& cancel);
  void End(const std::string& job_id, const Result<Json>& result);
  void Tell(Json message);
  Json JobIds() const;
  void Reap();
  void StopAll(const char* reason);

  const NodeFolder folder_;
  const Identity identity_;
  const NodeOptions options_;
  const std::string boot_;
  std::chrono::seconds lease_{60};
  std::set<std::string> done_;  // Jobs of this process: none is done twice. Of one thread.

  mutable std::mutex mutex_;
  std::shared_ptr<http::WebSocketClient> client_;  // Null: not connected.
  std::deque<Json> out_;
  std::map<std::string, std::unique_ptr<Running>> running_;
  std::map<std::string, Json> results_;  // Messages, until they are acknowledged.
};

}  // namespace weir::gateway
