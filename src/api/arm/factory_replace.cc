// FactoryBook::Replace: a whole factory in one transaction.
#include <algorithm>

#include "api/arm/factory_book.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using model::ResourceKind;

/// Where a resource that is kept in `factory` is.
ResourcePath PathOf(const ResourcePath& factory, ResourceKind kind, const Kept& kept) {
  ResourcePath path = factory;
  path.kind = kind;
  path.name = kept.name;
  const size_t slash = kept.name.find('/');
  if (kind == ResourceKind::kManagedPrivateEndpoint && slash != std::string::npos) {
    path.parent = kept.name.substr(0, slash);
    path.name = kept.name.substr(slash + 1);
  }
  return path;
}

}  // namespace

/// `old` alone if nothing changes.
Result<FactoryBook::Changed> FactoryBook::ChangeOf(const Wanted& wanted, const Kept* old) const {
  Result<Json> document = wanted.change(old);
  if (!document) {
    const Error& error = document.error();
    return Fail(error.kind(), error.code(),
                std::string(model::InfoOf(wanted.path.kind).title) + " '" + wanted.path.KeptName() +
                    "': " + error.message())
        .At(wanted.path.Id());
  }
  Changed changed{wanted.path, std::nullopt, std::nullopt};
  if (old != nullptr) changed.old = *old;
  if (old != nullptr && old->document == *document) return changed;
  changed.now =
      Renewed(wanted.path.Id(), wanted.path.KeptName(), *std::move(document), old, clock_.Now());
  return changed;
}

Result<> FactoryBook::Save(const ResourcePath& factory, const std::vector<Changed>& changes) {
  store::ResourceChanges saved;
  for (const Changed& changed : changes) {
    if (changed.now) {
      saved.puts.push_back(RecordOf(changed.path, *changed.now));
    } else {
      saved.removals.push_back({factory.FactoryKey(),
                                std::string(model::InfoOf(changed.path.kind).folder),
                                changed.old->name});
    }
  }
  return store_.SaveResources(saved);
}

/// Everything that is wanted must find what it names among what is wanted.
Result<> FactoryBook::CheckAllNamed(const std::vector<Wanted>& wanted,
                                    const std::map<Key, Kept>& resources) {
  for (const Wanted& one : wanted) {
    if (one.path.kind == ResourceKind::kFactory) continue;
    const Key key{one.path.kind, NameKey(one.path.KeptName())};
    WEIR_TRY(CheckNamed(one.path, resources.at(key).document, resources));
    const Key network{ResourceKind::kManagedVirtualNetwork, NameKey(one.path.parent)};
    const bool endpoint = one.path.kind == ResourceKind::kManagedPrivateEndpoint;
    if (!endpoint || resources.contains(network)) continue;
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "there is no managed virtual network '" + one.path.parent + "'")
        .At(one.path.Id());
  }
  return {};
}

Result<std::vector<FactoryBook::Changed>> FactoryBook::Replace(const ResourcePath& factory,
                                                               const std::vector<Wanted>& wanted,
                                                               bool dry) {
  const std::unique_lock lock(mutex_);
  const auto known = factories_.find(factory.FactoryKey());
  Served next = known == factories_.end() ? Served() : known->second;
  const std::map<Key, Kept> before = std::exchange(next.resources, {});
  std::vector<Changed> changes;
  for (const Wanted& one : wanted) {
    const bool whole = one.path.kind == ResourceKind::kFactory;
    const Key key{one.path.kind, NameKey(one.path.KeptName())};
    const auto found = before.find(key);
    const Kept* old = found == before.end() ? nullptr : &found->second;
    if (whole) old = known == factories_.end() ? nullptr : &known->second.own;
    WEIR_ASSIGN(Changed changed, ChangeOf(one, old));
    // Not changed: then it is there.
    const Kept kept = changed.now ? *changed.now : changed.old.value();
    if (whole) {
      next.own = kept;
    } else if (!next.resources.emplace(key, kept).second) {
      return Fail(ErrorKind::kInvalid, "DuplicateResource",
                  "the " + std::string(model::InfoOf(one.path.kind).title) + " '" +
                      one.path.KeptName() + "' is there twice")
          .At(one.path.Id());
    }
    if (changed.now) changes.push_back(std::move(changed));
  }
  WEIR_TRY(CheckAllNamed(wanted, next.resources));
  for (const auto& [key, kept] : before) {
    if (next.resources.contains(key)) continue;
    changes.push_back({PathOf(factory, key.first, kept), kept, std::nullopt});
  }
  if (dry || changes.empty()) return changes;
  WEIR_TRY(Save(factory, changes));
  next.definitions.reset();
  factories_[factory.FactoryKey()] = std::move(next);
  const bool alerts = std::any_of(changes.begin(), changes.end(), [](const Changed& changed) {
    return changed.path.kind == ResourceKind::kAlert;
  });
  if (alerts) TellOfAlerts(factory.FactoryKey());
  return changes;
}

}  // namespace weir::api::arm
