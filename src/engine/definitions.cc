#include "engine/definitions.h"

#include "base/ids.h"
#include "base/names.h"
#include "model/load.h"
#include "model/references.h"

namespace weir::engine {
namespace {

using model::ResourceKind;

/// What the expressions of a dataset or linked service see: their own parameters.
class ResourceScope final : public expr::Scope {
 public:
  ResourceScope(ResourceKind kind, Json parameters, UtcTime now, SeededRandom& random)
      : kind_(kind), parameters_(std::move(parameters)), now_(now), random_(random) {}

  std::optional<Json> Dataset() const override {
    if (kind_ != ResourceKind::kDataset) return std::nullopt;
    return parameters_;
  }
  std::optional<Json> LinkedService() const override {
    if (kind_ != ResourceKind::kLinkedService) return std::nullopt;
    return parameters_;
  }
  UtcTime Now() const override { return now_; }
  SeededRandom& Random() const override { return random_; }

 private:
  ResourceKind kind_;
  Json parameters_;
  UtcTime now_;
  SeededRandom& random_;
};

Result<Json> BindResourceParameters(const model::Resource& resource, const Json& arguments) {
  Json values = Json::Object();
  for (const Json::Member& declared : resource.properties()["parameters"].members()) {
    const Json* value = arguments.Find(declared.name);
    if (value == nullptr) value = declared.value.Find("defaultValue");
    if (value == nullptr) {
      return Fail(ErrorKind::kInvalid, "MissingParameter",
                  std::string(model::InfoOf(resource.kind).title) + " '" + resource.name +
                      "' needs a value for parameter '" + declared.name + "'")
          .At(resource.file);
    }
    values.AppendMember(declared.name, *value);
  }
  return values;
}

Error NotFound(const model::Factory& factory, ResourceKind kind, const std::string& name,
               std::string code) {
  return Fail(ErrorKind::kNotFound, std::move(code),
              "factory '" + factory.name() + "' has no " + std::string(model::InfoOf(kind).title) +
                  " '" + name + "'" + DidYouMean(name, factory.Names(kind)));
}

}  // namespace

std::shared_ptr<const Definitions::Kept> Definitions::Snapshot(
    const std::string& pipeline, const std::vector<std::string>& others) {
  std::vector<std::string> key = {NameKey(pipeline)};
  for (const std::string& other : others) key.push_back(NameKey(other));
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const Kept>& kept = kept_[std::move(key)];
  if (kept != nullptr) return kept;
  Kept made;
  made.text = SnapshotText(pipeline, others);
  made.hash = DerivedGuid(made.text, made.text.size());
  made.secret = NameKey(made.text).find("securestring") != std::string::npos;
  kept = std::make_shared<const Kept>(std::move(made));
  return kept;
}

std::string Definitions::SnapshotText(const std::string& pipeline,
                                      const std::vector<std::string>& others) const {
  model::Factory closure = model::Closure(*snapshot_, pipeline);
  for (const std::string& other : others) {
    const model::Factory reached = model::Closure(*snapshot_, other);
    for (const model::Resource& resource : reached.resources()) {
      if (closure.Find(resource.kind, resource.name) == nullptr) closure.Add(resource);
    }
  }
  Json json = Json::Object({{"factory", snapshot_->name()}});
  Json globals = snapshot_->GlobalParameters();
  json.AppendMember("globalParameters", globals);
  for (const ResourceKind kind : {ResourceKind::kPipeline, ResourceKind::kDataset}) {
    Json list = Json::Array();
    for (const model::Resource* resource : closure.List(kind)) list.Append(resource->document);
    json.AppendMember(std::string(model::InfoOf(kind).folder), std::move(list));
  }
  return DumpJson(json);
}

Result<std::shared_ptr<Definitions>> Definitions::Restore(
    const std::string& snapshot, std::shared_ptr<const model::Factory> factory,
    model::LocalSettings local) {
  WEIR_ASSIGN(const Json json, ParseJson(snapshot));
  auto kept = std::make_shared<model::Factory>(json["factory"].as_string());
  for (const ResourceKind kind : {ResourceKind::kPipeline, ResourceKind::kDataset}) {
    for (const Json& document : json[model::InfoOf(kind).folder].items()) {
      kept->Add(model::MakeResource(kind, document["name"].as_string(), "the run's definitions",
                                    document));
    }
  }
  kept->Add(model::MakeResource(
      ResourceKind::kFactory, kept->name(), "the run's definitions",
      Json::Object(
          {{"name", kept->name()},
           {"properties", Json::Object({{"globalParameters", json["globalParameters"]}})}})));
  auto definitions = std::make_shared<Definitions>(kept, std::move(local));
  definitions->connections_ = std::move(factory);
  return definitions;
}

Result<std::shared_ptr<const pipeline::PipelineDefinition>> Definitions::Pipeline(
    const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto known = pipelines_.find(NameKey(name));
  if (known != pipelines_.end()) return known->second;
  const model::Resource* resource = snapshot_->Find(ResourceKind::kPipeline, name);
  if (resource == nullptr) {
    return NotFound(*snapshot_, ResourceKind::kPipeline, name, "PipelineNotFound");
  }
  auto compiled = pipeline::PipelineDefinition::Compile(resource->document);
  if (!compiled) return std::move(compiled).error().At(resource->file);
  pipelines_.emplace(NameKey(name), *compiled);
  return *std::move(compiled);
}

Result<Json> Definitions::EvaluateResource(const model::Resource& resource, const Json& arguments,
                                           UtcTime now) {
  WEIR_ASSIGN(Json parameters, BindResourceParameters(resource, arguments));
  expr::Template expression;
  {
    const std::lock_guard lock(mutex_);
    const auto known = templates_.find(&resource);
    if (known != templates_.end()) {
      expression = known->second;
    } else {
      auto compiled = expr::Template::Compile(resource.properties());
      if (!compiled) return std::move(compiled).error().At(resource.file);
      expression = *std::move(compiled);
      templates_.emplace(&resource, expression);
    }
  }
  SeededRandom random(EntropySeed());
  const ResourceScope scope(resource.kind, std::move(parameters), now, random);
  Result<Json> properties = expression.Evaluate(scope);
  if (!properties) return std::move(properties).error().At(resource.file);
  return properties;
}

Result<model::DatasetInstance> Definitions::Dataset(const Json& reference, UtcTime now) {
  const std::string& name = reference["referenceName"].as_string();
  const model::Resource* resource = snapshot_->Find(ResourceKind::kDataset, name);
  if (resource == nullptr) {
    return NotFound(*snapshot_, ResourceKind::kDataset, name, "DatasetNotFound");
  }
  WEIR_ASSIGN(Json properties, EvaluateResource(*resource, reference["parameters"], now));
  WEIR_ASSIGN(model::LinkedServiceInstance linked,
              LinkedService(properties["linkedServiceName"], now));
  return model::DatasetInstance{resource->name, properties["type"].as_string(), properties,
                                std::move(linked)};
}

Result<model::LinkedServiceInstance> Definitions::LinkedService(const Json& reference,
                                                                UtcTime now) {
  const std::string& name = reference["referenceName"].as_string();
  const model::Resource* resource = connections_->Find(ResourceKind::kLinkedService, name);
  if (resource == nullptr) {
    return NotFound(*connections_, ResourceKind::kLinkedService, name, "LinkedServiceNotFound");
  }
  WEIR_ASSIGN(Json properties, EvaluateResource(*resource, reference["parameters"], now));
  return model::LinkedServiceInstance{resource->name, properties["type"].as_string(),
                                      std::move(properties)};
}

Result<Json> Definitions::Credential(const Json& reference, UtcTime now) {
  const std::string& name = reference["referenceName"].as_string();
  const model::Resource* resource = connections_->Find(ResourceKind::kCredential, name);
  if (resource == nullptr) {
    return NotFound(*connections_, ResourceKind::kCredential, name, "CredentialNotFound");
  }
  return EvaluateResource(*resource, reference["parameters"], now);
}

void Definitions::SetOwner(const std::string& owner, const char* collection) {
  for (const model::Resource* resource : connections_->List(ResourceKind::kIntegrationRuntime)) {
    const bool own = SameName(resource->type(), "SelfHosted");
    const Json& compute = resource->properties()["typeProperties"]["computeProperties"];
    if (!own && !compute["location"].is_string()) continue;
    const std::string key = NameKey(resource->name);
    runtimes_.Set(key, Json::Object({{"id", owner + "/" + collection + "/" + key},
                                     {"properties", resource->properties()}}));
  }
}

}  // namespace weir::engine
