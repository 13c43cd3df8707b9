#include "gateway/node.h"

#include <algorithm>

#include "base/ids.h"
#include "gateway/parcel_context.h"
#include "gateway/protocol.h"
#include "gateway/remote_executor.h"

namespace weir::gateway {
namespace {

constexpr std::chrono::milliseconds kHeartbeat{5'000};
constexpr std::chrono::milliseconds kHeartbeatTight{
    1'000};  // It also says whether there is memory.
constexpr int64_t kBeatsPerLease = 8;
constexpr std::chrono::milliseconds kLook{200};  // For a stop.
constexpr std::chrono::milliseconds kAgainMin{200};
constexpr std::chrono::milliseconds kAgainMax{5'000};
constexpr std::chrono::milliseconds kGreetMax{20'000};

bool IsFinal(const Error& error) {
  return error.code() == "GatewayNodeUnknown" || error.code() == "GatewayVersionRefused";
}

}  // namespace

http::ClientOptions ClientOptionsOf(const NodeFolder& folder, const Identity& identity) {
  http::ClientOptions options;
  options.ca_file = folder.certificate_file();
  options.proxy = identity.proxy;
  options.user_agent = "weir-gateway";
  return options;
}

Result<Identity> RegisterNode(const NodeFolder& folder, Identity identity, const std::string& key,
                              const std::string& version) {
  while (identity.server.ends_with('/')) identity.server.pop_back();
  identity.box = NewBoxKeys();
  identity.sign = NewSigningKeys();
  http::Client client(ClientOptionsOf(folder, identity));
  const Json asked = Json::Object({{"authKey", key},
                                   {"nodeName", identity.node_name},
                                   {"version", version},
                                   {"protocol", kProtocol},
                                   {"boxKey", identity.box.open},
                                   {"signKey", identity.sign.open},
                                   {"location", identity.location}});
  WEIR_ASSIGN(const http::Response response,
              client.Send({.method = "POST",
                           .url = identity.server + "/weir/gateway/register",
                           .headers = {{"Content-Type", "application/json"}},
                           .body = DumpJson(asked)}));
  const Result<Json> answer = ParseJson(response.body);
  if (response.status != 200 || !answer) {
    const Json error = answer ? (*answer)["error"] : Json();
    const std::string& code = error["code"].as_string();
    const bool denied = response.status == 401 || response.status == 403;
    return Fail(denied ? ErrorKind::kDenied : ErrorKind::kInvalid,
                code.empty() ? "GatewayRefused" : code,
                code.empty() ? "the service answered " + std::to_string(response.status)
                             : error["message"].as_string());
  }
  identity.node_id = (*answer)["nodeId"].as_string();
  identity.runtime_id = (*answer)["runtimeId"].as_string();
  identity.server_key = (*answer)["serverKey"].as_string();
  WEIR_TRY(folder.SaveIdentity(identity));
  return identity;
}

Node::Node(NodeFolder folder, Identity identity, NodeOptions options)
    : folder_(std::move(folder)),
      identity_(std::move(identity)),
      options_(std::move(options)),
      boot_(NewGuid()),
      results_(folder_.ReadResults()),
      since_(options_.clock->Now()) {}

Node::~Node() {
  StopAll("GatewayNodeStopped");
  for (auto& [id, job] : running_) job->thread.join();
}

Result<std::unique_ptr<Node>> Node::Open(NodeFolder folder, NodeOptions options) {
  WEIR_ASSIGN(Identity identity, folder.ReadIdentity());
  return std::unique_ptr<Node>(
      new Node(std::move(folder), std::move(identity), std::move(options)));
}

Result<> Node::Serve(const CancelToken& stop) {
  CancelToken over;
  std::thread watchdog([&] { WatchLease(over); });
  Result<> served = KeepConnected(stop);
  over.Cancel();
  watchdog.join();
  return served;
}

/// The service gives the jobs up after the lease, to have them done elsewhere: they must end before
/// that, whatever the thread that connects waits for.
void Node::WatchLease(const CancelToken& over) {
  constexpr std::chrono::milliseconds kLook{50};
  while (over.Sleep(kLook)) {
    if (Steady::now() - answered_.load() > lease_.load() * 3 / 4) StopAll("GatewayLeaseLost");
  }
}

Result<> Node::KeepConnected(const CancelToken& stop) {
  SeededRandom random(EntropySeed());
  auto again = kAgainMin;
  while (!stop.cancelled()) {
    const Result<> ended = Converse(stop);
    bool connected = false;
    {
      const std::lock_guard lock(mutex_);
      connected = std::exchange(client_, nullptr) != nullptr;
      if (connected) since_ = options_.clock->Now();
      if (!ended) last_error_ = ended.error().ToString();
      out_.clear();  // Results are kept apart; progress is told anew.
    }
    if (stop.cancelled() || Drained()) break;
    if (connected) again = kAgainMin;
    if (!ended) {
      options_.log(Json::Object({{"event", connected ? "disconnected" : "notConnected"},
                                 {"errorCode", ended.error().code()},
                                 {"message", ended.error().ToString()}}));
      if (IsFinal(ended.error())) return ended.error();
    }
    Reap();
    const auto jitter = std::chrono::milliseconds(random.Below(1 + again.count() / 2));
    if (!stop.Sleep(again + jitter)) break;
    // Sooner than the lease ends.
    again = std::min({again * 2, kAgainMax, lease_.load() / 4});
  }
  return {};
}

Result<> Node::Greet(const CancelToken& stop) {
  WEIR_ASSIGN(std::shared_ptr<http::WebSocketClient> client,
              http::WebSocketClient::Open(ClientOptionsOf(folder_, identity_),
                                          identity_.server + "/weir/gateway/connect", {}, &stop));
  WEIR_ASSIGN(const std::optional<std::string> first, client->Receive(kGreetMax));
  WEIR_ASSIGN(const Json challenge, ParseJson(first.value_or("null")));
  Json types = Json::Array();
  for (const engine::ActivitySpec& spec : options_.activities->all()) {
    if (IsRemote(spec.type)) types.Append(spec.type);
  }
  const std::string& id = identity_.node_id;
  const Json hello = Json::Object(
      {{"type", "hello"},
       {"protocol", kProtocol},
       {"version", options_.version},
       {"runtime", identity_.runtime_id},
       {"node", id},
       {"signature", Sign(identity_.sign, ConnectText(challenge["nonce"].as_string(), id))},
       {"boot", boot_},
       {"jobsMax", options_.jobs_max},
       {"jobBytesMax", options_.job_bytes_max},
       {"leaving", draining_.load()},
       {"capabilities", std::move(types)},
       {"jobs", JobIds()}});
  const auto asked = Steady::now();
  WEIR_TRY(client->Send(DumpJson(hello)));
  WEIR_ASSIGN(const std::optional<std::string> answer, client->Receive(kGreetMax));
  WEIR_ASSIGN(const Json said, ParseJson(answer.value_or("null")));
  if (said["type"].as_string() == "refused") return ErrorFromJson(said["error"]);
  if (said["type"].as_string() != "welcome") {
    return Fail(ErrorKind::kUnavailable, "GatewayRefused", "the service did not answer the hello");
  }
  lease_ = std::chrono::seconds(std::max<int64_t>(said["leaseSeconds"].as_int(), 1));
  answered_ = asked;
  beats_.clear();
  const std::lock_guard lock(mutex_);
  client_ = std::move(client);
  since_ = options_.clock->Now();
  last_error_.clear();
  drain_told_ = draining_;
  for (const auto& [job, message] : results_) out_.push_back(message);
  return {};
}

Result<> Node::Converse(const CancelToken& stop) {
  WEIR_TRY(Greet(stop));
  options_.log(Json::Object({{"event", "connected"}, {"server", identity_.server}}));
  Beat();
  auto beat = Steady::now();
  const std::chrono::milliseconds each = std::min(
      options_.memory_max_mb > 0 ? kHeartbeatTight : kHeartbeat, lease_.load() / kBeatsPerLease);
  const std::chrono::milliseconds look = std::min(kLook, each);
  while (!stop.cancelled()) {
    if (draining_ && !std::exchange(drain_told_, true)) {
      Tell(Json::Object({{"type", "drain"}}));
    }
    WEIR_TRY(Flush());
    if (Drained()) return {};
    WEIR_ASSIGN(const std::optional<std::string> message, client_->Receive(look));
    // First of all: what comes after a long silence is not ours to do any more.
    if (Steady::now() - answered_.load() > lease_.load() / 2) {
      return Fail(ErrorKind::kUnavailable, "GatewaySilent",
                  "the service did not answer for half of the lease");
    }
    if (message) {
      WEIR_ASSIGN(const Json said, ParseJson(*message));
      WEIR_TRY(Take(said));
    }
    Reap();
    WatchMemory();
    const auto now = std::chrono::steady_clock::now();
    if (now - beat < each) continue;
    beat = now;
    Beat();
  }
  return {};
}

void Node::Beat() {
  const MachineLoad load = load_.Look();
  bool busy = false;
  if (options_.memory_max_mb > 0) {
    const std::lock_guard lock(mutex_);
    busy =
        !running_.empty() && load.memory_used_mb + options_.job_memory_mb > options_.memory_max_mb;
  }
  beats_[++beat_] = Steady::now();
  Tell(Json::Object({{"type", "heartbeat"},
                     {"beat", beat_},
                     {"jobs", JobIds()},
                     {"busy", busy},
                     {"memoryFreeMb", load.memory_free_mb},
                     {"cpuPercent", load.cpu_percent}}));
}

void Node::Answered(int64_t beat) {
  const auto sent = beats_.find(beat);
  if (sent == beats_.end()) return;
  answered_ = sent->second;
  beats_.erase(beats_.begin(), std::next(sent));
}

void Node::Drain() {
  draining_ = true;
  const std::lock_guard lock(mutex_);
  if (client_ != nullptr) client_->Wake();
}

bool Node::Drained() const {
  if (!draining_) return false;
  const std::lock_guard lock(mutex_);
  return running_.empty() && results_.empty();
}

Json Node::State() const {
  const std::lock_guard lock(mutex_);
  const bool connected = client_ != nullptr;
  Json jobs = Json::Array();
  for (const auto& [id, job] : running_) {
    if (!job->over) jobs.Append(job->about);
  }
  Json state = Json::Object({{"status", !connected  ? "disconnected"
                                        : draining_ ? "draining"
                                                    : "connected"},
                             {"server", identity_.server},
                             {"runtime", identity_.runtime_id},
                             {"node", identity_.node_name},
                             {"version", options_.version},
                             {"since", FormatUtc(since_)},
                             {"jobs", std::move(jobs)},
                             {"jobsMax", options_.jobs_max},
                             {"resultsKept", static_cast<int64_t>(results_.size())},
                             {"memoryUsedMb", LoadMeter::MemoryUsedMb()}});
  if (!last_error_.empty()) state.AppendMember("lastError", last_error_);
  return state;
}

Result<> Node::Flush() {
  while (true) {
    Json next;
    {
      const std::lock_guard lock(mutex_);
      if (out_.empty()) return {};
      next = std::move(out_.front());
      out_.pop_front();
    }
    WEIR_TRY(client_->Send(DumpJson(next)));
  }
}

Result<> Node::Take(const Json& message) {
  const std::string& type = message["type"].as_string();
  const std::string& job_id = message["job"].as_string();
  if (type == "refused") return ErrorFromJson(message["error"]);
  if (type == "heard") {
    Answered(message["beat"].as_int());
  } else if (type == "job") {
    Begin(message);
  } else if (type == "ask") {
    TellAgain(job_id);
  } else if (type == "cancel") {
    const std::lock_guard lock(mutex_);
    const auto found = running_.find(job_id);
    if (found != running_.end()) {
      found->second->asked = true;
      found->second->cancel.Cancel();
    }
  } else if (type == "acknowledge") {
    const std::lock_guard lock(mutex_);
    if (results_.erase(job_id) > 0) folder_.RemoveResult(job_id);
  }
  return {};
}

void Node::Tell(Json message) {
  const std::lock_guard lock(mutex_);
  if (client_ == nullptr) return;  // Results are told again when there is a connection.
  out_.push_back(std::move(message));
  client_->Wake();
}

Json Node::JobIds() const {
  const std::lock_guard lock(mutex_);
  Json ids = Json::Array();
  for (const auto& [id, job] : running_) {
    if (!results_.contains(id) && !job->over) ids.Append(id);
  }
  for (const auto& [id, message] : results_) ids.Append(id);
  return ids;
}

void Node::Reap() {
  const std::lock_guard lock(mutex_);
  std::erase_if(running_, [](auto& entry) {
    if (!entry.second->over) return false;
    entry.second->thread.join();  // Its last act was to say so.
    return true;
  });
}

void Node::StopAll(const char* reason) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, job] : running_) job->cancel.Cancel(reason);
}

}  // namespace weir::gateway
