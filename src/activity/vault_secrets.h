#pragma once

#include <memory>

#include "activity/outbound.h"
#include "engine/secrets.h"

namespace weir::activity {

/// Reads AzureKeyVaultSecrets. In this order: the environment's WEIR_SECRET_<NAME> (the secret's
/// name in upper case, '_' for '-'), the file of its name in the folder WEIR_SECRETS_DIR, the
/// vault. What a vault said is kept for five minutes for the same run.
///
/// A vault is opened as its linked service's credential says; else with its `accessToken`, or its
/// `tenant`, `servicePrincipalId` and `servicePrincipalKey` (ours, for local files); else as who
/// this program is (auth::IdentityHere).
/// Errors: kInvalid NotAKeyVault, SecretFileUnreadable; as auth::ReadVaultSecret.
std::shared_ptr<engine::SecretSource> MakeSecretSource(const Outbound& outbound);

}  // namespace weir::activity
