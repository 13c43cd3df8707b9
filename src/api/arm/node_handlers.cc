// One node of a self-hosted runtime: shown, limited, drained, revoked.
#include "api/arm/handlers.h"
#include "api/arm/runtime_nodes.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

/// The most that a node may be given while nobody knows what it can do.
constexpr int64_t kJobsMax = 1000;

/// Put another node in place of one; a null of `change` takes it away.
Result<Kept> ChangeNode(const Services& services, const ResourcePath& path,
                        const std::string& node_id,
                        const std::function<Json(const Json& node)>& change) {
  return services.factories->SetState(path, [&](const Kept& kept) -> Result<Json> {
    Json nodes = Json::Array();
    for (const Json& one : kept.state["nodes"].items()) {
      Json now = one["id"].as_string() == node_id ? change(one) : one;
      if (!now.is_null()) nodes.Append(std::move(now));
    }
    Json state = kept.state;
    state.Set("nodes", std::move(nodes));
    return state;
  });
}

/// Revoke it: from here on it is refused, and what it was doing is given up.
Result<ServerResponse> RemoveNode(const Services& services, const ResourcePath& path,
                                  const std::string& node_id) {
  WEIR_TRY(ChangeNode(services, path, node_id, [](const Json&) { return Json(); }));
  if (services.gateway != nullptr) services.gateway->Drop(node_id);
  return ServerResponse{200, {}, {}};
}

Error BadMember(const Json& value, const std::string& what) {
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              what + ", got " +
                  (value.is_string() ? "'" + value.as_string() + "'" : DumpJson(value)))
      .At(value.position());
}

/// What the node can do, if it is connected.
int64_t MostJobs(const Services& services, const Kept& runtime, const std::string& node_id) {
  if (services.gateway == nullptr) return kJobsMax;
  for (const gateway::NodeState& one : services.gateway->Connected(runtime.id)) {
    if (one.id == node_id) return one.jobs_max;
  }
  return kJobsMax;
}

/// {"concurrentJobsLimit": 1 to what the node can do, "drain": true or false}; the second is ours.
Result<Json> ReadNodeChange(const Json& body, int64_t most) {
  Json change = Json::Object();
  if (const Json* limit = body.Find("concurrentJobsLimit")) {
    if (!limit->is_int() || limit->as_int() < 1 || limit->as_int() > most) {
      return BadMember(*limit, "'concurrentJobsLimit' must be a number from 1 to " +
                                   std::to_string(most) + ", what the node can do at a time");
    }
    change.Set("jobsLimit", *limit);
  }
  if (const Json* drain = body.Find("drain")) {
    if (!drain->is_bool()) return BadMember(*drain, "'drain' must be true or false");
    change.Set("draining", *drain);
  }
  if (!change.empty()) return change;
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "expected 'concurrentJobsLimit', or 'drain'");
}

Result<ServerResponse> PatchNode(const Services& services, const Call& call, const Kept& runtime,
                                 const std::string& node_id) {
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const Json change, ReadNodeChange(body, MostJobs(services, runtime, node_id)));
  WEIR_TRY(ChangeNode(services, RuntimePath(call), node_id, [&](const Json& node) {
    Json changed = node;
    for (const Json::Member& member : change.members()) changed.Set(member.name, member.value);
    return changed;
  }));
  if (services.gateway != nullptr) services.gateway->Reread(runtime.id, node_id);
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> ShowNode(const Services& services, const Call& call,
                                const std::string& name) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  const Json nodes = NodesJson(services.gateway, runtime);
  for (const Json& shown : nodes.items()) {
    if (SameName(shown["nodeName"].as_string(), name)) return JsonResponse(shown);
  }
  return ServerResponse{404, {}, {}};
}

}  // namespace

Result<ServerResponse> UseRuntimeNode(const Services& services, const Call& call,
                                      ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  const std::string& name = call.PathValue("nodeName");
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(path));
  WEIR_TRY(NeedSelfHosted(runtime));
  const std::string& method = call.route().method;
  const Json* node = FindNode(runtime, name);
  if (node == nullptr && method == "DELETE") return ServerResponse{204, {}, {}};
  if (node == nullptr) {
    return Fail(ErrorKind::kNotFound, "IntegrationRuntimeNodeNotFound",
                "the integration runtime '" + runtime.name + "' has no node '" + name + "'")
        .At(runtime.id);
  }
  const std::string& id = (*node)["id"].as_string();
  if (method == "DELETE") return RemoveNode(services, path, id);
  if (method == "POST") {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "asking for the address of a node is not supported: nobody connects to it")
        .At(runtime.id);
  }
  if (method == "PATCH") WEIR_TRY(PatchNode(services, call, runtime, id));
  return ShowNode(services, call, name);
}

}  // namespace weir::api::arm
