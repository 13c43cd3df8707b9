#pragma once

#include <memory>
#include <string>

#include "connectors/auth/token_cache.h"
#include "http/client.h"

namespace weir::connectors::auth {

/// A secret of a vault.
struct VaultSecret {
  std::string vault_url;  ///< "https://name.vault.azure.net", as the linked service's baseUrl.
  std::string name;
  std::string version;  ///< Empty: the newest.
};

/// The resource that a vault's tokens are for, by its host: that of its cloud.
std::string VaultResource(const std::string& vault_url);

/// Ask a vault for a secret's value. Errors: kNotFound KeyVaultSecretNotFound, kDenied
/// KeyVaultDenied, kUnavailable KeyVaultUnavailable, kInvalid InvalidKeyVaultUrl for a URL that is
/// not https (but on this machine) or a name that a vault cannot have; what http::Client says.
/// Source: the vault's REST contract "Get Secret", api-version 7.4.
Result<std::string> ReadVaultSecret(http::Client& client, const VaultSecret& secret,
                                    const std::string& token, const CancelToken* cancel);

}  // namespace weir::connectors::auth
