#include "api/gateway_nodes.h"

#include <algorithm>

#include "api/arm/runtime_nodes.h"
#include "api/error_body.h"
#include "base/names.h"
#include "base/secret.h"
#include "model/instance.h"

namespace weir::api {
namespace {

using arm::Kept;
using arm::ResourcePath;

/// "/subscriptions/S/resourceGroups/G/providers/P/factories/F/integrationRuntimes/N", or of version
/// 1 "…/datafactories/F/gateways/N", taken apart.
struct RuntimeId {
  bool version_1 = false;
  std::string subscription;
  std::string group;
  std::string factory;
  std::string name;

  static std::optional<RuntimeId> Read(const std::string& id) {
    std::vector<std::string> parts;
    for (size_t at = 0; at < id.size();) {
      const size_t end = std::min(id.find('/', at), id.size());
      if (end > at) parts.push_back(id.substr(at, end - at));
      at = end + 1;
    }
    constexpr size_t kParts = 10;
    if (parts.size() != kParts) return std::nullopt;
    const bool version_1 = SameName(parts[8], "gateways");
    return RuntimeId{version_1, parts[1], parts[3], parts[7], parts[9]};
  }

  ResourcePath path() const {
    ResourcePath path;
    path.kind = model::ResourceKind::kIntegrationRuntime;
    path.subscription = subscription;
    path.group = group;
    path.factory = factory;
    path.name = name;
    return path;
  }
  v1::ResourcePath v1_path() const {
    return {v1::Kind::kGateway, subscription, group, factory, name};
  }
};

gateway::NodeRecord ToRecord(const Json& json) {
  gateway::NodeRecord node;
  node.id = json["id"].as_string();
  node.name = json["name"].as_string();
  node.version = json["version"].as_string();
  node.box_key = json["boxKey"].as_string();
  node.sign_key = json["signKey"].as_string();
  node.location = json["location"].as_string();
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
                       {"location", node.location},
                       {"registered", FormatUtc(node.registered)}});
}

bool HasKey(const Kept& runtime, const std::string& key) {
  constexpr std::string_view kNames[] = {"authKey1", "authKey2", "key1", "key2"};
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view name) {
    const std::string& one = runtime.state[name].as_string();
    return !one.empty() && SameSecret(one, key);
  });
}

Error KeyRefused() {
  return Fail(ErrorKind::kDenied, "GatewayKeyRefused",
              "no self-hosted integration runtime has this key; it may have been regenerated");
}

}  // namespace

std::vector<Kept> GatewayNodes::All() const {
  std::vector<Kept> all = factories_.Runtimes();
  for (Kept& gateway : v1_factories_.Gateways()) all.push_back(std::move(gateway));
  return all;
}

std::optional<Kept> GatewayNodes::Find(const std::string& runtime_id) const {
  const std::optional<RuntimeId> id = RuntimeId::Read(runtime_id);
  if (!id) return std::nullopt;
  Result<std::optional<Kept>> found =
      id->version_1 ? v1_factories_.Find(id->v1_path()) : factories_.Find(id->path());
  return found ? *std::move(found) : std::nullopt;
}

Result<std::string> GatewayNodes::Enroll(const std::string& key, const gateway::NodeRecord& node) {
  std::optional<RuntimeId> id;
  if (!key.empty()) {
    for (const Kept& runtime : All()) {
      if (HasKey(runtime, key)) id = RuntimeId::Read(runtime.id);
    }
  }
  if (!id) return KeyRefused();
  const auto add = [&](const Kept& runtime) -> Result<Json> {
    if (!HasKey(runtime, key)) return KeyRefused();  // Regenerated meanwhile.
    Json nodes = Json::Array();
    for (const Json& one : runtime.state["nodes"].items()) {
      if (!SameName(one["name"].as_string(), node.name)) nodes.Append(one);
    }
    nodes.Append(ToJson(node));
    Json state = runtime.state;
    state.Set("nodes", std::move(nodes));
    return state;
  };
  WEIR_ASSIGN(const Kept kept, id->version_1 ? v1_factories_.SetState(id->v1_path(), add)
                                             : factories_.SetState(id->path(), add));
  return NameKey(kept.id);
}

Result<gateway::NodeRecord> GatewayNodes::FindNode(const std::string& runtime_id,
                                                   const std::string& node_id) const {
  const std::optional<Kept> runtime = Find(runtime_id);
  const Json nodes = runtime ? runtime->state["nodes"] : Json();
  for (const Json& node : nodes.items()) {
    if (node["id"].as_string() == node_id) return ToRecord(node);
  }
  return Fail(ErrorKind::kDenied, "GatewayNodeUnknown",
              "the integration runtime has no such node; it was removed, or registered anew");
}

size_t GatewayNodes::CountNodes(const std::string& runtime_id) const {
  const std::optional<Kept> runtime = Find(runtime_id);
  return runtime ? runtime->state["nodes"].size() : 0;
}

Result<std::string> GatewayNodes::Resolve(const std::string& runtime_id) const {
  const std::optional<Kept> runtime = Find(runtime_id);
  const Json link =
      runtime ? runtime->document["properties"]["typeProperties"]["linkedInfo"] : Json();
  if (!link.is_object()) return runtime_id;
  if (SameName(link["authorizationType"].as_string(), "Key")) {
    const std::string key = model::SettingText(link["key"]);
    for (const Kept& one : All()) {
      if (!key.empty() && HasKey(one, key)) return NameKey(one.id);
    }
  } else if (const std::optional<Kept> shared = Find(link["resourceId"].as_string())) {
    const std::string factory = arm::FactoryOfRuntime(runtime_id);
    for (const Json& one : shared->state["links"].items()) {
      if (one["factory"].as_string() == factory) return NameKey(shared->id);
    }
  }
  return Fail(ErrorKind::kDenied, "IntegrationRuntimeAccessDenied",
              "the integration runtime '" + runtime->name +
                  "' is not shared with this factory by the one that has its nodes: share it with "
                  "weir gateway share, or link it by one of its keys")
      .At(runtime->id);
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
