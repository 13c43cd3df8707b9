#pragma once

#include <functional>
#include <string>

#include "base/cancel.h"
#include "base/secret.h"
#include "model/instance.h"

namespace weir::engine {

/// A secret that an AzureKeyVaultSecret names.
struct SecretQuery {
  std::string run_id;  ///< Who asks: a run sees a secret as it was when it first asked.
  model::LinkedServiceInstance store;  ///< The vault.
  Json credential;                     ///< `properties` of the vault's credential; null if none.
  std::string name;
  std::string version;  ///< Empty: the newest.
};

/// Reads secrets that are kept outside the factory. Thread safe.
class SecretSource {
 public:
  virtual ~SecretSource() = default;
  /// Errors: kNotFound, kDenied, kUnavailable as the place that keeps it says.
  virtual Result<std::string> Read(const SecretQuery& query, const CancelToken* cancel) = 0;
};

/// True for `{"type": "AzureKeyVaultSecret", …}`.
bool IsVaultSecret(const Json& json);

/// The tree with every AzureKeyVaultSecret as the SecureString that `read` gives for it.
Result<Json> WithSecrets(const Json& json,
                         const std::function<Result<std::string>(const Json& secret)>& read);

/// Tell the masker every secret of a linked service: SecureString values, and the passwords, keys
/// and signatures inside connection strings and SAS addresses.
void LearnSecrets(const model::LinkedServiceInstance& service, Masker& masker);

}  // namespace weir::engine
