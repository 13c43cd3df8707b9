#pragma once

#include "base/secret.h"
#include "model/instance.h"

namespace weir::engine {

/// Tell the masker every secret of a linked service: SecureString values, and the passwords, keys
/// and signatures inside connection strings and SAS addresses.
void LearnSecrets(const model::LinkedServiceInstance& service, Masker& masker);

}  // namespace weir::engine
