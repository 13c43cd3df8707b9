#include "api/v1/factory_book.h"

#include <algorithm>
#include <set>
#include <utility>

#include "api/v1/resource_document.h"
#include "base/ids.h"
#include "base/names.h"
#include "check/v1/validate.h"
#include "slices/plans.h"
#include "v1/book.h"

namespace weir::api::v1 {
namespace {

/// Connections are sealed whole: secrets stand in their connection strings too.
bool HoldsSecrets(Kind kind) {
  return kind == Kind::kLinkedService || kind == Kind::kGateway || kind == Kind::kComputeType;
}

/// What a factory's slices follow from, and `weir apply` replaces.
bool IsContent(Kind kind) {
  return kind == Kind::kLinkedService || kind == Kind::kDataset || kind == Kind::kPipeline;
}

Error FactoryNotFound(const ResourcePath& path) {
  return Fail(ErrorKind::kNotFound, "ResourceNotFound",
              "The Resource 'Microsoft.DataFactory/datafactories/" + path.factory +
                  "' under resource group '" + path.group + "' was not found.")
      .At(path.FactoryId());
}

Error NotFound(const ResourcePath& path) {
  const KindInfo& info = InfoOf(path.kind);
  return Fail(ErrorKind::kNotFound, std::string(info.not_found),
              "the factory has no " + std::string(info.title) + " '" + path.name + "'")
      .At(path.Id());
}

ResourcePath PathIn(const ResourcePath& factory, Kind kind, const std::string& name) {
  ResourcePath path = factory;
  path.kind = kind;
  path.name = kind == Kind::kFactory ? "" : name;
  return path;
}

/// True of what refuses a change: faults of the document that is put, at `place`, and circles that
/// it closes; of all documents if `place` is empty. What it does to others is not: their change may
/// be the next one, as is the pipeline that fills an input.
bool Refuses(const model::Finding& finding, const std::string& place) {
  if (finding.severity != model::Severity::kError || finding.code == "ExternalMissing") {
    return false;
  }
  return place.empty() || finding.file == place || finding.code == "DatasetCycle";
}

bool NamesService(const model::V1Activity& activity, const std::string& service) {
  if (SameName(activity.linked_service, service)) return true;
  for (const Json::Member& one : activity.type_properties().members()) {
    if (NameKey(one.name).ends_with("linkedservice") && SameName(one.value.as_string(), service)) {
      return true;
    }
  }
  return SameName(activity.type_properties()["stagingSettings"]["linkedServiceName"].as_string(),
                  service);
}

bool NamesDataset(const model::V1Activity& activity, const std::string& dataset) {
  const auto is = [&](const auto& one) { return SameName(one.dataset, dataset); };
  return std::any_of(activity.inputs.begin(), activity.inputs.end(), is) ||
         std::any_of(activity.outputs.begin(), activity.outputs.end(), is);
}

/// The linked service that names another one, or a gateway.
std::string NamingService(const model::V1Factory& factory, const ResourcePath& path) {
  const char* by = path.kind == Kind::kGateway ? "gatewayName" : "linkedServiceName";
  for (const model::V1LinkedService* one : factory.linked_services()) {
    if (SameName(one->type_properties()[by].as_string(), path.name)) return one->name;
  }
  return "";
}

/// What names a linked service, a dataset or a gateway; empty if nothing does.
std::string NamerOf(const model::V1Factory& factory, const ResourcePath& path) {
  const bool service = path.kind == Kind::kLinkedService;
  if (service || path.kind == Kind::kGateway) {
    std::string naming = NamingService(factory, path);
    if (!naming.empty()) return naming;
  }
  for (const model::V1Dataset* one : factory.datasets()) {
    if (service && SameName(one->linked_service, path.name)) return one->name;
  }
  for (const model::V1Pipeline* pipeline : factory.pipelines()) {
    for (const model::V1Activity& activity : pipeline->activities) {
      const bool names = service                       ? NamesService(activity, path.name)
                         : path.kind == Kind::kDataset ? NamesDataset(activity, path.name)
                                                       : false;
      if (names) return pipeline->name;
    }
  }
  return "";
}

/// When a pipeline was deployed, and its active period set.
Json PipelineState(const Json& document, const Kept* old, UtcTime now) {
  Json state = old == nullptr ? Json::Object() : old->state;
  const Json& before = old == nullptr ? Json() : old->document["properties"];
  Json left = before;
  Json right = document["properties"];
  for (const char* name : {"start", "end"}) {
    if (left[name] != right[name]) state.Set("activePeriodSetTime", FormatUtc(now));
  }
  for (const char* name : {"start", "end", "isPaused"}) {
    if (left.is_object()) left.Remove(name);
    right.Remove(name);
  }
  if (left != right) state.Set("deploymentTime", FormatUtc(now));
  return state;
}

}  // namespace

Result<std::unique_ptr<FactoryBook>> FactoryBook::Open(store::Store& store, const Sealer& sealer,
                                                       const Clock& clock,
                                                       std::optional<model::LocalFile> local) {
  WEIR_ASSIGN(const auto records, store.Resources());
  std::unique_ptr<FactoryBook> book(new FactoryBook(store, sealer, clock, std::move(local)));
  for (const store::ResourceRecord& record : records) {
    Result<> taken = book->Take(record);
    if (!taken) return std::move(taken).error().While("reading '" + record.id + "'");
  }
  for (auto& [key, served] : book->factories_) {
    WEIR_ASSIGN(const ResourcePath path, PathOfFactory(served.own.id));
    auto model = std::make_shared<model::V1Factory>();
    model->name = served.own.name;
    for (const auto& [kept_as, kept] : served.resources) {
      PutInto(model.get(), PathIn(path, kept_as.first, kept.name), kept.document, nullptr);
    }
    served.model = std::move(model);
  }
  return book;
}

Result<> FactoryBook::Take(const store::ResourceRecord& record) {
  const std::optional<Kind> kind = KindOfStored(record.kind);
  if (!kind) return {};  // Of version 2.
  WEIR_ASSIGN(Kept kept, arm::ReadKept(record, sealer_));
  Served& served = factories_[record.factory];
  if (*kind == Kind::kFactory) {
    served.own = std::move(kept);
  } else {
    served.resources[{*kind, NameKey(record.name)}] = std::move(kept);
  }
  return {};
}

Result<const FactoryBook::Served*> FactoryBook::FactoryAt(const ResourcePath& path) const {
  const auto found = factories_.find(path.FactoryKey());
  if (found == factories_.end()) return FactoryNotFound(path);
  return &found->second;
}

Result<std::optional<Kept>> FactoryBook::Find(const ResourcePath& path) const {
  const std::shared_lock lock(mutex_);
  WEIR_ASSIGN(const Served* served, FactoryAt(path));
  const Kept* kept = served->Find(path.kind, path.name, Kind::kFactory);
  return kept == nullptr ? std::nullopt : std::optional(*kept);
}

Result<Kept> FactoryBook::Get(const ResourcePath& path) const {
  WEIR_ASSIGN(std::optional<Kept> kept, Find(path));
  if (!kept) return NotFound(path);
  return *std::move(kept);
}

Result<KeptPage> FactoryBook::List(const ResourcePath& path, const std::string& after,
                                   size_t limit) const {
  const std::shared_lock lock(mutex_);
  WEIR_ASSIGN(const Served* served, FactoryAt(path));
  return served->List(path.kind, "", after, limit);
}

KeptPage FactoryBook::ListFactories(const ResourcePath& path, const std::string& after,
                                    size_t limit, const arm::FactoryBook::Shown& shown) const {
  const std::shared_lock lock(mutex_);
  return arm::ListKeptFactories(factories_, path.subscription, path.group, after, limit, shown);
}

std::vector<std::string> FactoryBook::Subscriptions() const {
  const std::shared_lock lock(mutex_);
  return arm::KeptSubscriptions(factories_);
}

store::ResourceRecord FactoryBook::RecordOf(const ResourcePath& path, const Kept& kept) const {
  std::string text = arm::StoredText(kept);
  if (HoldsSecrets(path.kind)) text = sealer_.Seal(text);
  return arm::RecordOf(kept, path.FactoryKey(), InfoOf(path.kind).stored, std::move(text));
}

Kept FactoryBook::KeptOf(const ResourcePath& path, Json document, const Kept* old) const {
  Kept kept = arm::Renewed(path.Id(), path.KeptName(), std::move(document), old, clock_.Now());
  if (old != nullptr) {
    kept.document.Set("name", old->name);
  } else if (path.kind == Kind::kFactory) {
    kept.state = Json::Object({{"dataFactoryId", NewGuid()}});
  }
  if (path.kind == Kind::kPipeline) {
    kept.state = PipelineState(kept.document, old, kept.changed);
  }
  return kept;
}

Result<> FactoryBook::Accept(const model::V1Factory& candidate, const std::string& place) const {
  std::vector<model::Finding> faults = check::ValidateV1(candidate, false);
  std::erase_if(faults, [&](const model::Finding& one) { return !Refuses(one, place); });
  if (!faults.empty()) return ErrorOf(faults);
  Result<schedule::SliceBook> book = weir::v1::MakeBook(candidate, std::nullopt, clock_.Now());
  if (!book) return std::move(book).error();
  return {};
}

Result<std::vector<FactoryBook::Changed>> FactoryBook::ChangesOf(
    const ResourcePath& factory, const Served* served, const std::vector<Wanted>& wanted) const {
  std::vector<Changed> changes;
  std::set<Key> seen;
  for (const Wanted& one : wanted) {
    const Key key{one.path.kind, NameKey(one.path.name)};
    if (!seen.insert(key).second) {
      return Fail(ErrorKind::kInvalid, "DuplicateResource",
                  "the " + std::string(InfoOf(one.path.kind).title) + " '" + one.path.name +
                      "' is there twice");
    }
    const Kept* old =
        served == nullptr ? nullptr : served->Find(key.first, key.second, Kind::kFactory);
    WEIR_ASSIGN(Json document, one.change(old));
    Kept kept = KeptOf(one.path, std::move(document), old);
    if (old != nullptr && old->document == kept.document) continue;
    changes.push_back(
        {one.path, old == nullptr ? std::nullopt : std::optional(*old), std::move(kept)});
  }
  if (served == nullptr) return changes;
  for (const auto& [key, kept] : served->resources) {
    if (!IsContent(key.first) || seen.contains(key)) continue;
    changes.push_back({PathIn(factory, key.first, kept.name), kept, std::nullopt});
  }
  return changes;
}

Result<> FactoryBook::Save(const ResourcePath& factory, const std::vector<Changed>& changes,
                           std::shared_ptr<const model::V1Factory> model) {
  store::ResourceChanges saved;
  for (const Changed& one : changes) {
    if (one.now) {
      saved.puts.push_back(RecordOf(one.path, *one.now));
    } else {
      saved.removals.push_back(
          {factory.FactoryKey(), std::string(InfoOf(one.path.kind).stored), one.old->name});
    }
  }
  WEIR_TRY(store_.SaveResources(saved));
  Served& served = factories_[factory.FactoryKey()];
  for (const Changed& one : changes) {
    const Key key{one.path.kind, NameKey(one.path.name)};
    if (one.path.kind == Kind::kFactory) {
      served.own = *one.now;
    } else if (one.now) {
      served.resources[key] = *one.now;
    } else {
      served.resources.erase(key);
    }
  }
  served.model = std::move(model);
  return {};
}

Result<FactoryBook::PutResult> FactoryBook::Put(const ResourcePath& path,
                                                const Preconditions& conditions,
                                                const Change& change) {
  const std::unique_lock lock(mutex_);
  const bool whole = path.kind == Kind::kFactory;
  const auto found = factories_.find(path.FactoryKey());
  const Served* served = found == factories_.end() ? nullptr : &found->second;
  if (served == nullptr && !whole) return FactoryNotFound(path);
  const Kept* old =
      served == nullptr ? nullptr : served->Find(path.kind, path.name, Kind::kFactory);
  WEIR_TRY(arm::CheckConditions(conditions, old));
  WEIR_ASSIGN(Json document, change(old));
  PutResult result{KeptOf(path, std::move(document), old), old == nullptr};
  std::shared_ptr<const model::V1Factory> model;
  if (served != nullptr) {
    model = served->model;
  } else {
    auto empty = std::make_shared<model::V1Factory>();
    empty->name = path.factory;
    model = std::move(empty);
  }
  if (IsContent(path.kind)) {
    auto candidate = std::make_shared<model::V1Factory>(*model);
    PutInto(candidate.get(), PathIn(path, path.kind, result.kept.name), result.kept.document,
            nullptr);
    WEIR_TRY(Accept(*candidate, PathIn(path, path.kind, result.kept.name).Place()));
    model = std::move(candidate);
  }
  WEIR_TRY(Save(path, {{path, std::nullopt, result.kept}}, std::move(model)));
  return result;
}

Result<Kept> FactoryBook::SetState(const ResourcePath& path,
                                   const std::function<Result<Json>(const Kept& kept)>& change) {
  const std::unique_lock lock(mutex_);
  const auto factory = factories_.find(path.FactoryKey());
  if (factory == factories_.end()) return FactoryNotFound(path);
  const auto found = factory->second.resources.find({path.kind, NameKey(path.name)});
  if (found == factory->second.resources.end()) return NotFound(path);
  Kept kept = found->second;
  WEIR_ASSIGN(kept.state, change(kept));
  store::ResourceChanges changes;
  changes.puts.push_back(RecordOf(path, kept));
  WEIR_TRY(store_.SaveResources(changes));
  found->second = kept;
  return kept;
}

Result<bool> FactoryBook::Remove(const ResourcePath& path, const Preconditions& conditions) {
  const std::unique_lock lock(mutex_);
  const auto factory = factories_.find(path.FactoryKey());
  if (path.kind == Kind::kFactory) {
    if (factory == factories_.end()) return false;
    WEIR_TRY(arm::CheckConditions(conditions, &factory->second.own));
    store::ResourceChanges changes;
    changes.factories_removed.push_back(factory->first);
    WEIR_TRY(store_.SaveResources(changes));
    factories_.erase(factory);
    return true;
  }
  if (factory == factories_.end()) return FactoryNotFound(path);
  Served& served = factory->second;
  const auto found = served.resources.find({path.kind, NameKey(path.name)});
  if (found == served.resources.end()) return false;
  WEIR_TRY(arm::CheckConditions(conditions, &found->second));
  std::shared_ptr<const model::V1Factory> model = served.model;
  if (path.kind != Kind::kPipeline) {
    const std::string namer = NamerOf(*model, path);
    if (!namer.empty()) {
      return Fail(ErrorKind::kInvalid, "BadRequest",
                  "The document cannot be deleted since it is referenced by " + namer + ".")
          .At(found->second.id);
    }
  }
  if (IsContent(path.kind)) {
    auto candidate = std::make_shared<model::V1Factory>(*model);
    RemoveFrom(candidate.get(), path);
    model = std::move(candidate);
  }
  const Changed change{path, found->second, std::nullopt};
  WEIR_TRY(Save(path, {change}, std::move(model)));
  return true;
}

Result<std::vector<FactoryBook::Changed>> FactoryBook::Replace(const ResourcePath& factory,
                                                               const std::vector<Wanted>& wanted,
                                                               bool dry) {
  const std::unique_lock lock(mutex_);
  const auto found = factories_.find(factory.FactoryKey());
  const Served* served = found == factories_.end() ? nullptr : &found->second;
  WEIR_ASSIGN(std::vector<Changed> changes, ChangesOf(factory, served, wanted));
  auto candidate = std::make_shared<model::V1Factory>();
  if (served != nullptr) *candidate = *served->model;
  candidate->name = served == nullptr ? factory.factory : served->own.name;
  for (const Changed& one : changes) {
    if (!one.now) {
      RemoveFrom(candidate.get(), one.path);
    } else {
      PutInto(candidate.get(), PathIn(factory, one.path.kind, one.now->name), one.now->document,
              nullptr);
    }
  }
  WEIR_TRY(Accept(*candidate, ""));
  if (served == nullptr) {
    Json document = Json::Object({{"name", factory.factory}, {"properties", Json::Object()}});
    changes.insert(changes.begin(),
                   {factory, std::nullopt, KeptOf(factory, std::move(document), nullptr)});
  }
  if (!dry && !changes.empty()) {
    WEIR_TRY(Save(factory, changes, std::move(candidate)));
  }
  return changes;
}

Result<std::shared_ptr<const model::V1Factory>> FactoryBook::FactoryOf(
    const std::string& factory_key) {
  const std::shared_lock lock(mutex_);
  const auto found = factories_.find(factory_key);
  if (found != factories_.end()) return found->second.model;
  return Fail(ErrorKind::kNotFound, "ResourceNotFound",
              "The Resource '" + factory_key + "' was not found.");
}

Result<std::shared_ptr<engine::Definitions>> FactoryBook::Restore(const std::string& factory_key,
                                                                  const std::string& snapshot) {
  const auto found = FactoryOf(factory_key);
  auto model = found ? *found : std::make_shared<const model::V1Factory>();
  return slices::Plans(std::move(model), local_, factory_key).Restore(snapshot);
}

std::vector<Kept> FactoryBook::Gateways() const {
  const std::shared_lock lock(mutex_);
  std::vector<Kept> gateways;
  for (const auto& [key, served] : factories_) {
    for (const auto& [name, kept] : served.resources) {
      if (name.first == Kind::kGateway) gateways.push_back(kept);
    }
  }
  return gateways;
}

std::vector<std::string> FactoryBook::Keys() {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> keys;
  keys.reserve(factories_.size());
  for (const auto& [key, served] : factories_) keys.push_back(key);
  return keys;
}

}  // namespace weir::api::v1
