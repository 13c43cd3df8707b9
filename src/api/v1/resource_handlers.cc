#include <algorithm>

#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/query_values.h"
#include "api/v1/resource_document.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;

constexpr size_t kPageMax = 100;

Json Print(const ResourcePath& path, const Kept& kept, PrintStyle style) {
  ResourcePath own = path;
  // In a list the path names the collection only.
  (own.kind == Kind::kFactory ? own.factory : own.name) = kept.name;
  return PrintResource(own, kept, style);
}

ServerResponse ResourceResponse(const ResourcePath& path, const Kept& kept, PrintStyle style,
                                int status) {
  ServerResponse response = JsonResponse(Print(path, kept, style), status);
  response.headers.push_back({"ETag", "\"" + kept.etag + "\""});
  return response;
}

ServerResponse ListResponse(const Call& call, Kind kind, const KeptPage& page,
                            const gateway::Hub* hub) {
  ResourcePath path = FactoryPathOf(call);
  path.kind = kind;
  Json value = Json::Array();
  for (const Kept& kept : page.items) {
    value.Append(Print(path, kept, {.summary = true, .hub = hub}));
  }
  Json list = Json::Object({{"value", std::move(value)}});
  if (!page.next.empty()) list.AppendMember("nextLink", call.NextLink(page.next));
  return JsonResponse(list);
}

/// A pipeline of mode OneTime has run once it is there: another one is needed to run again.
/// Source: facts of version 1, 1.1 ("they cannot be updated").
Result<> CheckChange(const ResourcePath& path, const Kept* old, const Json& document) {
  if (path.kind != Kind::kPipeline || old == nullptr) return {};
  model::V1Factory factory;
  PutInto(&factory, path, old->document, nullptr);
  const model::V1Pipeline* pipeline = factory.FindPipeline(path.name);
  if (pipeline == nullptr || !pipeline->one_time) return {};
  if (old->document["properties"] == document["properties"]) return {};
  return Fail(ErrorKind::kConflict, "OneTimePipelineNotChangeable",
              "the pipeline '" + old->name +
                  "' is of mode OneTime and cannot be changed: deploy it under another name")
      .At(old->id);
}

}  // namespace

Result<ServerResponse> PutResource(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_TRY(CheckName(path));
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(
      const FactoryBook::PutResult put,
      services.factories->Put(path, call.preconditions(), [&](const Kept* old) -> Result<Json> {
        WEIR_ASSIGN(Json document, ReadDocument(path, body, old));
        WEIR_TRY(CheckChange(path, old, document));
        return document;
      }));
  WEIR_TRY(Follow(services, path));
  ServerResponse response =
      ResourceResponse(path, put.kept, {.pending = true}, put.made ? 201 : 200);
  if (put.made) {
    response.headers.push_back({"Location", AddressOf(call, put.kept.id + "?api-version=" +
                                                                call.QueryValue("api-version"))});
  }
  return response;
}

Result<ServerResponse> GetResource(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  const Preconditions conditions = call.preconditions();
  if (!conditions.if_match.empty() && !arm::NamesEtag(conditions.if_match, kept.etag)) {
    return arm::CheckConditions({conditions.if_match, ""}, &kept).error();
  }
  ServerResponse response = ResourceResponse(path, kept, {.hub = services.gateway}, 200);
  if (!conditions.if_none_match.empty() && arm::NamesEtag(conditions.if_none_match, kept.etag)) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

Result<ServerResponse> DeleteResource(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const bool was_there, services.factories->Remove(path, call.preconditions()));
  if (was_there) {
    WEIR_TRY(kind == Kind::kFactory ? services.slices->Forget(path.FactoryKey())
                                    : Follow(services, path));
  }
  return ServerResponse{was_there ? 200 : 204, {}, {}};
}

Result<ServerResponse> ListResources(const Services& services, const Call& call, Kind kind) {
  WEIR_ASSIGN(
      const KeptPage page,
      services.factories->List(PathOf(call, kind), call.QueryValue("$skipToken"), kPageMax));
  return ListResponse(call, kind, page, services.gateway);
}

Result<ServerResponse> ListFactories(const Services& services, const Call& call, Kind kind) {
  const auto shown = [&](const std::string& id) {
    return call.caller().May("Microsoft.DataFactory/datafactories/read", id);
  };
  return ListResponse(call, kind,
                      services.factories->ListFactories(
                          FactoryPathOf(call), call.QueryValue("$skipToken"), kPageMax, shown),
                      nullptr);
}

/// Tags; the rest stays.
Result<ServerResponse> PatchFactory(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const Kept known, services.factories->Get(path));
  (void)known;  // A factory that is not there is an error, not made.
  WEIR_ASSIGN(const FactoryBook::PutResult put,
              services.factories->Put(path, {"*", ""}, [&](const Kept* old) -> Result<Json> {
                Json document = old->document;
                if (const Json* tags = body.Find("tags")) document.Set("tags", *tags);
                WEIR_TRY(arm::CheckFactoryMembers(document));
                return document;
              }));
  return ResourceResponse(path, put.kept, {}, 200);
}

}  // namespace weir::api::v1
