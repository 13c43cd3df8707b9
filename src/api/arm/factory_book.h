#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "api/arm/call.h"
#include "api/arm/kept.h"
#include "base/secret.h"
#include "engine/definitions.h"
#include "model/local.h"
#include "store/store.h"
#include "trigger/trigger_host.h"

namespace weir::api::arm {

/// The factories of a service: read from the store once, kept in memory, every change durable
/// before it is seen. Thread safe.
///
/// Errors of all: kNotFound ResourceNotFound if there is no such factory, what the store says.
class FactoryBook final : public trigger::Factories {
 public:
  /// `local` overlays the linked services of every factory that has them; see model::ApplyLocal.
  static Result<std::unique_ptr<FactoryBook>> Open(store::Store& store, const Sealer& sealer,
                                                   const Clock& clock,
                                                   std::optional<model::LocalFile> local = {});

  Result<std::optional<Kept>> Find(const ResourcePath& path) const;
  /// The same; errors: kNotFound "PipelineNotFound" and so on.
  Result<Kept> Get(const ResourcePath& path) const;
  /// At most `limit` of a kind by name, behind the name `after`.
  Result<KeptPage> List(const ResourcePath& path, const std::string& after, size_t limit) const;
  /// Factories of a subscription, or of one of its groups if `path.group` is set; those whose id
  /// `shown` allows.
  using Shown = std::function<bool(const std::string& id)>;
  KeptPage ListFactories(const ResourcePath& path, const std::string& after, size_t limit,
                         const Shown& shown) const;
  /// Those that have factories, as they were first spelled.
  std::vector<std::string> Subscriptions() const;

  /// Make it, or put it in place of the one that is there: `change` gives the new document, with
  /// the old one or null. Errors: kConflict PreconditionFailed, kInvalid BadRequest if it names
  /// what the factory does not have, what `change` says.
  using Change = std::function<Result<Json>(const Kept* old)>;
  Result<Kept> Put(const ResourcePath& path, const Preconditions& conditions, const Change& change);
  /// Put another state beside it, which may be the factory itself: `change` gives it, with what is
  /// kept. The etag stays. Errors: as Get, what `change` says.
  Result<Kept> SetState(const ResourcePath& path,
                        const std::function<Result<Json>(const Kept& kept)>& change);
  /// Delete it; a factory with all that is in it. False if it was not there.
  /// Errors: kConflict PreconditionFailed, kInvalid BadRequest if something names it.
  Result<bool> Remove(const ResourcePath& path, const Preconditions& conditions);

  /// A resource that shall be in a factory; of kind kFactory, the factory itself.
  struct Wanted {
    ResourcePath path;
    Change change;  ///< As for Put.
  };
  /// What became of a resource: made, put in place of another, or deleted.
  struct Changed {
    ResourcePath path;
    std::optional<Kept> old;
    std::optional<Kept> now;
  };
  /// Make a factory hold what is wanted, and nothing else, in one transaction: all of it or
  /// nothing. The factory is made if it is not there, and stays as it is if it is not wanted
  /// itself. With `dry`, only say what would change. What is wanted and there already is no change.
  /// Errors: kInvalid BadRequest if something names what is not wanted; kInvalid DuplicateResource;
  /// what a `change` says, at its resource.
  Result<std::vector<Changed>> Replace(const ResourcePath& factory,
                                       const std::vector<Wanted>& wanted, bool dry);

  /// The alerts of all factories, by the key of the factory.
  std::vector<std::pair<std::string, Kept>> Alerts() const;
  /// The integration runtimes of all factories.
  std::vector<Kept> Runtimes() const;
  /// Have somebody told that alerts of a factory came, changed or went, by its key. It is called
  /// while the book is locked. Before anything changes.
  void OnAlerts(std::function<void(const std::string& factory)> told) { told_ = std::move(told); }

  /// The factory's resources as they run here, with its name; alerts are not among them.
  Result<std::shared_ptr<const model::Factory>> Model(const ResourcePath& factory) const;
  /// The factory as runs see it, whole; shared until the factory changes.
  Result<std::shared_ptr<engine::Definitions>> Definitions(const ResourcePath& factory);
  /// The same of a factory by its key, which may be gone: the definitions that `snapshot` kept, and
  /// connections as they are.
  Result<std::shared_ptr<engine::Definitions>> Restore(const std::string& factory_key,
                                                       const std::string& snapshot);

  /// For triggers; by the factory's key.
  Result<std::shared_ptr<engine::Definitions>> DefinitionsOf(const std::string& factory) override;
  std::optional<std::pair<std::string, Json>> TriggerOf(const trigger::Key& key) override;
  Result<std::string> StorageOf(const std::string& factory, const std::string& account) override;

 private:
  using Key = std::pair<model::ResourceKind, std::string>;  // Kind, name in lower case.
  struct Served : KeptFactory<model::ResourceKind> {
    std::shared_ptr<engine::Definitions> definitions;  // Null: to be made when it is asked for.
  };

  FactoryBook(store::Store& store, const Sealer& sealer, const Clock& clock,
              std::optional<model::LocalFile> local)
      : store_(store), sealer_(sealer), clock_(clock), local_(std::move(local)) {}
  Result<> Take(const store::ResourceRecord& record);
  Result<const Served*> FactoryOf(const ResourcePath& path) const;
  static std::shared_ptr<model::Factory> ModelOf(const Served& served);
  /// Put the local file over it.
  model::LocalSettings Overlay(model::Factory* factory) const;
  store::ResourceRecord RecordOf(const ResourcePath& path, const Kept& kept) const;
  static Result<> CheckNamed(const ResourcePath& path, const Json& document,
                             const std::map<Key, Kept>& resources);
  static Result<> CheckAllNamed(const std::vector<Wanted>& wanted,
                                const std::map<Key, Kept>& resources);
  Result<Changed> ChangeOf(const Wanted& wanted, const Kept* old) const;
  Result<> Save(const ResourcePath& factory, const std::vector<Changed>& changes);
  void TellOfAlerts(const std::string& factory) const;

  store::Store& store_;
  const Sealer& sealer_;
  const Clock& clock_;
  const std::optional<model::LocalFile> local_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Served> factories_;  // By key.
  std::function<void(const std::string& factory)> told_;
};

}  // namespace weir::api::arm
