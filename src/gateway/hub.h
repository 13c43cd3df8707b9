#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/box.h"
#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "engine/activity.h"
#include "http/server/socket_peer.h"

namespace weir::gateway {

/// A node of a self-hosted runtime, as it is kept.
struct NodeRecord {
  std::string id;
  std::string name;
  std::string version;
  std::string box_key;   ///< Jobs are sealed for it.
  std::string sign_key;  ///< It proves with it who it is.
  std::string location;  ///< Where it stands: "West Europe"; empty: nobody said.
  UtcTime registered{};
  int64_t jobs_limit = 0;  ///< Set at the service; 0: what the node says itself.
  bool draining = false;   ///< It ends its jobs and gets no new ones.
};

/// Where the nodes of runtimes are kept. Thread safe.
class NodeBook {
 public:
  virtual ~NodeBook() = default;
  /// Keep a node with the runtime that has this key; gives the runtime's id, in lower case. A node
  /// of the same name is replaced. Errors: kDenied GatewayKeyRefused, what keeping it says.
  virtual Result<std::string> Enroll(const std::string& key, const NodeRecord& node) = 0;
  /// Errors: kDenied GatewayNodeUnknown.
  virtual Result<NodeRecord> FindNode(const std::string& runtime_id,
                                      const std::string& node_id) const = 0;
  /// The runtime whose nodes do what is asked of this one: itself, or the one shared with it.
  /// Errors: kDenied IntegrationRuntimeAccessDenied.
  virtual Result<std::string> Resolve(const std::string& runtime_id) const { return runtime_id; }
  /// How many nodes the runtime has, connected or not.
  virtual size_t CountNodes(const std::string& runtime_id) const = 0;
};

struct HubOptions {
  NodeBook* book = nullptr;
  const Clock* clock = nullptr;
  KeyPair signing = {};
  std::string version = {};  ///< Of this program; empty: nobody says.
  /// How long a job waits for a node with room.
  std::chrono::seconds wait_max{600};
  /// How long a node may be gone before its jobs are given up; nodes end them a bit sooner.
  std::chrono::seconds lease{60};
};

/// A node that is connected.
struct NodeState {
  std::string id;
  std::string version;
  Json capabilities;
  int64_t jobs = 0;
  int64_t jobs_max = 0;    ///< What the node can do.
  int64_t jobs_limit = 0;  ///< What it is given.
  bool draining = false;
  bool busy = false;           ///< It has no memory for one more.
  int64_t memory_free_mb = 0;  ///< 0: it did not say.
  int64_t cpu_percent = 0;
  int64_t sent_bytes = 0;  ///< To the node, by this connection.
  int64_t received_bytes = 0;
  UtcTime connected{};
  UtcTime heard{};
};

/// What a service counted of a runtime since it began.
struct RuntimeFigures {
  int64_t waiting = 0;  ///< Jobs that no node has room for.
  int64_t taken = 0;    ///< Jobs that a node began.
  double pickup_s = 0;  ///< From the wish to the begin, of all that were taken together.
  int64_t ended = 0;
  int64_t lost = 0;
};

/// Why a node that proved who it is was sent away.
struct Refusal {
  Error error;
  UtcTime time{};
};

class Link;

/// Where a job is: enough to find it again.
struct Seat {
  std::string runtime_id;
  std::string node_id;
  std::string boot;  ///< Of the node's process.
  std::string job_id;

  Json ToJson() const;
  static Seat FromJson(const Json& json);
};

/// The server's end: the nodes that are connected, and the jobs that they have. Thread safe.
class Hub {
 public:
  Hub() = default;
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void Open(HubOptions options);
  /// No more jobs and no more nodes; those that are connected are hung up on.
  void Close();
  /// Until then, and after Close, activities are carried out where they are.
  bool open() const;
  std::string version() const;

  /// Register a node: {"authKey", "nodeName", "version", "protocol", "boxKey", "signKey"} to
  /// {"nodeId", "runtimeId", "serverKey"}. Errors: as NodeBook; kInvalid GatewayRequestInvalid,
  /// GatewayVersionRefused.
  Result<Json> Register(const Json& asked);
  /// A connection of a node that has yet to say who it is.
  std::shared_ptr<http::SocketPeer> Connect();
  /// The nodes of a runtime that are connected.
  std::vector<NodeState> Connected(const std::string& runtime_id) const;
  RuntimeFigures FiguresOf(const std::string& runtime_id) const;
  /// When the node asked last, if it was sent away then.
  std::optional<Refusal> RefusalOf(const std::string& node_id) const;
  /// What is kept of the node changed.
  void Reread(const std::string& runtime_id, const std::string& node_id);
  /// The node is no more: hang up on it and give up its jobs.
  void Drop(const std::string& node_id);

  /// As NodeBook.
  Result<std::string> Resolve(const std::string& runtime_id) const;
  /// Take room at a node of a runtime that knows the activity's type, the one with the most; waits
  /// for it, first come first served. Errors: kConflict IntegrationRuntimeHasNoNodes; kUnavailable
  /// IntegrationRuntimeOffline if none came in time; kCancelled.
  Result<Seat> Reserve(const std::string& runtime_id, const std::string& type,
                       const CancelToken& cancel);
  /// Take room, if there is some, at a node of any runtime of a factory that stands at a location.
  std::optional<Seat> ReserveAt(const std::string& factory, const std::string& location,
                                const std::string& type);
  /// Have the job where it was before a restart of this service.
  void Adopt(const Seat& seat);
  /// Send the job, or send it again: a node that has it already goes on with it. `content` is
  /// sealed for the node. Errors: what finding the node says; kInvalid GatewayJobTooLarge.
  Result<> Send(const Seat& seat, Json content);
  /// Wait until the job is over: {"output"} or {"error"}. Errors: kUnavailable GatewayNodeLost;
  /// kCancelled if `cancel` says so: the job goes on.
  using OnProgress = std::function<void(const engine::Progress&)>;
  Result<Json> Await(const Seat& seat, const CancelToken& cancel, const OnProgress& progress);
  /// Ask the node to stop it, and wait a moment for its end.
  void Cancel(const Seat& seat);
  /// The result was kept: the node may forget the job.
  void Forget(const Seat& seat);

 private:
  friend class Link;
  using Steady = std::chrono::steady_clock;
  struct Slot {
    Seat seat;
    Json message;  ///< As it is sent; null: not yet.
    Json result;
    std::optional<engine::Progress> progress;
    std::optional<Error> lost;
    Steady::time_point since = Steady::now();  ///< The job is with this service.
    bool taken = false;                        ///< A node said that it began.
  };

  void Hello(Link& link, const Json& said);
  void Said(Link& link, const Json& said);
  void Gone(const Link& link);
  Result<> Admit(Link& link, const Json& said);
  void Refuse(Link& link, const Error& error);
  void Beat(Link& link, const Json& said);
  bool Silent(const Link& link, Steady::duration most) const;
  void Count(Slot& slot, const Json& said);
  void GiveBack(Link& link, const Json& said);
  void Offer(Link& link, const Slot& slot) const;
  Link* LinkOf(const std::string& node_id) const;
  NodeState StateOf(const Link& link) const;
  bool MayTake(const Link& link, const std::string& type) const;
  Link* Roomiest(const std::function<bool(const Link&)>& of) const;
  int64_t JobsOf(const std::string& node_id) const;
  std::optional<Error> LostOf(const Slot& slot) const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  HubOptions options_;
  bool open_ = false;
  std::map<std::string, std::shared_ptr<Link>> links_;  // By node.
  std::map<std::string, Steady::time_point> gone_;      // When a node was last there.
  std::map<std::string, Slot> slots_;                   // By job.
  std::map<std::string, std::set<int64_t>> lines_;      // By runtime and type: who waits.
  int64_t last_in_line_ = 0;
  std::map<std::string, RuntimeFigures> figures_;  // By runtime.
  std::map<std::string, Refusal> refusals_;        // By node.
};

}  // namespace weir::gateway
