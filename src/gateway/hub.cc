#include "gateway/hub.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "base/secret.h"
#include "gateway/link.h"
#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

constexpr size_t kNameMax = 150;
constexpr int64_t kJobsMax = 100'000;

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
  figures_.clear();
  refusals_.clear();
  changed_.notify_all();
}

bool Hub::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

std::string Hub::version() const {
  const std::lock_guard lock(mutex_);
  return options_.version;
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
  node.location = asked["location"].as_string();
  if (node.location.size() > kNameMax) return Invalid("'location' must have at most 150 bytes");
  if (!SealFor(node.box_key, "")) return Invalid("'boxKey' must be an X25519 key in base64");
  if (node.sign_key.empty()) return Invalid("'signKey' must be an Ed25519 key in base64");
  WEIR_ASSIGN(const std::string runtime, book->Enroll(asked["authKey"].as_string(), node));
  std::vector<std::string> replaced;
  for (const std::lock_guard lock(mutex_); const auto& [id, link] : links_) {
    const bool same = link->runtime_id == runtime && SameName(link->node.name, node.name);
    if (same) replaced.push_back(id);
  }
  for (const std::string& id : replaced) Drop(id);
  return Json::Object({{"nodeId", node.id}, {"runtimeId", runtime}, {"serverKey", server_key}});
}

std::shared_ptr<http::SocketPeer> Hub::Connect() {
  return std::make_shared<Link>(*this, NewToken());
}

Result<> Hub::Admit(Link& link, const Json& said) {
  if (!open_) return Fail(ErrorKind::kUnavailable, "GatewayClosed", "the service is stopping");
  const std::string& id = said["node"].as_string();
  WEIR_ASSIGN(NodeRecord node, options_.book->FindNode(said["runtime"].as_string(), id));
  if (!HasSigned(node.sign_key, ConnectText(link.nonce, id), said["signature"].as_string())) {
    return Fail(ErrorKind::kDenied, "GatewayNodeUnknown",
                "the node did not prove that it is the one that registered");
  }
  // Known from here on: why it is sent away is kept, and shown.
  link.runtime_id = NameKey(said["runtime"].as_string());
  link.node.id = id;
  if (said["protocol"] != Json(kProtocol)) return VersionRefused(said);
  const int64_t jobs_max = said["jobsMax"].as_int();
  if (said["boot"].as_string().empty() || jobs_max < 1 || jobs_max > kJobsMax) {
    return Invalid("'boot' and 'jobsMax' are missing");
  }
  link.node = std::move(node);
  return {};
}

void Hub::Hello(Link& link, const Json& said) {
  const std::lock_guard lock(mutex_);
  const Result<> admitted = Admit(link, said);
  if (!admitted) return Refuse(link, admitted.error());
  link.boot = said["boot"].as_string();
  link.jobs_max = said["jobsMax"].as_int();
  link.job_bytes_max = said["jobBytesMax"].is_int() ? said["jobBytesMax"].as_int() : kJobBytesMax;
  link.leaving = said["leaving"].as_bool();
  link.capabilities = said["capabilities"];
  for (const Json& type : link.capabilities.items()) link.types.insert(NameKey(type.as_string()));
  link.node.version = said["version"].as_string();
  link.connected = link.heard = options_.clock->Now();
  std::shared_ptr<Link>& place = links_[link.node.id];
  if (place != nullptr) place->End();  // An earlier connection that nobody closed.
  place = link.shared_from_this();
  gone_.erase(link.node.id);
  refusals_.erase(link.node.id);
  link.Push(Json::Object({{"type", "welcome"}, {"leaseSeconds", options_.lease.count()}}));
  for (const auto& [job, slot] : slots_) {
    const bool waits = !slot.message.is_null() && slot.result.is_null();
    if (slot.seat.node_id == link.node.id && waits) Offer(link, slot);
  }
  changed_.notify_all();
}

void Hub::Refuse(Link& link, const Error& error) {
  link.Push(Json::Object({{"type", "refused"}, {"error", ErrorToJson(error)}}));
  link.End();
  if (link.node.id.empty()) return;
  refusals_.insert_or_assign(link.node.id, Refusal{error, options_.clock->Now()});
  link.node = {};
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
  link.heard_at = Steady::now();
  const std::string& type = said["type"].as_string();
  if (type == "heartbeat") return Beat(link, said);
  if (type == "drain") {
    link.leaving = true;
    return;
  }
  const auto found = slots_.find(said["job"].as_string());
  if (found == slots_.end() || found->second.seat.node_id != link.node.id) return;
  if (type == "progress") found->second.progress = ProgressFromJson(said["progress"]);
  Count(found->second, said);
  if (type == "result") found->second.result = said;
  if (type == "unknown") {
    found->second.lost =
        Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
             "the node '" + link.node.name + "' was started anew and lost the job");
  }
  changed_.notify_all();
}

void Hub::Beat(Link& link, const Json& said) {
  const bool was_busy = link.busy;
  link.busy = said["busy"].as_bool();
  link.memory_free_mb = said["memoryFreeMb"].as_int();
  link.cpu_percent = said["cpuPercent"].as_int();
  link.Push(Json::Object({{"type", "heard"}, {"beat", said["beat"]}}));
  if (was_busy && !link.busy) changed_.notify_all();
  GiveBack(link, said["jobs"]);
}

/// True if nothing came from it for so long, although nobody hung up.
bool Hub::Silent(const Link& link, Steady::duration most) const {
  return Steady::now() - link.heard_at >= most;
}

/// For the figures; what comes twice counts once.
void Hub::Count(Slot& slot, const Json& said) {
  RuntimeFigures& figures = figures_[slot.seat.runtime_id];
  const std::string& type = said["type"].as_string();
  if (type == "taken" && !slot.taken) {
    slot.taken = true;
    ++figures.taken;
    figures.pickup_s += std::chrono::duration<double>(Steady::now() - slot.since).count();
  }
  if (type == "result" && slot.result.is_null()) ++figures.ended;
  if (type == "unknown" && !slot.lost) ++figures.lost;
}

/// Jobs that nobody asked about for a whole lease are nobody's.
void Hub::GiveBack(Link& link, const Json& jobs) {
  link.stray = 0;
  for (const Json& job : jobs.items()) link.stray += slots_.contains(job.as_string()) ? 0 : 1;
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
    if (Silent(*link, options_.lease)) continue;
    if (SameName(link->runtime_id, runtime_id)) nodes.push_back(StateOf(*link));
  }
  return nodes;
}

NodeState Hub::StateOf(const Link& link) const {
  NodeState state;
  state.id = link.node.id;
  state.version = link.node.version;
  state.capabilities = link.capabilities;
  state.jobs = JobsOf(link.node.id);
  state.jobs_max = link.jobs_max;
  state.jobs_limit =
      link.node.jobs_limit == 0 ? link.jobs_max : std::min(link.node.jobs_limit, link.jobs_max);
  state.draining = link.leaving || link.node.draining;
  state.busy = link.busy;
  state.memory_free_mb = link.memory_free_mb;
  state.cpu_percent = link.cpu_percent;
  state.sent_bytes = link.sent_bytes();
  state.received_bytes = link.received_bytes();
  state.connected = link.connected;
  state.heard = link.heard;
  return state;
}

RuntimeFigures Hub::FiguresOf(const std::string& runtime_id) const {
  const std::string key = NameKey(runtime_id);
  const std::lock_guard lock(mutex_);
  const auto found = figures_.find(key);
  RuntimeFigures figures = found == figures_.end() ? RuntimeFigures{} : found->second;
  for (auto line = lines_.lower_bound(key + "\n");
       line != lines_.end() && line->first.starts_with(key + "\n"); ++line) {
    figures.waiting += static_cast<int64_t>(line->second.size());
  }
  return figures;
}

std::optional<Refusal> Hub::RefusalOf(const std::string& node_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = refusals_.find(node_id);
  return found == refusals_.end() ? std::nullopt : std::optional(found->second);
}

void Hub::Reread(const std::string& runtime_id, const std::string& node_id) {
  const std::lock_guard lock(mutex_);
  Link* link = LinkOf(node_id);
  if (!open_ || link == nullptr) return;
  const Result<NodeRecord> node = options_.book->FindNode(NameKey(runtime_id), node_id);
  if (!node) return;
  link->node.jobs_limit = node->jobs_limit;
  link->node.draining = node->draining;
  changed_.notify_all();
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
  refusals_.erase(node_id);
  changed_.notify_all();
}

}  // namespace weir::gateway
