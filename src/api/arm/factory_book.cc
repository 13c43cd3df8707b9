#include "api/arm/factory_book.h"

#include "base/names.h"
#include "model/load.h"
#include "model/references.h"
#include "model/storage_account.h"

namespace weir::api::arm {
namespace {

using model::ResourceKind;

/// Connections are sealed whole: secrets stand in their connection strings too.
bool HoldsSecrets(ResourceKind kind, const std::string& text) {
  return kind == ResourceKind::kLinkedService || kind == ResourceKind::kCredential ||
         kind == ResourceKind::kIntegrationRuntime || kind == ResourceKind::kAlert ||
         NameKey(text).find("securestring") != std::string::npos;
}

Error ResourceNotFound(const ResourcePath& path) {
  std::string code;  // "LinkedServiceNotFound"
  bool begins = true;
  for (const char c : model::InfoOf(path.kind).title) {
    if (c != ' ') code += begins ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == ' ';
  }
  return Fail(ErrorKind::kNotFound, code + "NotFound",
              "the factory has no " + std::string(model::InfoOf(path.kind).title) + " '" +
                  path.name + "'")
      .At(path.Id());
}

Error FactoryNotFound(const ResourcePath& path) {
  return Fail(ErrorKind::kNotFound, "ResourceNotFound",
              "The Resource 'Microsoft.DataFactory/factories/" + path.factory +
                  "' under resource group '" + path.group + "' was not found.")
      .At(path.FactoryId());
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
  return book;
}

Result<> FactoryBook::Take(const store::ResourceRecord& record) {
  if (record.kind.starts_with("v1:")) return {};  // Of version 1: api/v1 keeps it.
  const std::optional<ResourceKind> kind = model::KindOfFolder(record.kind);
  if (!kind) {
    return Fail(ErrorKind::kInternal, "StoreFailed",
                "the store holds a resource of the unknown kind '" + record.kind + "'");
  }
  WEIR_ASSIGN(Kept kept, ReadKept(record, sealer_));
  Served& served = factories_[record.factory];
  if (*kind == ResourceKind::kFactory) {
    served.own = std::move(kept);
  } else {
    served.resources[{*kind, NameKey(record.name)}] = std::move(kept);
  }
  return {};
}

Result<const FactoryBook::Served*> FactoryBook::FactoryOf(const ResourcePath& path) const {
  const auto found = factories_.find(path.FactoryKey());
  if (found == factories_.end()) return FactoryNotFound(path);
  return &found->second;
}

Result<std::optional<Kept>> FactoryBook::Find(const ResourcePath& path) const {
  const std::shared_lock lock(mutex_);
  WEIR_ASSIGN(const Served* served, FactoryOf(path));
  const Kept* kept = served->Find(path.kind, path.KeptName(), ResourceKind::kFactory);
  return kept == nullptr ? std::nullopt : std::optional(*kept);
}

Result<Kept> FactoryBook::Get(const ResourcePath& path) const {
  WEIR_ASSIGN(std::optional<Kept> kept, Find(path));
  if (!kept) return ResourceNotFound(path);
  return *std::move(kept);
}

Result<KeptPage> FactoryBook::List(const ResourcePath& path, const std::string& after,
                                   size_t limit) const {
  const std::shared_lock lock(mutex_);
  WEIR_ASSIGN(const Served* served, FactoryOf(path));
  return served->List(path.kind, path.parent.empty() ? "" : path.parent + "/", after, limit);
}

KeptPage FactoryBook::ListFactories(const ResourcePath& path, const std::string& after,
                                    size_t limit, const Shown& shown) const {
  const std::shared_lock lock(mutex_);
  return ListKeptFactories(factories_, path.subscription, path.group, after, limit, shown);
}

std::vector<std::string> FactoryBook::Subscriptions() const {
  const std::shared_lock lock(mutex_);
  return KeptSubscriptions(factories_);
}

std::vector<std::pair<std::string, Kept>> FactoryBook::Alerts() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::pair<std::string, Kept>> alerts;
  for (const auto& [factory, served] : factories_) {
    for (auto at = served.resources.lower_bound({ResourceKind::kAlert, ""});
         at != served.resources.end() && at->first.first == ResourceKind::kAlert; ++at) {
      alerts.emplace_back(factory, at->second);
    }
  }
  return alerts;
}

std::vector<Kept> FactoryBook::Runtimes() const {
  const std::shared_lock lock(mutex_);
  std::vector<Kept> runtimes;
  for (const auto& [factory, served] : factories_) {
    for (auto at = served.resources.lower_bound({ResourceKind::kIntegrationRuntime, ""});
         at != served.resources.end() && at->first.first == ResourceKind::kIntegrationRuntime;
         ++at) {
      runtimes.push_back(at->second);
    }
  }
  return runtimes;
}

void FactoryBook::TellOfAlerts(const std::string& factory) const {
  if (told_) told_(factory);
}

store::ResourceRecord FactoryBook::RecordOf(const ResourcePath& path, const Kept& kept) const {
  std::string text = StoredText(kept);
  if (HoldsSecrets(path.kind, text)) text = sealer_.Seal(text);
  return arm::RecordOf(kept, path.FactoryKey(), model::InfoOf(path.kind).folder, std::move(text));
}

/// Everything that the document names must be in the factory. What an expression picks is known at
/// a run only.
Result<> FactoryBook::CheckNamed(const ResourcePath& path, const Json& document,
                                 const std::map<Key, Kept>& resources) {
  std::string missing;
  model::ForEachReference(document["properties"], [&](const model::Reference& reference) {
    if (!reference.fixed() || !missing.empty()) return;
    const std::string& name = reference.name->as_string();
    const bool itself = reference.kind == path.kind && SameName(name, path.KeptName());
    const bool implied = reference.kind == ResourceKind::kIntegrationRuntime &&
                         SameName(name, "AutoResolveIntegrationRuntime");
    if (!itself && !implied && !resources.contains({reference.kind, NameKey(name)})) missing = name;
  });
  if (missing.empty()) return {};
  return Fail(ErrorKind::kInvalid, "BadRequest",
              "The document creation or update failed because of invalid reference '" + missing +
                  "'.")
      .At(path.Id());
}

Result<Kept> FactoryBook::Put(const ResourcePath& path, const Preconditions& conditions,
                              const Change& change) {
  const std::unique_lock lock(mutex_);
  const bool whole = path.kind == ResourceKind::kFactory;
  const auto factory = factories_.find(path.FactoryKey());
  if (factory == factories_.end() && !whole) return FactoryNotFound(path);
  const Kept* old = factory == factories_.end()
                        ? nullptr
                        : factory->second.Find(path.kind, path.KeptName(), ResourceKind::kFactory);
  WEIR_TRY(CheckConditions(conditions, old));
  WEIR_ASSIGN(Json document, change(old));
  if (!whole) {
    WEIR_TRY(CheckNamed(path, document, factory->second.resources));
  }
  const Kept kept = Renewed(path.Id(), path.KeptName(), std::move(document), old, clock_.Now());
  store::ResourceChanges changes;
  changes.puts.push_back(RecordOf(path, kept));
  WEIR_TRY(store_.SaveResources(changes));
  Served& served = factories_[path.FactoryKey()];
  (whole ? served.own : served.resources[{path.kind, NameKey(path.KeptName())}]) = kept;
  served.definitions.reset();
  if (path.kind == ResourceKind::kAlert) TellOfAlerts(path.FactoryKey());
  return kept;
}

Result<Kept> FactoryBook::SetState(const ResourcePath& path,
                                   const std::function<Result<Json>(const Kept& kept)>& change) {
  const std::unique_lock lock(mutex_);
  const auto factory = factories_.find(path.FactoryKey());
  if (factory == factories_.end()) return FactoryNotFound(path);
  const bool whole = path.kind == ResourceKind::kFactory;
  const auto found = factory->second.resources.find({path.kind, NameKey(path.KeptName())});
  if (!whole && found == factory->second.resources.end()) return ResourceNotFound(path);
  Kept& place = whole ? factory->second.own : found->second;
  Kept kept = place;
  WEIR_ASSIGN(kept.state, change(kept));
  store::ResourceChanges changes;
  changes.puts.push_back(RecordOf(path, kept));
  WEIR_TRY(store_.SaveResources(changes));
  place = kept;
  return kept;
}

Result<bool> FactoryBook::Remove(const ResourcePath& path, const Preconditions& conditions) {
  const std::unique_lock lock(mutex_);
  const auto factory = factories_.find(path.FactoryKey());
  store::ResourceChanges changes;
  if (path.kind == ResourceKind::kFactory) {
    if (factory == factories_.end()) return false;
    WEIR_TRY(CheckConditions(conditions, &factory->second.own));
    changes.factories_removed.push_back(factory->first);
    WEIR_TRY(store_.SaveResources(changes));
    factories_.erase(factory);
    TellOfAlerts(path.FactoryKey());
    return true;
  }
  if (factory == factories_.end()) return FactoryNotFound(path);
  Served& served = factory->second;
  const auto found = served.resources.find({path.kind, NameKey(path.KeptName())});
  if (found == served.resources.end()) return false;
  WEIR_TRY(CheckConditions(conditions, &found->second));
  for (const auto& [key, other] : served.resources) {
    if (&other == &found->second) continue;
    bool named = false;
    model::ForEachReference(other.document["properties"], [&](const model::Reference& reference) {
      named = named || (reference.kind == path.kind && reference.fixed() &&
                        SameName(reference.name->as_string(), path.KeptName()));
    });
    if (!named) continue;
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "The document cannot be deleted since it is referenced by " + other.name + ".")
        .At(found->second.id);
  }
  changes.removals.push_back(
      {factory->first, std::string(model::InfoOf(path.kind).folder), found->second.name});
  WEIR_TRY(store_.SaveResources(changes));
  served.resources.erase(found);
  served.definitions.reset();
  if (path.kind == ResourceKind::kAlert) TellOfAlerts(path.FactoryKey());
  return true;
}

std::shared_ptr<model::Factory> FactoryBook::ModelOf(const Served& served) {
  auto factory = std::make_shared<model::Factory>(served.own.name);
  const auto add = [&](ResourceKind kind, const Kept& kept) {
    Json document = Json::Object({{"name", kept.name}});
    for (const Json::Member& member : kept.document.members()) {
      document.AppendMember(member.name, member.value);
    }
    factory->Add(model::MakeResource(kind, kept.name, kept.id, std::move(document)));
  };
  add(ResourceKind::kFactory, served.own);
  for (const auto& [key, kept] : served.resources) {
    if (key.first != ResourceKind::kAlert) add(key.first, kept);
  }
  return factory;
}

model::LocalSettings FactoryBook::Overlay(model::Factory* factory) const {
  if (!local_) return {};
  // It is for all factories: names that one of them lacks are no faults.
  std::vector<model::Finding> findings;
  return model::ApplyLocal(local_->document, local_->folder, local_->name, factory, &findings);
}

Result<std::string> FactoryBook::StorageOf(const std::string& factory, const std::string& account) {
  WEIR_ASSIGN(const auto definitions, DefinitionsOf(factory));
  if (std::string named = definitions->local().StorageOf(account); !named.empty()) return named;
  const std::shared_lock lock(mutex_);
  const auto found = factories_.find(factory);
  if (found != factories_.end()) {
    for (const auto& [key, kept] : found->second.resources) {
      if (key.first != ResourceKind::kLinkedService) continue;
      // As the author wrote it: a stand-in does not know what it stands for.
      if (SameName(model::StorageAccountOf(kept.document["properties"]), account)) return kept.name;
    }
  }
  return Fail(ErrorKind::kNotFound, "StorageNotBound",
              "no linked service of the factory leads to the storage account '" + account +
                  "' of the trigger's scope: put its URL or connection string into one, or start "
                  "the service with --local FILE that says {\"storageAccounts\": {\"" +
                  account + "\": \"NAME OF A LINKED SERVICE\"}}");
}

Result<std::shared_ptr<const model::Factory>> FactoryBook::Model(
    const ResourcePath& factory) const {
  const std::shared_lock lock(mutex_);
  WEIR_ASSIGN(const Served* served, FactoryOf(factory));
  std::shared_ptr<model::Factory> whole = ModelOf(*served);
  Overlay(whole.get());
  return std::shared_ptr<const model::Factory>(std::move(whole));
}

Result<std::shared_ptr<engine::Definitions>> FactoryBook::Definitions(const ResourcePath& factory) {
  {
    const std::shared_lock lock(mutex_);
    WEIR_ASSIGN(const Served* served, FactoryOf(factory));
    if (served->definitions != nullptr) return served->definitions;
  }
  return DefinitionsOf(factory.FactoryKey());
}

Result<std::shared_ptr<engine::Definitions>> FactoryBook::DefinitionsOf(
    const std::string& factory) {
  const std::unique_lock lock(mutex_);
  const auto found = factories_.find(factory);
  if (found == factories_.end()) {
    return Fail(ErrorKind::kNotFound, "ResourceNotFound",
                "The Resource '" + factory + "' was not found.");
  }
  Served& served = found->second;
  if (served.definitions == nullptr) {
    const std::shared_ptr<model::Factory> whole = ModelOf(served);
    model::LocalSettings local = Overlay(whole.get());
    served.definitions = std::make_shared<engine::Definitions>(whole, std::move(local));
    served.definitions->SetOwner(factory);
  }
  return served.definitions;
}

std::optional<std::pair<std::string, Json>> FactoryBook::TriggerOf(const trigger::Key& key) {
  const std::shared_lock lock(mutex_);
  const auto factory = factories_.find(key.first);
  if (factory == factories_.end()) return std::nullopt;
  const auto found = factory->second.resources.find({ResourceKind::kTrigger, key.second});
  if (found == factory->second.resources.end()) return std::nullopt;
  return std::pair(found->second.name, found->second.document["properties"]);
}

Result<std::shared_ptr<engine::Definitions>> FactoryBook::Restore(const std::string& factory_key,
                                                                  const std::string& snapshot) {
  const std::shared_lock lock(mutex_);
  const auto found = factories_.find(factory_key);
  const std::shared_ptr<model::Factory> factory =
      found == factories_.end() ? std::make_shared<model::Factory>() : ModelOf(found->second);
  model::LocalSettings local = Overlay(factory.get());
  WEIR_ASSIGN(auto definitions, engine::Definitions::Restore(snapshot, factory, std::move(local)));
  definitions->SetOwner(factory_key);
  return definitions;
}

}  // namespace weir::api::arm
