#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/service.h"
#include "store/sqlite/sqlite_access_store.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::api {

inline constexpr const char* kToken = "0123456789abcdef0123456789abcdef";
inline constexpr const char* kFactory =
    "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.DataFactory/factories/fac";
/// One of version 1.
inline constexpr const char* kV1Factory =
    "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.DataFactory/datafactories/old";

/// The machine's clock, as somebody set it.
class SetClock final : public Clock {
 public:
  UtcTime Now() const override { return clock_.Now() + offset_.load(); }
  void Set(std::chrono::seconds offset) { offset_ = offset; }

 private:
  SystemClock clock_;
  std::atomic<std::chrono::seconds> offset_{std::chrono::seconds(0)};
};

/// A service in memory.
class World {
 public:
  /// `more` changes what the service is opened with.
  explicit World(std::function<void(ServiceOptions&)> more = nullptr);
  /// Stop, and open the same store again.
  void Start();
  Service& service() { return *service_; }
  SetClock& clock() { return clock_; }
  store::Store& store() { return *store_; }
  store::AccessStore& access() { return *access_; }
  const Sealer& sealer() const { return sealer_; }

 private:
  std::function<void(ServiceOptions&)> more_;
  Sealer sealer_;
  SetClock clock_;
  engine::ActivityRegistry activities_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::AccessStore> access_;
  std::unique_ptr<Service> service_;
};

/// What `${name}` stands for.
using Names = std::map<std::string, std::string>;

/// "PUT ~/pipelines/p": ~ is the factory, ^ the one of version 1; an api-version is added.
http::ServerRequest RequestOf(const Json& step, const Names& names);

/// Make the principals of a case: ${name} is then the token, or the secret of a service principal,
/// whose id is ${name.id}.
void AddPrincipals(const Json& principals, World& world, Names* names);

/// {name, principals: {name: {role, scope, kind, expired}}, steps: [{request, headers, body,
/// status, answer, answerHeaders, save: {name: member}, until: true, restart: true, hides: text}]}.
/// `until` asks again until it is as expected; `save` keeps members of the answer, of the
/// first one of a list, for ${name} in later steps; `hides` must not be in the answer. Of objects
/// an answer may say less; {"$absent": true}, {"$says": text}, {"$has": an item of the list}.
void CheckCase(const Json& one);

}  // namespace weir::api
