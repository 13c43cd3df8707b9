// A whole factory at once: what `weir apply` asks for. Not part of Data Factory's contract.
#include <set>

#include "api/arm/handlers.h"
#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using model::ResourceKind;

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

/// What an apply does with triggers: those it touches are stopped first, and those that the factory
/// is to have started are started at its end.
struct TriggerPlan {
  std::vector<ResourcePath> stops;
  std::vector<ResourcePath> removals;
  std::vector<ResourcePath> starts;
};

TriggerPlan PlanTriggers(const Services& services, const ResourcePath& factory,
                         const Json& resources, const std::vector<FactoryBook::Changed>& changes) {
  TriggerPlan plan;
  std::set<trigger::Key> stopped;
  for (const FactoryBook::Changed& changed : changes) {
    if (changed.path.kind != ResourceKind::kTrigger) continue;
    const trigger::Key key = TriggerKey(changed.path);
    if (!changed.now) plan.removals.push_back(changed.path);
    if (!services.triggers->started(key)) continue;
    plan.stops.push_back(changed.path);
    stopped.insert(key);
  }
  for (const Json& one : resources.items()) {
    if (model::KindOfFolder(one["kind"].as_string()) != ResourceKind::kTrigger) continue;
    const Json& state = one["document"]["properties"]["runtimeState"];
    if (!SameName(state.as_string(), "Started")) continue;
    ResourcePath path = factory;
    path.kind = ResourceKind::kTrigger;
    path.name = one["name"].as_string();
    const trigger::Key key = TriggerKey(path);
    if (stopped.contains(key) || !services.triggers->started(key)) plan.starts.push_back(path);
  }
  return plan;
}

Json NamesOf(const std::vector<ResourcePath>& triggers) {
  Json names = Json::Array();
  for (const ResourcePath& path : triggers) names.Append(path.name);
  return names;
}

/// One that cannot be started is told; the factory is applied.
Result<> StartTriggers(const Services& services, const std::vector<ResourcePath>& triggers,
                       Json* warnings) {
  for (const ResourcePath& path : triggers) {
    WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
    const Result<> started =
        services.triggers->Start(TriggerKey(path), kept.name, kept.document["properties"]);
    if (started) continue;
    warnings->Append("the trigger '" + kept.name +
                     "' could not be started: " + started.error().message());
  }
  return {};
}

constexpr size_t kSourceTextMax = 2'048;
constexpr const char* kSource = "source";

std::string FileKey(const std::string& kind, const std::string& name) {
  return NameKey(kind + "/" + name);
}

/// The body's `source`, with the files of its resources. Errors: kInvalid InvalidRequestContent.
Result<Json> ReadSource(const Json& body) {
  const Json& given = body[kSource];
  if (given.is_null()) return Json();
  Json source = Json::Object();
  for (const char* name : {"repository", "branch", "commit", "folder"}) {
    const Json& text = given[name];
    if (text.is_null()) continue;
    if (!text.is_string() || text.as_string().size() > kSourceTextMax) {
      return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                  "'source." + std::string(name) + "' must be a text of at most 2048 bytes")
          .At(text.position());
    }
    source.Set(name, text);
  }
  std::vector<Json::Member> files;
  for (const Json& one : body["resources"].items()) {
    const std::string& file = one["file"].as_string();
    if (file.empty() || file.size() > kSourceTextMax) continue;
    files.push_back({FileKey(one["kind"].as_string(), one["name"].as_string()), Json(file), {}});
  }
  source.Set("files", Json::Object(std::move(files)));
  return source;
}

/// Keep it, in place of what the apply before said.
Result<> KeepSource(const Services& services, const ResourcePath& factory, const Json& source) {
  WEIR_ASSIGN(const Json old, SourceOf(services, factory));
  if (old == source) return {};
  WEIR_TRY(services.factories->SetState(factory, [&](const Kept& kept) -> Result<Json> {
    Json state = kept.state.is_object() ? kept.state : Json::Object();
    state.Remove(kSource);
    if (!source.is_null()) state.Set(kSource, source);
    return state.empty() ? Json() : state;
  }));
  return {};
}

}  // namespace

Result<Json> SourceOf(const Services& services, const ResourcePath& factory) {
  ResourcePath path = factory;
  path.kind = ResourceKind::kFactory;
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  return kept.state[kSource];
}

bool IsPlan(const http::ServerRequest& request, const Route& route) {
  if (route.operation != "weir_apply") return false;
  const auto plan = QueryValueOf(request.query(), "plan");
  return plan && SameName(*plan, "true");
}

Result<http::ServerResponse> ApplyFactory(const Services& services, const Call& call,
                                          ResourceKind /*kind*/) {
  const bool dry = IsPlan(call.request(), call.route());
  WEIR_ASSIGN(const Json body, call.Body());
  ResourcePath factory = call.FactoryPath();
  const bool exists = services.factories->Find(factory).ok();
  WEIR_ASSIGN(const auto wanted, ReadAllWanted(factory, exists, body));
  WEIR_ASSIGN(const Json source, ReadSource(body));
  const std::lock_guard changing(services.changing_triggers);
  WEIR_ASSIGN(auto changes, services.factories->Replace(factory, wanted, true));
  const TriggerPlan plan = PlanTriggers(services, factory, body["resources"], changes);
  if (!dry) {
    for (const ResourcePath& path : plan.stops) {
      WEIR_TRY(services.triggers->Stop(TriggerKey(path)));
    }
    WEIR_ASSIGN(changes, services.factories->Replace(factory, wanted, false));
    WEIR_TRY(KeepSource(services, factory, source));
    for (const ResourcePath& path : plan.removals) {
      WEIR_TRY(services.triggers->Forget(TriggerKey(path)));
    }
  }
  Json printed = Json::Array();
  Json warnings = Json::Array();
  for (const FactoryBook::Changed& changed : changes) {
    printed.Append(PrintChange(changed));
    WarnOfHidden(changed, &warnings);
  }
  if (!dry) WEIR_TRY(StartTriggers(services, plan.starts, &warnings));
  return JsonResponse(Json::Object({{"factory", factory.FactoryId()},
                                    {"applied", !dry},
                                    {"changes", std::move(printed)},
                                    {"stops", NamesOf(plan.stops)},
                                    {"starts", NamesOf(plan.starts)},
                                    {"warnings", std::move(warnings)}}));
}

}  // namespace weir::api::arm
