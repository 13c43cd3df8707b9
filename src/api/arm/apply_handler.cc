// A whole factory at once: what `weir apply` asks for. Not part of Data Factory's contract.
#include "api/arm/handlers.h"
#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using model::ResourceKind;

constexpr std::string_view kBefore = "/weir";
constexpr std::string_view kBehind = "/apply";
constexpr size_t kResourcesMax = 50'000;

/// {"kind": "pipeline", "name", "parent", "document": {"properties", …}}
Result<FactoryBook::Wanted> ReadWanted(const ResourcePath& factory, const Json& one) {
  const std::optional<ResourceKind> kind = model::KindOfFolder(one["kind"].as_string());
  if (!kind || !one["document"].is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "each of 'resources' needs a 'kind', a 'name' and a 'document', got the kind '" +
                    one["kind"].as_string() + "'");
  }
  ResourcePath path = factory;
  path.kind = *kind;
  if (*kind != ResourceKind::kFactory) path.name = one["name"].as_string();
  if (*kind == ResourceKind::kManagedPrivateEndpoint) path.parent = one["parent"].as_string();
  WEIR_TRY(CheckName(path));
  return FactoryBook::Wanted{path, [path, document = one["document"]](const Kept* old) {
                               return ReadDocument(path, document, old);
                             }};
}

Result<std::vector<FactoryBook::Wanted>> ReadAllWanted(const ResourcePath& factory, bool exists,
                                                       const Json& body) {
  const Json& resources = body["resources"];
  if (!resources.is_array() || resources.size() > kResourcesMax) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body needs 'resources', an array of at most 50000");
  }
  std::vector<FactoryBook::Wanted> wanted;
  bool whole = false;
  for (const Json& one : resources.items()) {
    WEIR_ASSIGN(FactoryBook::Wanted read, ReadWanted(factory, one));
    const bool itself = read.path.kind == ResourceKind::kFactory;
    if (itself && whole) {
      return Fail(ErrorKind::kInvalid, "DuplicateResource", "the factory itself is there twice");
    }
    whole = whole || itself;
    wanted.push_back(std::move(read));
  }
  if (!whole && !exists) {
    const Json bare = Json::Object({{"properties", Json::Object()}});
    wanted.push_back(
        {factory, [factory, bare](const Kept* old) { return ReadDocument(factory, bare, old); }});
  }
  return wanted;
}

/// As people see it: without what follows from being kept.
Json ShownDocument(ResourceKind kind, const std::optional<Kept>& kept) {
  if (!kept) return {};
  Json shown = PrintResource(kind, *kept);
  for (const char* member : {"id", "etag", "eTag", "type", "name"}) shown.Remove(member);
  Json properties = shown["properties"];
  for (const char* member : {"provisioningState", "createTime", "version", "runtimeState"}) {
    properties.Remove(member);
  }
  shown.Set("properties", std::move(properties));
  return shown;
}

Json PrintChange(const FactoryBook::Changed& changed) {
  const ResourceKind kind = changed.path.kind;
  Json old = ShownDocument(kind, changed.old);
  Json now = ShownDocument(kind, changed.now);
  const bool secret = changed.old && changed.now && old == now;
  const char* action = !changed.old ? "create" : changed.now ? "update" : "delete";
  return Json::Object(
      {{"action", action},
       {"kind", model::InfoOf(kind).folder},
       {"name", kind == ResourceKind::kFactory ? changed.path.factory : changed.path.KeptName()},
       {"old", std::move(old)},
       {"new", std::move(now)},
       {"secretChanged", secret}});
}

/// Secrets that were never there: the document came from where they are hidden.
void WarnOfHidden(const FactoryBook::Changed& changed, Json* warnings) {
  if (!changed.now || DumpJson(changed.now->document).find(kHidden) == std::string::npos) return;
  warnings->Append("the " + std::string(model::InfoOf(changed.path.kind).title) + " '" +
                   changed.path.KeptName() +
                   "' has hidden secrets ('**********') that the service does not know: set them");
}

/// Triggers that are wished to run. Starting them is not part of the transaction.
void WarnOfTriggers(const Json& resources, Json* warnings) {
  for (const Json& one : resources.items()) {
    const Json& state = one["document"]["properties"]["runtimeState"];
    if (model::KindOfFolder(one["kind"].as_string()) != ResourceKind::kTrigger) continue;
    if (!SameName(state.as_string(), "Started")) continue;
    warnings->Append("the trigger '" + one["name"].as_string() +
                     "' is to be started, which the service does not do yet");
  }
}

}  // namespace

bool IsApply(const http::ServerRequest& request) {
  return request.path().starts_with(kBefore) && request.path().ends_with(kBehind) &&
         request.path().size() > kBefore.size() + kBehind.size();
}

Result<http::ServerResponse> ApplyFactory(const Services& services,
                                          const http::ServerRequest& request, const Caller& caller,
                                          Asked* asked) {
  std::string_view id = request.path().substr(kBefore.size());
  id.remove_suffix(kBehind.size());
  WEIR_ASSIGN(RouteTable::Match match, RouteTable::Get().Find("PUT", id));
  if (match.route->operation != "factories_create_or_update" || request.method != "POST") {
    return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
                "expected POST /weir/subscriptions/…/factories/{factoryName}/apply");
  }
  const std::string scope = match.Scope();
  const std::string write = match.route->action;
  WEIR_ASSIGN(const Call call, Call::Read(request, std::move(match), caller));
  const bool dry = SameName(call.QueryValue("plan"), "true");
  *asked = {dry ? "weir_plan" : "weir_apply", dry ? "Microsoft.DataFactory/factories/read" : write,
            scope};
  WEIR_TRY(NeedRole(caller, asked->action, asked->scope));
  WEIR_ASSIGN(const Json body, call.Body());
  ResourcePath factory = call.FactoryPath();
  const bool exists = services.factories->Find(factory).ok();
  WEIR_ASSIGN(const auto wanted, ReadAllWanted(factory, exists, body));
  WEIR_ASSIGN(const auto changes, services.factories->Replace(factory, wanted, dry));
  Json printed = Json::Array();
  Json warnings = Json::Array();
  for (const FactoryBook::Changed& changed : changes) {
    printed.Append(PrintChange(changed));
    WarnOfHidden(changed, &warnings);
  }
  WarnOfTriggers(body["resources"], &warnings);
  return JsonResponse(Json::Object({{"factory", factory.FactoryId()},
                                    {"applied", !dry},
                                    {"changes", std::move(printed)},
                                    {"warnings", std::move(warnings)}}));
}

}  // namespace weir::api::arm
