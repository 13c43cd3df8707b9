#pragma once

#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "engine/definitions.h"
#include "engine/secrets.h"

namespace weir::engine {

/// Puts secrets in place of what names them. What it refers to must outlive it.
struct SecretReader {
  Definitions& definitions;
  SecretSource* source;  ///< Null: secrets of vaults cannot be read.
  const Clock& clock;
  const CancelToken& cancel;
  Masker& masker;      ///< Told of every secret.
  std::string run_id;  ///< Who asks; see SecretQuery.

  /// Errors: kUnsupported SecretsUnavailable, kInvalid SecretCycle, what the source says.
  Result<std::string> Secret(const Json& setting) const { return SecretAt(setting, 0); }
  /// Of a linked service.
  Result<> ReadInto(model::LinkedServiceInstance& service) const;

 private:
  /// `depth`: a vault may be opened with a secret of another vault.
  Result<std::string> SecretAt(const Json& setting, int depth) const;
  Result<Json> WithSecretsAt(const Json& json, int depth) const;
};

}  // namespace weir::engine
