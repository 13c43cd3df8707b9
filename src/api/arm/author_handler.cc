// What people need who write a factory's resources. Not part of Data Factory's contract.
#include <algorithm>
#include <set>

#include "alert/rule.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"
#include "check/expression_check.h"
#include "check/lint.h"
#include "expr/function.h"
#include "model/json_schema.h"
#include "model/load.h"
#include "model/references.h"
#include "pipeline/control.h"

namespace weir::api::arm {
namespace {

using model::Finding;
using model::ResourceKind;

/// What stands for the place of the document that is looked at; no resource id is like it.
constexpr std::string_view kGiven = "\n";

Result<ResourceKind> ReadKind(const std::string& named) {
  if (const std::optional<ResourceKind> kind = model::KindOfFolder(named)) return *kind;
  std::string known;
  for (const model::ResourceKindInfo& info : model::ResourceKinds()) {
    known += (known.empty() ? "" : ", ") + std::string(info.folder);
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'kind' must be one of " + known + ", got '" + named + "'");
}

/// {"kind", "name"} of what a resource names, each once.
Json UsesOf(const model::Resource& resource) {
  std::set<std::pair<ResourceKind, std::string>> seen;
  Json uses = Json::Array();
  model::ForEachReference(resource.properties(), [&](const model::Reference& reference) {
    if (!reference.fixed()) return;
    const std::string& name = reference.name->as_string();
    if (!seen.emplace(reference.kind, NameKey(name)).second) return;
    uses.Append(Json::Object({{"kind", model::InfoOf(reference.kind).folder}, {"name", name}}));
  });
  return uses;
}

Json Listed(const Services& services, const ResourcePath& path, const model::Resource& resource,
            const Json& files) {
  Json listed =
      Json::Object({{"kind", model::InfoOf(resource.kind).folder}, {"name", resource.name}});
  if (!resource.type().empty()) listed.AppendMember("type", resource.type());
  const std::string& folder = resource.properties()["folder"]["name"].as_string();
  if (!folder.empty()) listed.AppendMember("folder", folder);
  if (resource.kind == ResourceKind::kTrigger) {
    const bool started = services.triggers->started({path.FactoryKey(), NameKey(resource.name)});
    listed.AppendMember("state", started ? "Started" : "Stopped");
  }
  const Json* file =
      files.Find(NameKey(std::string(model::InfoOf(resource.kind).folder) + "/" + resource.name));
  if (file != nullptr) listed.AppendMember("file", *file);
  listed.AppendMember("uses", UsesOf(resource));
  return listed;
}

/// A factory as it would be; `given` is what the body holds.
struct Supposed {
  model::Factory factory;
  ResourceKind kind;
  std::string name;
};

/// What the checks of factories do not know: pipelines of the scope, too, which nobody refuses.
void AddFaultsOfAlert(const Supposed& supposed, std::vector<Finding>* findings) {
  const model::Resource* alert = supposed.factory.Find(ResourceKind::kAlert, supposed.name);
  if (alert == nullptr) return;
  for (const Error& fault : alert::FaultsOfRule(alert->name, alert->properties())) {
    findings->push_back(model::FindingOf(fault, std::string(kGiven)));
  }
  for (const Json& pipeline : alert->properties()["scope"]["pipelines"].items()) {
    const std::string& name = pipeline.as_string();
    if (name.empty() || supposed.factory.Find(ResourceKind::kPipeline, name) != nullptr) continue;
    findings->push_back({model::Severity::kWarning, std::string(kGiven), pipeline.position(),
                         "InvalidAlertRule",
                         "there is no pipeline '" + name + "': the alert never tells of it"});
  }
}

std::vector<Finding> FindingsOf(const Supposed& supposed, bool azure, bool whole) {
  const model::Factory factory =
      whole ? supposed.factory : model::Closure(supposed.factory, supposed.kind, supposed.name);
  std::vector<Finding> findings = check::ValidateAll(factory, azure);
  for (Finding& finding : check::Lint(factory)) findings.push_back(std::move(finding));
  if (supposed.kind == ResourceKind::kAlert) AddFaultsOfAlert(supposed, &findings);
  if (!whole) {
    // What nothing uses can be told of a whole factory only.
    std::erase_if(findings, [](const Finding& one) {
      return one.file != kGiven || one.code == "UnusedResource" || one.code == "PipelineNotStarted";
    });
  }
  model::SortFindings(&findings);
  return findings;
}

/// By its file, which is its id.
const model::Resource* OwnerOf(const model::Factory& factory, const std::string& file) {
  for (const model::Resource& resource : factory.resources()) {
    if (resource.file == file) return &resource;
  }
  return nullptr;
}

Json Print(const Supposed& supposed, const Finding& finding) {
  const bool given = finding.file == kGiven;
  const model::Resource* owner = given ? nullptr : OwnerOf(supposed.factory, finding.file);
  Json printed =
      Json::Object({{"severity", model::SeverityName(finding.severity)},
                    {"code", finding.code},
                    {"message", finding.message},
                    {"kind", given || owner == nullptr ? model::InfoOf(supposed.kind).folder
                                                       : model::InfoOf(owner->kind).folder},
                    {"name", given || owner == nullptr ? supposed.name : owner->name}});
  if (given && finding.position.known()) {
    printed.AppendMember("line", static_cast<int64_t>(finding.position.line));
    printed.AppendMember("column", static_cast<int64_t>(finding.position.column));
  }
  return printed;
}

}  // namespace

Result<http::ServerResponse> ListAllResources(const Services& services, const Call& call,
                                              ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));
  WEIR_ASSIGN(Json source, SourceOf(services, path));
  Json value = Json::Array();
  for (const model::Resource& resource : factory->resources()) {
    if (resource.kind == ResourceKind::kFactory) continue;
    value.Append(Listed(services, path, resource, source["files"]));
  }
  Json answer = Json::Object({{"value", std::move(value)}});
  if (source.is_object()) {
    source.Remove("files");
    answer.AppendMember("source", std::move(source));
  }
  return JsonResponse(answer);
}

Result<http::ServerResponse> ValidateResource(const Services& services, const Call& call,
                                              ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const ResourceKind kind, ReadKind(body["kind"].as_string()));
  if (!body["name"].is_string() || !body["text"].is_string()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body needs a text 'name' and a text 'text'");
  }
  WEIR_ASSIGN(const auto kept, services.factories->Model(path));
  Supposed supposed{*kept, kind, body["name"].as_string()};
  std::vector<Finding> findings;
  Result<Json> document = ParseJson(body["text"].as_string(), {.strict = true});
  if (document.ok()) {
    supposed.factory.Put(
        model::MakeResource(kind, supposed.name, std::string(kGiven), *std::move(document)));
    findings = FindingsOf(supposed, body["azure"].as_bool(), body["whole"].as_bool());
  } else {
    findings.push_back(model::FindingOf(document.error(), std::string(kGiven)));
  }
  Json value = Json::Array();
  for (const Finding& finding : findings) value.Append(Print(supposed, finding));
  return JsonResponse(Json::Object({{"value", std::move(value)}}));
}

Result<http::ServerResponse> ShowSchema(const Services& /*services*/, const Call& call,
                                        ResourceKind /*kind*/) {
  WEIR_ASSIGN(const ResourceKind kind, ReadKind(call.PathValue("kind")));
  http::ServerResponse response = JsonResponse(model::SchemaOf(kind));
  response.headers.push_back({"Cache-Control", "private, max-age=3600"});
  return response;
}

Result<http::ServerResponse> ShowSpecs(const Services& services, const Call& /*call*/,
                                       ResourceKind /*kind*/) {
  Json functions = Json::Array();
  for (const expr::FunctionSpec& spec : expr::AllFunctions()) {
    Json printed =
        Json::Object({{"name", spec.name}, {"args", spec.args}, {"returns", spec.returns}});
    const auto shown = std::find_if(spec.examples.begin(), spec.examples.end(),
                                    [](const auto& one) { return one.error.empty(); });
    if (shown != spec.examples.end()) {
      printed.AppendMember("example", shown->expr);
      printed.AppendMember("answer", shown->want);
    }
    functions.Append(std::move(printed));
  }
  Json activities = Json::Array();
  for (const std::string_view type : pipeline::ControlTypes()) {
    activities.Append(Json::Object({{"type", type}, {"control", true}, {"summary", ""}}));
  }
  if (services.activities != nullptr) {
    for (const engine::ActivitySpec& spec : services.activities->all()) {
      if (spec.internal) continue;
      activities.Append(
          Json::Object({{"type", spec.type}, {"control", false}, {"summary", spec.summary}}));
    }
  }
  return JsonResponse(
      Json::Object({{"functions", std::move(functions)}, {"activities", std::move(activities)}}));
}

}  // namespace weir::api::arm
