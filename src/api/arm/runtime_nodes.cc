#include "api/arm/runtime_nodes.h"

#include "base/names.h"

namespace weir::api::arm {
namespace {

std::map<std::string, gateway::NodeState> ConnectedOf(const gateway::Hub* hub,
                                                      const Kept& runtime) {
  std::map<std::string, gateway::NodeState> connected;
  if (hub == nullptr) return connected;
  for (gateway::NodeState& node : hub->Connected(runtime.id)) {
    connected.emplace(node.id, std::move(node));
  }
  return connected;
}

/// Whether it is of the service's own release. Source: our choice; the contract has a text here.
std::string_view VersionStatus(const gateway::Hub* hub, const gateway::NodeState& state) {
  return hub->version().empty() || state.version == hub->version() ? "UpToDate" : "Different";
}

void ShowConnected(const gateway::Hub* hub, const gateway::NodeState& state, Json* shown) {
  Json capabilities = Json::Object({{"nodeEnabled", state.draining ? "False" : "True"}});
  for (const Json& one : state.capabilities.items()) capabilities.Set(one.as_string(), "True");
  shown->Set("versionStatus", VersionStatus(hub, state));
  shown->AppendMember("lastConnectTime", FormatUtc(state.heard));
  shown->AppendMember("lastStartTime", FormatUtc(state.connected));
  shown->AppendMember("capabilities", std::move(capabilities));
  shown->AppendMember("concurrentJobsLimit", state.jobs_limit);
  shown->AppendMember("maxConcurrentJobs", state.jobs_max);
}

/// Why it was sent away when it asked last.
void ShowTrouble(const gateway::Hub* hub, const std::string& node_id, Json* shown) {
  const auto refusal = hub == nullptr ? std::nullopt : hub->RefusalOf(node_id);
  if (!refusal) return;
  if (refusal->error.code() == "GatewayVersionRefused") shown->Set("versionStatus", "Refused");
  shown->AppendMember("trouble", Json::Object({{"code", refusal->error.code()},
                                               {"message", refusal->error.message()},
                                               {"time", FormatUtc(refusal->time)}}));
}

}  // namespace

ResourcePath RuntimePath(const Call& call) {
  ResourcePath path = call.FactoryPath();
  path.kind = model::ResourceKind::kIntegrationRuntime;
  path.name = call.PathValue("integrationRuntimeName");
  return path;
}

const std::string& TypeOf(const Kept& runtime) {
  return runtime.document["properties"]["type"].as_string();
}

bool IsSelfHosted(const Kept& runtime) {
  return SameName(TypeOf(runtime), "SelfHosted");
}

Error NotFor(const Kept& runtime, std::string_view what) {
  return Fail(ErrorKind::kInvalid, "BadRequest",
              std::string(what) + ", but the integration runtime '" + runtime.name +
                  "' is of the type '" + TypeOf(runtime) + "'")
      .At(runtime.id);
}

Result<> NeedSelfHosted(const Kept& runtime) {
  if (!IsSelfHosted(runtime)) {
    return NotFor(runtime, "only SelfHosted integration runtimes have keys and nodes");
  }
  if (runtime.document["properties"]["typeProperties"]["linkedInfo"].is_object()) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the integration runtime '" + runtime.name +
                    "' is shared by another factory, which has its keys and nodes")
        .At(runtime.id);
  }
  return {};
}

Json NodesJson(const gateway::Hub* hub, const Kept& runtime) {
  const auto connected = ConnectedOf(hub, runtime);
  Json nodes = Json::Array();
  bool first = true;
  for (const Json& node : runtime.state["nodes"].items()) {
    const auto found = connected.find(node["id"].as_string());
    const bool online = found != connected.end();
    const bool draining = online ? found->second.draining : node["draining"].as_bool();
    Json shown = Json::Object({{"nodeName", node["name"]},
                               {"machineName", node["name"]},
                               {"status", !online    ? "Offline"
                                          : draining ? "Limited"
                                                     : "Online"},
                               {"version", online ? Json(found->second.version) : node["version"]},
                               {"versionStatus", online ? "UpToDate" : "None"},
                               {"registerTime", node["registered"]},
                               {"isActiveDispatcher", first},
                               {"draining", draining}});
    const std::string& location = node["location"].as_string();
    if (!location.empty()) shown.AppendMember("location", location);
    if (online) ShowConnected(hub, found->second, &shown);
    ShowTrouble(hub, node["id"].as_string(), &shown);
    first = false;
    nodes.Append(std::move(shown));
  }
  return nodes;
}

Json NodeLoadsJson(const gateway::Hub* hub, const Kept& runtime) {
  const auto connected = ConnectedOf(hub, runtime);
  Json nodes = Json::Array();
  for (const Json& node : runtime.state["nodes"].items()) {
    const auto found = connected.find(node["id"].as_string());
    Json shown = Json::Object({{"nodeName", node["name"]}});
    if (found != connected.end()) {
      const gateway::NodeState& state = found->second;
      shown.AppendMember("availableMemoryInMB", state.memory_free_mb);
      shown.AppendMember("cpuUtilization", state.cpu_percent);
      shown.AppendMember("concurrentJobsLimit", state.jobs_limit);
      shown.AppendMember("concurrentJobsRunning", state.jobs);
      shown.AppendMember("maxConcurrentJobs", state.jobs_max);
      shown.AppendMember("sentBytes", state.sent_bytes);
      shown.AppendMember("receivedBytes", state.received_bytes);
    }
    nodes.Append(std::move(shown));
  }
  return nodes;
}

void ShowRuntime(const gateway::Hub* hub, const Kept& runtime, Json* details) {
  const auto connected = ConnectedOf(hub, runtime);
  Json capabilities = Json::Object();
  for (const auto& [id, state] : connected) {
    for (const Json& one : state.capabilities.items()) capabilities.Set(one.as_string(), "True");
  }
  if (!connected.empty()) details->AppendMember("version", connected.begin()->second.version);
  details->AppendMember("capabilities", std::move(capabilities));
  if (hub == nullptr) return;
  const gateway::RuntimeFigures figures = hub->FiguresOf(runtime.id);
  details->AppendMember("queueLength", figures.waiting);
  if (figures.taken == 0) return;
  details->AppendMember("averageTaskPickupDelayMs",
                        1000 * figures.pickup_s / static_cast<double>(figures.taken));
}

std::string_view RuntimeState(const gateway::Hub* hub, const Kept& runtime) {
  const size_t nodes = runtime.state["nodes"].size();
  const size_t connected = ConnectedOf(hub, runtime).size();
  if (nodes == 0) return "NeedRegistration";
  if (connected == 0) return "Offline";
  return connected < nodes ? "Limited" : "Online";
}

std::string FactoryOfRuntime(const std::string& runtime_id) {
  const std::string key = NameKey(runtime_id);
  return key.substr(0, key.rfind('/', key.rfind('/') - 1));
}

const Json* FindNode(const Kept& runtime, const std::string& name) {
  for (const Json& node : runtime.state["nodes"].items()) {
    if (SameName(node["name"].as_string(), name)) return &node;
  }
  return nullptr;
}

}  // namespace weir::api::arm
