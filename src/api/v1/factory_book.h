#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "api/arm/factory_book.h"
#include "api/v1/resource_path.h"
#include "base/secret.h"
#include "engine/definitions.h"
#include "model/v1/factory.h"
#include "slices/factories.h"
#include "store/store.h"

namespace weir::api::v1 {

using arm::Kept;
using arm::KeptPage;
using arm::Preconditions;

/// The factories of version 1 of a service: read from the store once, kept in memory, every change
/// durable before it is seen. They lie beside those of version 2 in the same table. Thread safe.
///
/// Errors of all: kNotFound ResourceNotFound if there is no such factory, what the store says.
class FactoryBook final : public slices::Factories {
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
  KeptPage ListFactories(const ResourcePath& path, const std::string& after, size_t limit,
                         const arm::FactoryBook::Shown& shown) const;
  /// Those that have factories, as they were first spelled.
  std::vector<std::string> Subscriptions() const;

  /// Make it, or put it in place of the one that is there: `change` gives the new document, with
  /// the old one or null. Errors: kConflict PreconditionFailed; what `change` says; what is wrong
  /// with it in its factory (check/v1), by its code; as v1::MakeBook.
  using Change = std::function<Result<Json>(const Kept* old)>;
  struct PutResult {
    Kept kept;
    bool made = false;
  };
  Result<PutResult> Put(const ResourcePath& path, const Preconditions& conditions,
                        const Change& change);
  /// Put another state beside it: `change` gives it, with what is kept. The etag stays.
  /// Errors: as Get, what `change` says.
  Result<Kept> SetState(const ResourcePath& path,
                        const std::function<Result<Json>(const Kept& kept)>& change);
  /// Delete it; a factory with all that is in it. False if it was not there.
  /// Errors: kConflict PreconditionFailed, kInvalid BadRequest if something names it.
  Result<bool> Remove(const ResourcePath& path, const Preconditions& conditions);

  /// A resource that shall be in a factory.
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
  /// Make a factory hold the linked services, datasets and pipelines that are wanted and no others,
  /// in one transaction: all of it or nothing. Gateways and the rest stay. The factory is made if
  /// it is not there. With `dry`, only say what would change.
  /// Errors: kInvalid DuplicateResource; as Put.
  Result<std::vector<Changed>> Replace(const ResourcePath& factory,
                                       const std::vector<Wanted>& wanted, bool dry);

  /// The gateways of all factories.
  std::vector<Kept> Gateways() const;
  /// The factory with what runs in it, by its key; shared until it changes.
  Result<std::shared_ptr<const model::V1Factory>> FactoryOf(
      const std::string& factory_key) override;
  std::vector<std::string> Keys() override;
  const std::optional<model::LocalFile>& local() const override { return local_; }
  /// What a run of a factory, which may be gone, goes on with after a restart.
  Result<std::shared_ptr<engine::Definitions>> Restore(const std::string& factory_key,
                                                       const std::string& snapshot);

 private:
  using Key = std::pair<Kind, std::string>;  // Kind, name in lower case.
  struct Served : arm::KeptFactory<Kind> {
    std::shared_ptr<const model::V1Factory> model;
  };

  FactoryBook(store::Store& store, const Sealer& sealer, const Clock& clock,
              std::optional<model::LocalFile> local)
      : store_(store), sealer_(sealer), clock_(clock), local_(std::move(local)) {}
  Result<> Take(const store::ResourceRecord& record);
  Result<const Served*> FactoryAt(const ResourcePath& path) const;
  store::ResourceRecord RecordOf(const ResourcePath& path, const Kept& kept) const;
  Kept KeptOf(const ResourcePath& path, Json document, const Kept* old) const;
  /// Check what a factory would become by the change of the document at `place`, or of many.
  Result<> Accept(const model::V1Factory& candidate, const std::string& place) const;
  Result<std::vector<Changed>> ChangesOf(const ResourcePath& factory, const Served* served,
                                         const std::vector<Wanted>& wanted) const;
  Result<> Save(const ResourcePath& factory, const std::vector<Changed>& changes,
                std::shared_ptr<const model::V1Factory> model);

  store::Store& store_;
  const Sealer& sealer_;
  const Clock& clock_;
  const std::optional<model::LocalFile> local_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, Served> factories_;  // By key.
};

}  // namespace weir::api::v1
