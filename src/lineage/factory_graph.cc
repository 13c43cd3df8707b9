#include "lineage/factory_graph.h"

#include "base/names.h"
#include "model/activities.h"

namespace weir::lineage {
namespace {

using model::Resource;
using model::ResourceKind;

/// Functions whose value differs from call to call: a name made of them says nothing.
constexpr std::string_view kVolatile[] = {"utcnow(", "guid(", "rand(", "newguid("};

bool IsVolatile(const std::string& text) {
  const std::string key = NameKey(text);
  for (const std::string_view function : kVolatile) {
    if (key.find(function) != std::string::npos) return true;
  }
  return false;
}

std::string Placeholder(const std::string& text) {
  if (text.starts_with("@@")) return text.substr(1);
  if (text.starts_with('@') && !text.starts_with("@{")) return "{" + text.substr(1) + "}";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool opens = text[i] == '@' && i + 1 < text.size() && text[i + 1] == '{';
    if (!opens) out += text[i];
  }
  return out;
}

/// The same, of those expressions alone that `which` says.
Json Replace(const Json& value, bool (*which)(const std::string&)) {
  if (value.is_object()) {
    const bool wrapped = model::IsExpression(value) && value["value"].is_string();
    if (wrapped && which(value["value"].as_string())) {
      return Json(Placeholder(value["value"].as_string()));
    }
    if (wrapped) return value;
    Json out = Json::Object();
    for (const Json::Member& member : value.members()) {
      out.AppendMember(member.name, Replace(member.value, which));
    }
    return out;
  }
  if (value.is_array()) {
    Json out = Json::Array();
    for (const Json& item : value.items()) out.Append(Replace(item, which));
    return out;
  }
  if (value.is_string() && model::IsExpression(value) && which(value.as_string())) {
    return Json(Placeholder(value.as_string()));
  }
  return value;
}

/// The factory with what cannot be evaluated twice alike written out.
std::shared_ptr<model::Factory> Steady(const model::Factory& factory) {
  auto steady = std::make_shared<model::Factory>(factory.name());
  for (const Resource& resource : factory.resources()) {
    Resource copy = resource;
    const bool evaluated =
        resource.kind == ResourceKind::kDataset || resource.kind == ResourceKind::kLinkedService;
    if (evaluated) copy.document = Replace(resource.document, IsVolatile);
    steady->Add(std::move(copy));
  }
  return steady;
}

std::string PathOf(const model::ActivityPlace& place) {
  std::string path;
  for (const Json* container : place.containers) {
    path += (path.empty() ? "" : "/") + (*container)["name"].as_string();
  }
  return path;
}

void AddPipeline(const Resource& pipeline, const Resources& resources, Graph* graph) {
  for (const model::ActivityPlace& place : model::AllActivities(pipeline.properties())) {
    if (model::IsSkipped(place)) continue;
    const Json& activity = *place.activity;
    const std::string& type = activity["type"].as_string();
    const std::string& name = activity["name"].as_string();
    if (SameName(type, "ExecutePipeline")) {
      const Json child = WithPlaceholders(activity["typeProperties"]["pipeline"]["referenceName"]);
      graph->calls.push_back({pipeline.name, name, child.as_string()});
    }
    if (!IsTraced(type)) continue;
    const Trace trace = TraceActivity(WithPlaceholders(activity), resources);
    Step step;
    step.pipeline = pipeline.name;
    step.activity = name;
    step.type = type;
    step.path = PathOf(place);
    graph->Add(std::move(step), trace);
  }
}

Json Parsed(const std::string& text) {
  if (text.empty()) return {};
  Result<Json> json = ParseJson(text);
  return json ? *std::move(json) : Json();
}

/// The activity as its record has it; what it does not have, as it is defined.
Json Recorded(const Json& defined, const Json& input) {
  Json activity = WithPlaceholders(defined);
  if (input.empty()) return activity;
  for (const char* references : {"inputs", "outputs"}) {
    if (!input[references].is_null()) activity.Set(references, input[references]);
  }
  activity.Set("typeProperties", input);
  return activity;
}

}  // namespace

Json WithPlaceholders(const Json& value) {
  return Replace(value, [](const std::string&) { return true; });
}

const Json& RunResources::DataFlow(const std::string& /*name*/) const {
  static const Json kNone;
  return kNone;
}

FactoryResources::FactoryResources(const model::Factory& factory)
    : factory_(Steady(factory)),
      definitions_(std::make_unique<engine::Definitions>(factory_, model::LocalSettings())) {}

Result<model::DatasetInstance> FactoryResources::Dataset(const Json& reference) const {
  auto evaluated = definitions_->Dataset(reference, UtcTime());
  if (evaluated) return evaluated;
  // An argument that is not known may not be what an expression can take: show the expression.
  const Resource* dataset =
      factory_->Find(ResourceKind::kDataset, reference["referenceName"].as_string());
  if (dataset == nullptr) return evaluated;
  const Json properties = WithPlaceholders(dataset->properties());
  WEIR_ASSIGN(model::LinkedServiceInstance store, LinkedService(properties["linkedServiceName"]));
  return model::DatasetInstance{dataset->name, dataset->type(), properties, std::move(store)};
}

Result<model::LinkedServiceInstance> FactoryResources::LinkedService(const Json& reference) const {
  auto evaluated = definitions_->LinkedService(reference, UtcTime());
  if (evaluated) return evaluated;
  const Resource* store =
      factory_->Find(ResourceKind::kLinkedService, reference["referenceName"].as_string());
  if (store == nullptr) return evaluated;
  return model::LinkedServiceInstance{store->name, store->type(),
                                      WithPlaceholders(store->properties())};
}

const Json& FactoryResources::DataFlow(const std::string& name) const {
  static const Json kNone;
  const Resource* flow = factory_->Find(ResourceKind::kDataFlow, name);
  return flow == nullptr ? kNone : flow->properties();
}

Graph GraphOf(const model::Factory& factory) {
  Graph graph{factory.name(), {}, {}, {}};
  const FactoryResources resources(factory);
  for (const Resource* pipeline : factory.List(ResourceKind::kPipeline)) {
    AddPipeline(*pipeline, resources, &graph);
  }
  return graph;
}

Graph GraphOf(const model::Factory& factory, const store::RunRecord& run,
              const std::vector<store::ActivityRunRecord>& activities) {
  Graph graph{factory.name(), {}, {}, {}};
  const FactoryResources resources(factory);
  std::map<std::string, const Json*> defined;
  const Resource* pipeline = factory.Find(ResourceKind::kPipeline, run.pipeline);
  static const Json kNone;
  const auto places = model::AllActivities(pipeline == nullptr ? kNone : pipeline->properties());
  for (const model::ActivityPlace& place : places) {
    defined[(*place.activity)["name"].as_string()] = place.activity;
  }
  for (const store::ActivityRunRecord& record : activities) {
    const bool began = record.status != "Skipped" && !record.recovered;
    if (!IsTraced(record.type) || !began) continue;
    Json activity = Json::Object({{"name", record.name}, {"type", record.type}});
    if (const auto found = defined.find(record.name); found != defined.end()) {
      activity = *found->second;
    }
    const Trace trace = TraceActivity(Recorded(activity, Parsed(record.input)), resources);
    Step step;
    step.pipeline = run.pipeline;
    step.activity = record.name;
    step.type = record.type;
    step.path = record.path;
    Measured measured{
        run.run_id, record.activity_run_id, record.status, record.start, record.end, {}, {}, {}, {},
        {}};
    ReadFigures(Parsed(record.output), &measured);
    measured.error = Parsed(record.error)["message"].as_string();
    step.measured = std::move(measured);
    graph.Add(std::move(step), trace);
  }
  return graph;
}

}  // namespace weir::lineage
