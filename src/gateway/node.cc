#include "gateway/node.h"

#include <algorithm>

#include "base/ids.h"
#include "gateway/parcel_context.h"
#include "gateway/protocol.h"
#include "gateway/remote_executor.h"

namespace weir::gateway {
namespace {

constexpr std::chrono::milliseconds kHeartbeat{5'000};
constexpr std::chrono::milliseconds kAgainMin{200};
constexpr std::chrono::milliseconds kAgainMax{5'000};
constexpr std::chrono::milliseconds kGreetMax{20'000};

bool IsFinal(const Error& error) {
  return error.code() == "GatewayNodeUnknown" || error.code() == "GatewayVersionRefused";
}

Error Forged(const std::string& what) {
  return Fail(ErrorKind::kDenied, "GatewayJobForged", "the node refused the job: " + what);
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
                                   {"signKey", identity.sign.open}});
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
      results_(folder_.ReadResults()) {}

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
  SeededRandom random(EntropySeed());
  auto again = kAgainMin;
  auto heard = std::chrono::steady_clock::now();
  while (!stop.cancelled()) {
    const Result<> ended = Converse(stop);
    bool connected = false;
    {
      const std::lock_guard lock(mutex_);
      connected = std::exchange(client_, nullptr) != nullptr;
      out_.clear();  // Results are kept apart; progress is told anew.
    }
    if (stop.cancelled()) break;
    if (connected) {
      again = kAgainMin;
      heard = std::chrono::steady_clock::now();
    }
    if (!ended) {
      options_.log(Json::Object({{"event", connected ? "disconnected" : "notConnected"},
                                 {"errorCode", ended.error().code()},
                                 {"message", ended.error().ToString()}}));
      if (IsFinal(ended.error())) return ended.error();
    }
    // The service gives the jobs up after the lease, to have them done elsewhere.
    if (std::chrono::steady_clock::now() - heard > lease_ * 3 / 4) StopAll("GatewayLeaseLost");
    Reap();
    const auto jitter = std::chrono::milliseconds(random.Below(1 + again.count() / 2));
    if (!stop.Sleep(again + jitter)) break;
    // Sooner than the lease ends.
    again = std::min({again * 2, kAgainMax, std::chrono::milliseconds(lease_) / 4});
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
       {"capabilities", std::move(types)},
       {"jobs", JobIds()}});
  WEIR_TRY(client->Send(DumpJson(hello)));
  WEIR_ASSIGN(const std::optional<std::string> answer, client->Receive(kGreetMax));
  WEIR_ASSIGN(const Json said, ParseJson(answer.value_or("null")));
  if (said["type"].as_string() == "refused") return ErrorFromJson(said["error"]);
  if (said["type"].as_string() != "welcome") {
    return Fail(ErrorKind::kUnavailable, "GatewayRefused", "the service did not answer the hello");
  }
  lease_ = std::chrono::seconds(std::max<int64_t>(said["leaseSeconds"].as_int(), 1));
  const std::lock_guard lock(mutex_);
  client_ = std::move(client);
  for (const auto& [job, message] : results_) out_.push_back(message);
  return {};
}

Result<> Node::Converse(const CancelToken& stop) {
  WEIR_TRY(Greet(stop));
  options_.log(Json::Object({{"event", "connected"}, {"server", identity_.server}}));
  auto beat = std::chrono::steady_clock::now();
  constexpr std::chrono::milliseconds kLook{200};  // For a stop.
  while (!stop.cancelled()) {
    WEIR_TRY(Flush());
    WEIR_ASSIGN(const std::optional<std::string> message, client_->Receive(kLook));
    if (message) {
      WEIR_ASSIGN(const Json said, ParseJson(*message));
      WEIR_TRY(Take(said));
    }
    Reap();
    const auto now = std::chrono::steady_clock::now();
    if (now - beat < kHeartbeat) continue;
    beat = now;
    Tell(Json::Object({{"type", "heartbeat"}, {"jobs", JobIds()}}));
  }
  return {};
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
  if (type == "job") {
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

Result<Json> Node::OpenJob(const Json& message) const {
  const std::string& sealed = message["sealed"].as_string();
  if (!HasSigned(identity_.server_key, JobText(identity_.node_id, sealed),
                 message["signature"].as_string())) {
    return Forged("it is not signed by the service that the node registered with");
  }
  WEIR_ASSIGN(const std::string text, OpenSealed(identity_.box, sealed));
  WEIR_ASSIGN(Json content, ParseJson(text));
  if (content["job"].as_string() != message["job"].as_string() ||
      content["node"].as_string() != identity_.node_id || content["boot"].as_string() != boot_) {
    return Forged("it was made for another job, node or process");
  }
  return content;
}

/// What became of a job that came before.
void Node::TellAgain(const std::string& job_id) {
  const std::lock_guard lock(mutex_);
  const auto known = results_.find(job_id);
  const auto running = running_.find(job_id);
  if (known != results_.end()) {
    out_.push_back(known->second);
  } else if (running == running_.end() || running->second->over) {
    out_.push_back(Json::Object({{"type", "unknown"}, {"job", job_id}}));
  }
}

void Node::Begin(const Json& message) {
  const std::string job_id = message["job"].as_string();
  if (done_.contains(job_id)) return TellAgain(job_id);
  const Result<Json> content = OpenJob(message);
  if (!content) {
    options_.log(Json::Object(
        {{"event", "jobRefused"}, {"job", job_id}, {"message", content.error().ToString()}}));
    return Tell(Json::Object(
        {{"type", "result"}, {"job", job_id}, {"error", ErrorToJson(content.error())}}));
  }
  options_.log(Json::Object({{"event", "jobStarted"},
                             {"job", job_id},
                             {"runId", (*content)["runId"]},
                             {"activityRunId", (*content)["activityRunId"]},
                             {"activity", (*content)["activity"]["name"]},
                             {"type", (*content)["activity"]["type"]}}));
  done_.insert(job_id);
  const std::lock_guard lock(mutex_);
  auto running = std::make_unique<Running>();
  Running& job = *running;
  job.thread =
      std::thread([this, job_id, content = *content, &job] { Work(job_id, content, job); });
  running_[job_id] = std::move(running);
}

void Node::Work(const std::string& job_id, const Json& content, Running& running) {
  Result<Json> result = Execute(job_id, content, running.cancel);
  {
    const std::lock_guard lock(mutex_);
    if (!result && running.cancel.cancelled() && !running.asked) {
      // Not what the author asked for: the activity may be tried again.
      result = Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
                    "the node gave the job up: " + running.cancel.Check().error().message());
    }
  }
  End(job_id, result);
  const std::lock_guard lock(mutex_);
  running.over = true;
}

Result<Json> Node::Execute(const std::string& job_id, const Json& content,
                           const CancelToken& cancel) {
  const engine::ActivitySpec* spec =
      options_.activities->Find(content["activity"]["type"].as_string());
  if (spec == nullptr || !IsRemote(spec->type)) {
    return Fail(ErrorKind::kUnsupported, "GatewayActivityUnsupported",
                "this node cannot carry out the activity");
  }
  WEIR_ASSIGN(auto secrets, folder_.ReadSecrets());
  ParcelContext context(
      content, std::move(secrets), cancel, *options_.clock, [&](const engine::Progress& far) {
        Tell(Json::Object(
            {{"type", "progress"}, {"job", job_id}, {"progress", ProgressToJson(far)}}));
      });
  while (true) {
    Result<Json> output = spec->executor->Execute(context);
    const std::optional<UtcTime> again = context.TakeAgain();
    if (!output || !again) return output;
    const Result<> slept =
        cancel.Sleep(std::max(*again - options_.clock->Now(), std::chrono::microseconds(0)));
    // It is called once more when it is cancelled, to clean up.
    if (!slept && !cancel.cancelled()) return slept.error();
  }
}

void Node::End(const std::string& job_id, const Result<Json>& result) {
  Json message = Json::Object({{"type", "result"}, {"job", job_id}});
  if (result) {
    message.Set("output", *result);
  } else {
    message.Set("error", ErrorToJson(result.error()));
  }
  const Result<> saved = folder_.SaveResult(job_id, message);
  Json event = Json::Object({{"event", "jobEnded"}, {"job", job_id}, {"succeeded", result.ok()}});
  if (!result) event.Set("errorCode", result.error().code());
  if (!saved) event.Set("notSaved", saved.error().ToString());
  options_.log(event);
  {
    const std::lock_guard lock(mutex_);
    results_[job_id] = message;
  }
  Tell(std::move(message));
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
