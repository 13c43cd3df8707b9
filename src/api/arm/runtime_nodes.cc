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

}  // namespace

Json NodesJson(const gateway::Hub* hub, const Kept& runtime) {
  const auto connected = ConnectedOf(hub, runtime);
  Json nodes = Json::Array();
  bool first = true;
  for (const Json& node : runtime.state["nodes"].items()) {
    const auto found = connected.find(node["id"].as_string());
    const bool online = found != connected.end();
    Json shown = Json::Object({{"nodeName", node["name"]},
                               {"machineName", node["name"]},
                               {"status", online ? "Online" : "Offline"},
                               {"version", online ? Json(found->second.version) : node["version"]},
                               {"versionStatus", "UpToDate"},
                               {"registerTime", node["registered"]},
                               {"isActiveDispatcher", first}});
    if (online) {
      Json capabilities = Json::Object();
      for (const Json& one : found->second.capabilities.items()) {
        capabilities.Set(one.as_string(), "True");
      }
      shown.AppendMember("lastConnectTime", FormatUtc(found->second.heard));
      shown.AppendMember("lastStartTime", FormatUtc(found->second.connected));
      shown.AppendMember("capabilities", std::move(capabilities));
      shown.AppendMember("concurrentJobsLimit", found->second.jobs_max);
      shown.AppendMember("maxConcurrentJobs", found->second.jobs_max);
    }
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
      shown.AppendMember("concurrentJobsRunning", found->second.jobs);
      shown.AppendMember("concurrentJobsLimit", found->second.jobs_max);
      shown.AppendMember("maxConcurrentJobs", found->second.jobs_max);
    }
    nodes.Append(std::move(shown));
  }
  return nodes;
}

std::string_view RuntimeState(const gateway::Hub* hub, const Kept& runtime) {
  const size_t nodes = runtime.state["nodes"].size();
  const size_t connected = ConnectedOf(hub, runtime).size();
  if (nodes == 0) return "NeedRegistration";
  if (connected == 0) return "Offline";
  return connected < nodes ? "Limited" : "Online";
}

const Json* FindNode(const Kept& runtime, const std::string& name) {
  for (const Json& node : runtime.state["nodes"].items()) {
    if (SameName(node["name"].as_string(), name)) return &node;
  }
  return nullptr;
}

}  // namespace weir::api::arm
