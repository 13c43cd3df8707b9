#include "engine/secret_reader.h"

namespace weir::engine {
namespace {

constexpr int kVaultsInARowMax = 4;

}  // namespace

Result<> SecretReader::ReadInto(model::LinkedServiceInstance& service) const {
  WEIR_ASSIGN(service.properties, WithSecretsAt(service.properties, 0));
  LearnSecrets(service, masker);
  return {};
}

Result<Json> SecretReader::WithSecretsAt(const Json& json, int depth) const {
  return WithSecrets(json, [&](const Json& secret) { return SecretAt(secret, depth); });
}

Result<std::string> SecretReader::SecretAt(const Json& setting, int depth) const {
  if (!IsVaultSecret(setting)) return model::SettingText(setting);
  if (depth == kVaultsInARowMax) {
    return Fail(ErrorKind::kInvalid, "SecretCycle",
                "the secret '" + setting["secretName"].as_string() +
                    "' is in a vault that is opened with a secret of itself");
  }
  if (source == nullptr) {
    return Fail(ErrorKind::kUnsupported, "SecretsUnavailable",
                "secrets of key vaults cannot be read here");
  }
  SecretQuery query{run_id, {}, {}, setting["secretName"].as_string(), {}};
  query.version = setting["secretVersion"].as_string();
  WEIR_ASSIGN(query.store, definitions.LinkedService(setting["store"], clock.Now()));
  const Json credential = query.store.type_properties()["credential"];
  WEIR_ASSIGN(query.store.properties, WithSecretsAt(query.store.properties, depth + 1));
  LearnSecrets(query.store, masker);
  if (credential.is_object()) {
    WEIR_ASSIGN(query.credential, definitions.Credential(credential, clock.Now()));
    WEIR_ASSIGN(query.credential, WithSecretsAt(query.credential, depth + 1));
  }
  return source->Read(query, &cancel);
}

}  // namespace weir::engine
