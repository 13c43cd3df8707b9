#include "api/gateway_nodes.h"

#include "api/error_body.h"
#include "base/names.h"
#include "base/secret.h"

namespace weir::api {
namespace {

using arm::Kept;
using arm::ResourcePath;

/// "/subscriptions/S/resourceGroups/G/providers/P/factories/F/integrationRuntimes/N"
std::optional<ResourcePath> PathOf(const std::string& id) {
  std::vector<std::string> parts;
  for (size_t at = 0; at < id.size();) {
    const size_t end = std::min(id.find('/', at), id.size());
    if (end > at) parts.push_back(id.substr(at, end - at));
    at = end + 1;
  }
  constexpr size_t kParts = 10;
  if (parts.size() != kParts) return std::nullopt;
  ResourcePath path;
  path.kind = model::ResourceKind::kIntegrationRuntime;
  path.subscription = parts[1];
  path.group = parts[3];
  path.factory = parts[7];
  path.name = parts[9];
  return path;
}

gateway::NodeRecord ToRecord(const Json& json) {
  gateway::NodeRecord node;
  node.id = json["id"].as_string();
  node.name = json["name"].as_string();
  node.version = json["version"].as_string();
  node.box_key = json["boxKey"].as_string();
  node.sign_key = json["signKey"].as_string();
  node.jobs_limit = json["jobsLimit"].as_int();
  node.draining = json["draining"].as_bool();
  return node;
}

Json ToJson(const gateway::NodeRecord& node) {
  return Json::Object({{"id", node.id},
                       {"name", node.name},
                       {"version", node.version},
                       {"boxKey", node.box_key},
                       {"signKey", node.sign_key},
                       {"registered", FormatUtc(node.registered)}});
}

bool HasKey(const Kept& runtime, const std::string& key) {
  return SameSecret(runtime.state["authKey1"].as_string(), key) ||
         SameSecret(runtime.state["authKey2"].as_string(), key);
}

Error KeyRefused() {
  return Fail(ErrorKind::kDenied, "GatewayKeyRefused",
              "no self-hosted integration runtime has this key; it may have been regenerated");
}

}  // namespace

Result<std::string> GatewayNodes::Enroll(const std::string& key, const gateway::NodeRecord& node) {
  std::optional<ResourcePath> path;
  if (!key.empty()) {
    for (const Kept& runtime : factories_.Runtimes()) {
      if (HasKey(runtime, key)) path = PathOf(runtime.id);
    }
  }
  if (!path) return KeyRefused();
  WEIR_ASSIGN(const Kept kept, factories_.SetState(*path, [&](const Kept& runtime) -> Result<Json> {
    if (!HasKey(runtime, key)) return KeyRefused();  // Regenerated meanwhile.
    Json nodes = Json::Array();
    for (const Json& one : runtime.state["nodes"].items()) {
      if (!SameName(one["name"].as_string(), node.name)) nodes.Append(one);
    }
    nodes.Append(ToJson(node));
    Json state = runtime.state;
    state.Set("nodes", std::move(nodes));
    return state;
  }));
  return NameKey(kept.id);
}

Result<gateway::NodeRecord> GatewayNodes::FindNode(const std::string& runtime_id,
                                                   const std::string& node_id) const {
  const std::optional<ResourcePath> path = PathOf(runtime_id);
  if (path) {
    WEIR_ASSIGN(const std::optional<Kept> runtime, factories_.Find(*path));
    const Json nodes = runtime ? runtime->state["nodes"] : Json();
    for (const Json& node : nodes.items()) {
      if (node["id"].as_string() == node_id) return ToRecord(node);
    }
  }
  return Fail(ErrorKind::kDenied, "GatewayNodeUnknown",
              "the integration runtime has no such node; it was removed, or registered anew");
}

size_t GatewayNodes::CountNodes(const std::string& runtime_id) const {
  const std::optional<ResourcePath> path = PathOf(runtime_id);
  if (!path) return 0;
  const Result<std::optional<Kept>> runtime = factories_.Find(*path);
  return runtime && *runtime ? (*runtime)->state["nodes"].size() : 0;
}

std::optional<http::ServerResponse> AnswerGateway(gateway::Hub& hub,
                                                  const http::ServerRequest& request) {
  if (request.path() == "/weir/gateway/connect") {
    if (!http::IsUpgrade(request)) {
      return http::ServerResponse{426, {{"Upgrade", "websocket"}}, "expected a WebSocket\n"};
    }
    http::ServerResponse response;
    response.socket = hub.Connect();
    return response;
  }
  if (request.path() != "/weir/gateway/register" || request.method != "POST") return std::nullopt;
  const Result<Json> asked = ParseJson(request.body, {.strict = true});
  if (!asked) return ErrorResponse(asked.error());
  const Result<Json> answer = hub.Register(*asked);
  return answer ? JsonResponse(*answer) : ErrorResponse(answer.error());
}

}  // namespace weir::api
