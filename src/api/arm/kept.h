#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/arm/call.h"
#include "base/names.h"
#include "base/secret.h"
#include "store/store.h"

namespace weir::api::arm {

/// A factory or a resource as it is kept.
struct Kept {
  std::string id;    ///< As it was first spelled.
  std::string name;  ///< As ResourcePath::KeptName.
  std::string etag;
  Json document;  ///< {"properties", …} with its secrets.
  Json state;     ///< What the service itself keeps beside it, never shown as it is; null for none.
  UtcTime created;
  UtcTime changed;
};

/// Some resources, and behind which name the others begin; empty if there are none.
struct KeptPage {
  std::vector<Kept> items;
  std::string next;
};

/// A factory and what is in it, by kind and by name in lower case.
template <typename Kind>
struct KeptFactory {
  Kept own;
  std::map<std::pair<Kind, std::string>, Kept> resources;

  /// Null if it is not there. `factory_kind` is the factory itself.
  const Kept* Find(Kind kind, std::string_view name, Kind factory_kind) const {
    if (kind == factory_kind) return &own;
    const auto found = resources.find({kind, NameKey(name)});
    return found == resources.end() ? nullptr : &found->second;
  }

  /// At most `limit` of a kind by name, of those that begin with `prefix`, behind `after`.
  KeptPage List(Kind kind, std::string_view prefix, std::string_view after, size_t limit) const {
    KeptPage page;
    auto at = after.empty() ? resources.lower_bound({kind, NameKey(prefix)})
                            : resources.upper_bound({kind, NameKey(after)});
    for (; at != resources.end() && at->first.first == kind &&
           at->first.second.starts_with(NameKey(prefix));
         ++at) {
      if (page.items.size() == limit) {
        page.next = page.items.back().name;
        break;
      }
      page.items.push_back(at->second);
    }
    return page;
  }
};

/// At most `limit` factories of a subscription, or of one of its groups if there is one, behind the
/// id `after`; those whose id `shown` allows. `factories` are by key.
template <typename Served>
KeptPage ListKeptFactories(const std::map<std::string, Served>& factories,
                           std::string_view subscription, std::string_view group,
                           std::string_view after, size_t limit,
                           const std::function<bool(const std::string& id)>& shown) {
  std::string prefix = "/subscriptions/" + NameKey(subscription) + "/";
  if (!group.empty()) prefix += "resourcegroups/" + NameKey(group) + "/";
  KeptPage page;
  auto at = after.empty() ? factories.lower_bound(prefix) : factories.upper_bound(NameKey(after));
  for (; at != factories.end() && at->first.starts_with(prefix); ++at) {
    if (!shown(at->second.own.id)) continue;
    if (page.items.size() == limit) {
      page.next = page.items.back().id;
      break;
    }
    page.items.push_back(at->second.own);
  }
  return page;
}

/// The subscriptions that have factories, as they were first spelled.
template <typename Served>
std::vector<std::string> KeptSubscriptions(const std::map<std::string, Served>& factories) {
  constexpr std::string_view kBefore = "/subscriptions/";
  std::vector<std::string> names;
  for (const auto& [key, served] : factories) {
    const std::string_view rest = std::string_view(served.own.id).substr(kBefore.size());
    const std::string_view name = rest.substr(0, rest.find('/'));
    if (names.empty() || !SameName(names.back(), name)) names.emplace_back(name);
  }
  return names;
}

/// What a new document makes of `old`; null: it is new, and gets the id and the name.
Kept Renewed(std::string id, std::string name, Json document, const Kept* old, UtcTime now);

/// The text that the store has of it, not sealed.
std::string StoredText(const Kept& kept);
/// `text`: as StoredText, sealed if it holds secrets.
store::ResourceRecord RecordOf(const Kept& kept, std::string factory_key, std::string_view folder,
                               std::string text);
/// What a record keeps. Errors: what the sealer says; kInvalid InvalidJson.
Result<Kept> ReadKept(const store::ResourceRecord& record, const Sealer& sealer);

/// Check the conditions of a request against what is kept; null for nothing.
/// Errors: kConflict PreconditionFailed.
Result<> CheckConditions(const Preconditions& conditions, const Kept* kept);

/// True if an If-Match or If-None-Match header names the etag, or is "*".
bool NamesEtag(std::string_view header, std::string_view etag);

}  // namespace weir::api::arm
