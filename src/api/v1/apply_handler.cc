// A whole factory of version 1 at once: what `weir apply` asks for.
#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/resource_document.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

constexpr size_t kResourcesMax = 50'000;

/// {"kind": "pipeline", "name", "document": {"properties", …}}
Result<FactoryBook::Wanted> ReadWanted(const ResourcePath& factory, const Json& one) {
  const std::optional<Kind> kind = KindOfFolder(one["kind"].as_string());
  const bool known =
      kind == Kind::kLinkedService || kind == Kind::kDataset || kind == Kind::kPipeline;
  if (!known || !one["document"].is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "each of 'resources' needs a 'kind' (linkedService, dataset or pipeline), a "
                "'name' and a 'document', got the kind '" +
                    one["kind"].as_string() + "'");
  }
  ResourcePath path = factory;
  path.kind = *kind;
  path.name = one["name"].as_string();
  WEIR_TRY(CheckName(path));
  return FactoryBook::Wanted{path, [path, document = one["document"]](const Kept* old) {
                               return ReadDocument(path, document, old);
                             }};
}

/// As people see it: without what follows from being kept.
Json ShownDocument(const ResourcePath& path, const std::optional<Kept>& kept) {
  if (!kept) return {};
  Json shown = PrintResource(path, *kept, {});
  for (const char* member : {"id", "type", "name"}) shown.Remove(member);
  Json properties = shown["properties"];
  for (const char* member : {"provisioningState", "errorMessage", "createTime", "runtimeInfo"}) {
    properties.Remove(member);
  }
  shown.Set("properties", std::move(properties));
  return shown;
}

Json PrintChange(const FactoryBook::Changed& changed) {
  const ResourcePath& path = changed.path;
  Json old = ShownDocument(path, changed.old);
  Json now = ShownDocument(path, changed.now);
  const bool secret = changed.old && changed.now && old == now;
  const char* action = !changed.old ? "create" : changed.now ? "update" : "delete";
  return Json::Object({{"action", action},
                       {"kind", InfoOf(path.kind).folder},
                       {"name", path.KeptName()},
                       {"old", std::move(old)},
                       {"new", std::move(now)},
                       {"secretChanged", secret}});
}

}  // namespace

bool ChangesNothing(const http::ServerRequest& request, const arm::Route& route) {
  if (route.operation != "v1_apply") return false;
  const auto plan = arm::QueryValueOf(request.query(), "plan");
  return plan && SameName(*plan, "true");
}

Result<http::ServerResponse> ApplyFactory(const Services& services, const Call& call,
                                          Kind /*kind*/) {
  const bool dry = ChangesNothing(call.request(), call.route());
  const ResourcePath factory = FactoryPathOf(call);
  WEIR_TRY(CheckName(factory));
  WEIR_ASSIGN(const Json body, call.Body());
  const Json& resources = body["resources"];
  if (!resources.is_array() || resources.size() > kResourcesMax) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body needs 'resources', an array of at most 50000");
  }
  std::vector<FactoryBook::Wanted> wanted;
  for (const Json& one : resources.items()) {
    WEIR_ASSIGN(FactoryBook::Wanted read, ReadWanted(factory, one));
    wanted.push_back(std::move(read));
  }
  WEIR_ASSIGN(const auto changes, services.factories->Replace(factory, wanted, dry));
  if (!dry && !changes.empty()) WEIR_TRY(Follow(services, factory));
  Json printed = Json::Array();
  for (const FactoryBook::Changed& changed : changes) printed.Append(PrintChange(changed));
  return JsonResponse(Json::Object({{"factory", factory.FactoryId()},
                                    {"applied", !dry},
                                    {"changes", std::move(printed)},
                                    {"warnings", Json::Array()}}));
}

}  // namespace weir::api::v1
