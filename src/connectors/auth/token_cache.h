#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "connectors/auth/token.h"

namespace weir::connectors::auth {

/// Who signs in.
using Identity = std::variant<ServicePrincipal, ManagedIdentity>;

/// Token sources of many identities: who signs in alike shares a token. Thread safe.
class TokenCache {
 public:
  explicit TokenCache(TokenTools tools) : tools_(std::move(tools)) {}

  /// The token of this identity. Errors: as TokenSource.
  Result<std::string> Token(const Identity& who, const CancelToken* cancel);

 private:
  const TokenTools tools_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<TokenSource>> sources_;
};

/// The application that AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET name, else the
/// managed identity (AZURE_CLIENT_ID of a user-assigned one): who this program is by itself.
/// `resource` has no slash at its end. Errors: kInvalid InvalidAzureCloudType.
Result<Identity> IdentityHere(const std::string& resource);

}  // namespace weir::connectors::auth
