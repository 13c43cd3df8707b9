#include "gateway/hub.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "base/secret.h"
#include "gateway/link.h"
#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

/// How often waits look whether somebody cancelled.
constexpr auto kLook = std::chrono::milliseconds(50);
constexpr auto kCancelMax = std::chrono::seconds(15);
constexpr size_t kNameMax = 150;

Error Invalid(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "GatewayRequestInvalid", message);
}

Error VersionRefused(const Json& said) {
  return Fail(ErrorKind::kInvalid, "GatewayVersionRefused",
              "this service speaks version " + std::to_string(kProtocol) +
                  " of the gateway's protocol, the node " +
                  (said["protocol"].is_int() ? std::to_string(said["protocol"].as_int())
                                             : std::string("another")) +
                  "; install the same release on both");
}

Error Removed() {
  return Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
              "the node was removed from its integration runtime");
}

}  // namespace

Json Seat::ToJson() const {
  return Json::Object(
      {{"runtime", runtime_id}, {"node", node_id}, {"boot", boot}, {"job", job_id}});
}

Seat Seat::FromJson(const Json& json) {
  return {json["runtime"].as_string(), json["node"].as_string(), json["boot"].as_string(),
          json["job"].as_string()};
}

void Hub::Open(HubOptions options) {
  const std::lock_guard lock(mutex_);
  options_ = std::move(options);
  open_ = true;
}

void Hub::Close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  options_.book = nullptr;
  for (const auto& [id, link] : links_) link->End();
  links_.clear();
  slots_.clear();
  changed_.notify_all();
}

bool Hub::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

Result<Json> Hub::Register(const Json& asked) {
  NodeBook* book = nullptr;
  NodeRecord node;
  std::string server_key;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return Fail(ErrorKind::kUnavailable, "GatewayClosed", "the service is stopping");
    book = options_.book;
    node.registered = options_.clock->Now();
    server_key = options_.signing.open;
  }
  if (asked["protocol"] != Json(kProtocol)) return VersionRefused(asked);
  node.id = NewGuid();
  node.name = asked["nodeName"].as_string();
  node.version = asked["version"].as_string();
  node.box_key = asked["boxKey"].as_string();
  node.sign_key = asked["signKey"].as_string();
  if (node.name.empty() || node.name.size() > kNameMax) {
    return Invalid("'nodeName' must have 1 to 150 bytes");
  }
  if (!SealFor(node.box_key, "")) return Invalid("'boxKey' must be an X25519 key in base64");
  if (node.sign_key.empty()) return Invalid("'signKey' must be an Ed25519 key in base64");
  WEIR_ASSIGN(const std::string runtime, book->Enroll(asked["authKey"].as_string(), node));
  return Json::Object({{"nodeId", node.id}, {"runtimeId", runtime}, {"serverKey", server_key}});
}

std::shared_ptr<http::SocketPeer> Hub::Connect() {
  return std::make_shared<Link>(*this, NewToken());
}

Result<> Hub::Admit(Link& link, const Json& said) {
  if (!open_) return Fail(ErrorKind::kUnavailable, "GatewayClosed", "the service is stopping");
  if (said["protocol"] != Json(kProtocol)) return VersionRefused(said);
  const std::string& id = said["node"].as_string();
  WEIR_ASSIGN(NodeRecord node, options_.book->FindNode(said["runtime"].as_string(), id));
  if (!HasSigned(node.sign_key, ConnectText(link.nonce, id), said["signature"].as_string())) {
    return Fail(ErrorKind::kDenied, "GatewayNodeUnknown",
                "the node did not prove that it is the one that registered");
  }
  if (said["boot"].as_string().empty() || said["jobsMax"].as_int() < 1) {
    return Invalid("'boot' and 'jobsMax' are missing");
  }
  link.node = std::move(node);
  return {};
}

void Hub::Hello(Link& link, const Json& said) {
  const std::lock_guard lock(mutex_);
  const Result<> admitted = Admit(link, said);
  if (!admitted) {
    link.Push(Json::Object({{"type", "refused"}, {"error", ErrorToJson(admitted.error())}}));
    return link.End();
  }
  link.runtime_id = NameKey(said["runtime"].as_string());
  link.boot = said["boot"].as_string();
  link.jobs_max = said["jobsMax"].as_int();
  link.capabilities = said["capabilities"];
  for (const Json& type : link.capabilities.items()) link.types.insert(NameKey(type.as_string()));
  link.node.version = said["version"].as_string();
  link.connected = link.heard = options_.clock->Now();
  std::shared_ptr<Link>& place = links_[link.node.id];
  if (place != nullptr) place->End();  // An earlier connection that nobody closed.
  place = link.shared_from_this();
  gone_.erase(link.node.id);
  link.Push(Json::Object({{"type", "welcome"}, {"leaseSeconds", options_.lease.count()}}));
  for (const auto& [job, slot] : slots_) {
    const bool waits = !slot.message.is_null() && slot.result.is_null();
    if (slot.seat.node_id == link.node.id && waits) Offer(link, slot);
  }
  changed_.notify_all();
}

/// Have the node begin the job, or tell what became of it. A node that has it goes on with it; a
/// process that never had it can only have its result, from the one before.
void Hub::Offer(Link& link, const Slot& slot) const {
  if (link.boot == slot.seat.boot) return link.Push(slot.message);
  link.Push(Json::Object({{"type", "ask"}, {"job", slot.seat.job_id}}));
}

void Hub::Said(Link& link, const Json& said) {
  const std::lock_guard lock(mutex_);
  if (!open_) return;
  link.heard = options_.clock->Now();
  const std::string& type = said["type"].as_string();
  if (type == "heartbeat") return GiveBack(link, said["jobs"]);
  const auto found = slots_.find(said["job"].as_string());
  if (found == slots_.end() || found->second.seat.node_id != link.node.id) return;
  if (type == "progress") found->second.progress = ProgressFromJson(said["progress"]);
  if (type == "result") found->second.result = said;
  if (type == "unknown") {
    found->second.lost =
        Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
             "the node '" + link.node.name + "' was started anew and lost the job");
  }
  changed_.notify_all();
}

/// Jobs that nobody asked about for a whole lease are nobody's.
void Hub::GiveBack(Link& link, const Json& jobs) {
  if (Steady::now() - link.since < options_.lease) return;
  for (const Json& job : jobs.items()) {
    if (slots_.contains(job.as_string())) continue;
    link.Push(Json::Object({{"type", "cancel"}, {"job", job}}));
    link.Push(Json::Object({{"type", "acknowledge"}, {"job", job}}));
  }
}

void Hub::Gone(const Link& link) {
  const std::lock_guard lock(mutex_);
  const auto found = links_.find(link.node.id);
  if (found == links_.end() || found->second.get() != &link) return;
  links_.erase(found);
  gone_[link.node.id] = Steady::now();
  changed_.notify_all();
}

std::vector<NodeState> Hub::Connected(const std::string& runtime_id) const {
  const std::lock_guard lock(mutex_);
  std::vector<NodeState> nodes;
  for (const auto& [id, link] : links_) {
    if (!SameName(link->runtime_id, runtime_id)) continue;
    nodes.push_back({id, link->node.version, link->capabilities, JobsOf(id), link->jobs_max,
                     link->connected, link->heard});
  }
  return nodes;
}

void Hub::Drop(const std::string& node_id) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, slot] : slots_) {
    if (slot.seat.node_id == node_id) slot.lost = Removed();
  }
  if (Link* link = LinkOf(node_id)) {
    link->Push(Json::Object({{"type", "refused"},
                             {"error", ErrorToJson(Fail(ErrorKind::kDenied, "GatewayNodeUnknown",
                                                        "the node was removed"))}}));
    link->End();
    links_.erase(node_id);
  }
  changed_.notify_all();
}

Link* Hub::LinkOf(const std::string& node_id) const {
  const auto found = links_.find(node_id);
  return found == links_.end() ? nullptr : found->second.get();
}

int64_t Hub::JobsOf(const std::string& node_id) const {
  return std::count_if(slots_.begin(), slots_.end(),
                       [&](const auto& slot) { return slot.second.seat.node_id == node_id; });
}

Link* Hub::Roomiest(const std::string& runtime_id, const std::string& type) const {
  Link* best = nullptr;
  int64_t room = 0;
  for (const auto& [id, link] : links_) {
    if (link->runtime_id != runtime_id || !link->types.contains(NameKey(type))) continue;
    const int64_t left = link->jobs_max - JobsOf(id);
    if (left <= room) continue;
    room = left;
    best = link.get();
  }
  return best;
}

Result<Seat> Hub::Reserve(const std::string& runtime_id, const std::string& type,
                          const CancelToken& cancel) {
  std::unique_lock lock(mutex_);
  const std::string name = runtime_id.substr(runtime_id.rfind('/') + 1);
  if (open_ && options_.book->CountNodes(runtime_id) == 0) {
    return Fail(ErrorKind::kConflict, "IntegrationRuntimeHasNoNodes",
                "the self-hosted integration runtime '" + name +
                    "' has no node; register one with weir gateway register")
        .At(runtime_id);
  }
  const auto deadline = Steady::now() + options_.wait_max;
  while (open_) {
    WEIR_TRY(cancel.Check());
    if (const Link* link = Roomiest(runtime_id, type)) {
      Seat seat{runtime_id, link->node.id, link->boot, NewGuid()};
      slots_[seat.job_id].seat = seat;
      return seat;
    }
    if (Steady::now() > deadline) {
      return Fail(ErrorKind::kUnavailable, "IntegrationRuntimeOffline",
                  "no node of the self-hosted integration runtime '" + name +
                      "' was connected and had room for a " + type + " activity within " +
                      std::to_string(options_.wait_max.count()) + " s")
          .At(runtime_id);
    }
    changed_.wait_for(lock, kLook);
  }
  return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
}

void Hub::Adopt(const Seat& seat) {
  const std::lock_guard lock(mutex_);
  slots_[seat.job_id].seat = seat;
}

Result<> Hub::Send(const Seat& seat, Json content) {
  const std::lock_guard lock(mutex_);
  if (!open_) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
  WEIR_ASSIGN(const NodeRecord node, options_.book->FindNode(seat.runtime_id, seat.node_id));
  content.Set("job", seat.job_id);
  content.Set("node", seat.node_id);
  content.Set("boot", seat.boot);
  WEIR_ASSIGN(std::string sealed, SealFor(node.box_key, DumpJson(content)));
  std::string signature = Sign(options_.signing, JobText(seat.node_id, sealed));
  const Json message = Json::Object({{"type", "job"},
                                     {"job", seat.job_id},
                                     {"sealed", std::move(sealed)},
                                     {"signature", std::move(signature)}});
  Slot& slot = slots_[seat.job_id];
  slot.seat = seat;
  slot.message = message;
  if (Link* link = LinkOf(seat.node_id)) Offer(*link, slot);
  return {};
}

std::optional<Error> Hub::LostOf(const Slot& slot) const {
  if (slot.lost) return slot.lost;
  if (links_.contains(slot.seat.node_id)) return std::nullopt;
  const auto gone = gone_.find(slot.seat.node_id);
  const auto since = gone == gone_.end() ? slot.since : std::max(slot.since, gone->second);
  if (Steady::now() - since < options_.lease) return std::nullopt;
  return Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
              "the node that has the job was not connected for " +
                  std::to_string(options_.lease.count()) + " s");
}

Result<Json> Hub::Await(const Seat& seat, const CancelToken& cancel, const OnProgress& progress) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto found = slots_.find(seat.job_id);
    if (found == slots_.end()) {
      return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
    }
    Slot& slot = found->second;
    if (!slot.result.is_null()) return slot.result;
    if (std::optional<Error> lost = LostOf(slot)) return *std::move(lost);
    WEIR_TRY(cancel.Check());
    if (slot.progress) {
      const engine::Progress last = *std::exchange(slot.progress, std::nullopt);
      lock.unlock();
      progress(last);
      lock.lock();
      continue;
    }
    changed_.wait_for(lock, kLook);
  }
}

void Hub::Cancel(const Seat& seat) {
  std::unique_lock lock(mutex_);
  if (Link* link = LinkOf(seat.node_id)) {
    link->Push(Json::Object({{"type", "cancel"}, {"job", seat.job_id}}));
  }
  changed_.wait_for(lock, kCancelMax, [&] {
    const auto found = slots_.find(seat.job_id);
    return found == slots_.end() || !found->second.result.is_null() || found->second.lost ||
           LinkOf(seat.node_id) == nullptr;
  });
}

void Hub::Forget(const Seat& seat) {
  const std::lock_guard lock(mutex_);
  slots_.erase(seat.job_id);
  if (Link* link = LinkOf(seat.node_id)) {
    link->Push(Json::Object({{"type", "acknowledge"}, {"job", seat.job_id}}));
  }
  changed_.notify_all();
}

}  // namespace weir::gateway
