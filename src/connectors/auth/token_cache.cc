#include "connectors/auth/token_cache.h"

#include <cstdlib>

namespace weir::connectors::auth {
namespace {

// Beyond, all are asked for again: identities come from pipelines, which may make up any number.
constexpr size_t kSourcesMax = 1000;

std::string KeyOf(const Identity& who) {
  if (const auto* app = std::get_if<ServicePrincipal>(&who)) {
    return "app\n" + app->authority + "\n" + app->tenant + "\n" + app->client_id + "\n" +
           app->client_secret + "\n" + app->scope;
  }
  const auto& machine = std::get<ManagedIdentity>(who);
  return "machine\n" + machine.endpoint + "\n" + machine.secret + "\n" + machine.client_id + "\n" +
         machine.resource_id + "\n" + machine.resource;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing of ours sets it.
  return value == nullptr ? "" : value;
}

}  // namespace

Result<std::string> TokenCache::Token(const Identity& who, const CancelToken* cancel) {
  std::shared_ptr<TokenSource> source;
  {
    const std::lock_guard lock(mutex_);
    if (sources_.size() >= kSourcesMax) sources_.clear();
    std::shared_ptr<TokenSource>& known = sources_[KeyOf(who)];
    if (known == nullptr) {
      known = std::visit([this](const auto& one) { return MakeTokenSource(one, tools_); }, who);
    }
    source = known;
  }
  return source->Token(cancel);
}

Result<Identity> IdentityHere(const std::string& resource) {
  const std::string tenant = Environment("AZURE_TENANT_ID");
  const std::string client = Environment("AZURE_CLIENT_ID");
  const std::string secret = Environment("AZURE_CLIENT_SECRET");
  if (!tenant.empty() && !client.empty() && !secret.empty()) {
    WEIR_ASSIGN(std::string authority, AuthorityOf(""));
    return Identity(
        ServicePrincipal{std::move(authority), tenant, client, secret, resource + "/.default"});
  }
  ManagedIdentity machine = ManagedIdentityHere(resource);
  machine.client_id = client;
  return Identity(std::move(machine));
}

}  // namespace weir::connectors::auth
