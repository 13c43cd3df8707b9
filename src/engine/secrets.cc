#include "engine/secrets.h"

#include <array>

#include "base/names.h"

namespace weir::engine {
namespace {

constexpr std::array<std::string_view, 8> kSecretKeys = {
    "password", "pwd", "accountkey", "sharedaccesskey", "sig", "accesskey", "secret", "apikey"};

/// `key=value` parts of a connection string (split at ';') or an address (split at '&' and '?').
void LearnParts(std::string_view text, Masker& masker) {
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find_first_of(";&?", start), text.size());
    const std::string_view part = text.substr(start, end - start);
    const size_t equals = part.find('=');
    if (equals != std::string_view::npos) {
      std::string key = NameKey(part.substr(0, equals));
      std::erase(key, ' ');
      for (const std::string_view secret : kSecretKeys) {
        if (key == secret) masker.Add(part.substr(equals + 1));
      }
    }
    start = end + 1;
  }
}

void Learn(const Json& json, Masker& masker) {
  if (json.is_string()) return LearnParts(json.as_string(), masker);
  for (const Json& item : json.items()) Learn(item, masker);
  if (!json.is_object()) return;
  if (SameName(json["type"].as_string(), "SecureString")) masker.Add(json["value"].as_string());
  for (const Json::Member& member : json.members()) {
    const std::string key = NameKey(member.name);
    for (const std::string_view secret : kSecretKeys) {
      if (key == secret) masker.Add(member.value.as_string());
    }
    Learn(member.value, masker);
  }
}

}  // namespace

void LearnSecrets(const model::LinkedServiceInstance& service, Masker& masker) {
  Learn(service.type_properties(), masker);
}

bool IsVaultSecret(const Json& json) {
  return json.is_object() && SameName(json["type"].as_string(), "AzureKeyVaultSecret");
}

Result<Json> WithSecrets(const Json& json,
                         const std::function<Result<std::string>(const Json& secret)>& read) {
  if (IsVaultSecret(json)) {
    WEIR_ASSIGN(std::string value, read(json));
    return Json::Object({{"type", "SecureString"}, {"value", std::move(value)}});
  }
  Json copy = json;
  if (json.is_array()) {
    for (Json& item : copy.MutableItems()) {
      WEIR_ASSIGN(item, WithSecrets(item, read));
    }
  } else if (json.is_object()) {
    for (Json::Member& member : copy.MutableMembers()) {
      WEIR_ASSIGN(member.value, WithSecrets(member.value, read));
    }
  }
  return copy;
}

}  // namespace weir::engine
