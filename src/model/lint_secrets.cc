// Secrets that stand in the files as they are. Their values are never printed.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/names.h"
#include "model/activities.h"
#include "model/lint_parts.h"

namespace weir::model {
namespace {

/// Properties of linked services, headers and authentications that hold a secret and nothing else.
constexpr std::array<std::string_view, 24> kSecretProperties{"password",
                                                             "pwd",
                                                             "accountKey",
                                                             "accessKey",
                                                             "secretAccessKey",
                                                             "sasToken",
                                                             "sharedAccessKey",
                                                             "servicePrincipalKey",
                                                             "servicePrincipalCredential",
                                                             "clientSecret",
                                                             "apiKey",
                                                             "api-key",
                                                             "x-api-key",
                                                             "accessToken",
                                                             "functionKey",
                                                             "x-functions-key",
                                                             "Ocp-Apim-Subscription-Key",
                                                             "pfx",
                                                             "passPhrase",
                                                             "privateKeyContent",
                                                             "credentialString",
                                                             "appKey",
                                                             "refreshToken",
                                                             "clusterPassword"};

/// Parts of connection strings, `name=value`, whose value is a secret.
constexpr std::array<std::string_view, 6> kSecretParts{
    "accountkey=", "sharedaccesskey=", "password=", "pwd=", "sharedaccesssignature=", "secretkey="};

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// True for what people write in the place of a secret: <password>, ***, #{token}#, xxx, …
bool IsPlaceholder(std::string_view value) {
  constexpr size_t kSecretMin = 4;
  if (value.size() < kSecretMin) return true;
  constexpr std::string_view kOpeners = "<@{#$%[*_(.\\\"'";
  if (kOpeners.find(value.front()) != std::string_view::npos) return true;
  if (Contains(value, "@{") || Contains(value, "**") || Contains(value, "{{") ||
      Contains(value, "<") || Contains(value, "$(") || Contains(value, "...")) {
    return true;
  }
  const std::string key = NameKey(value);
  for (const std::string_view word :
       {"placeholder", "your", "xxx", "dummy", "fake", "redacted", "changeme", "todo", "mock",
        "insert", "replace", "example", "password", "secret", "sample", "mykey"}) {
    if (Contains(key, word)) return true;
  }
  return std::all_of(value.begin(), value.end(), [value](char c) { return c == value.front(); });
}

/// The kind of secret that a text holds; empty if none is seen.
std::string SecretIn(const std::string& text) {
  if (text.size() > 10000 || text.find('=') == std::string::npos) return {};
  const std::string key = NameKey(text);
  for (const std::string_view part : kSecretParts) {
    const size_t at = key.find(part);
    if (at == std::string::npos || (at > 0 && key[at - 1] != ';' && key[at - 1] != ' ')) continue;
    const size_t start = at + part.size();
    const std::string_view value =
        std::string_view(text).substr(start, text.find(';', start) - start);
    if (!IsPlaceholder(value)) {
      return "the " + std::string(part.substr(0, part.size() - 1)) + " of a connection string";
    }
  }
  const size_t sig = key.find("sig=");
  if (sig != std::string::npos && (Contains(key, "sv=") || Contains(key, "sp="))) {
    const size_t start = sig + 4;
    const std::string_view value =
        std::string_view(text).substr(start, text.find('&', start) - start);
    constexpr size_t kSignatureMin = 20;
    if (value.size() >= kSignatureMin && !IsPlaceholder(value)) return "a shared access signature";
  }
  return {};
}

bool IsAuthorization(const std::string& property, const std::string& text) {
  if (!SameName(property, "Authorization")) return false;
  const size_t blank = text.find(' ');
  if (blank == std::string::npos) return false;
  const std::string scheme = NameKey(text.substr(0, blank));
  return (scheme == "bearer" || scheme == "basic") && !IsPlaceholder(text.substr(blank + 1));
}

bool IsSecretProperty(const std::string& property) {
  return std::any_of(kSecretProperties.begin(), kSecretProperties.end(),
                     [&property](std::string_view one) { return SameName(one, property); });
}

/// True for names of parameters such as 'sqlPassword', 'ApiKey', 'client_secret'; not for
/// 'secretName', 'passwordSecretUri': they say where a secret is.
bool IsSecretName(const std::string& name) {
  const std::string key = NameKey(name);
  const auto ends = [&key](std::string_view word) { return key.ends_with(word); };
  return ends("password") || ends("pwd") || ends("secret") || ends("apikey") ||
         ends("accountkey") || ends("accesskey") || ends("sastoken") || ends("accesstoken") ||
         ends("bearertoken") || ends("connectionstring") || ends("api_key") ||
         ends("client_secret");
}

class SecretFinder {
 public:
  explicit SecretFinder(const LintScope& scope) : scope_(scope) {}

  void Walk(const Json& value, const std::string& property, const Json* activity) {
    if (value.is_string()) return CheckText(value, property, activity);
    for (const Json& item : value.items()) {
      const bool inner = item["type"].is_string() && item["typeProperties"].is_object();
      Walk(item, property, inner ? &item : activity);
    }
    for (const Json::Member& member : value.members()) {
      // The value of {"type": "SecureString", "value": …} belongs to the property around it.
      const bool value_of = member.name == "value" || member.name == "defaultValue";
      Walk(member.value, value_of ? property : member.name, activity);
    }
  }

  void CheckParameters() {
    const bool pipeline = scope_.resource.kind == ResourceKind::kPipeline;
    for (const Json::Member& member : scope_.resource.properties()["parameters"].members()) {
      if (!IsSecretName(member.name)) continue;
      const Json& type = member.value["type"];
      const Json& preset = member.value["defaultValue"];
      const std::string connection = "connectionstring";
      if (pipeline && SameName(type.as_string(), "string")) {
        scope_.report.Report("SecretParameterType", type.position(),
                             {{"found", member.name}, {"type", type.as_string()}});
      }
      if (preset.is_string() && !NameKey(member.name).ends_with(connection) &&
          !IsExpression(preset) && !IsPlaceholder(preset.as_string())) {
        Report("a secret", preset, member.name, nullptr);
      }
    }
  }

 private:
  void CheckText(const Json& value, const std::string& property, const Json* activity) {
    const std::string& text = value.as_string();
    if (text.size() < 4 || IsTemplateExpression(value)) return;
    const std::string held = SecretIn(text);
    if (!held.empty()) return Report(held, value, property, activity);
    if (IsExpression(value)) return;
    if (IsAuthorization(property, text)) return Report("a token", value, property, activity);
    if (IsSecretProperty(property) && !IsPlaceholder(text)) {
      Report("a secret", value, property, activity);
    }
  }

  void Report(const std::string& what, const Json& value, const std::string& property,
              const Json* activity) {
    scope_.report.Report("SecretInPlainText", value.position(),
                         {{"what", what}, {"property", property}}, activity);
  }

  const LintScope& scope_;
};

}  // namespace

void LintSecrets(const LintScope& scope) {
  SecretFinder finder(scope);
  for (const Json::Member& member : scope.resource.properties().members()) {
    if (SameName(member.name, "description") || SameName(member.name, "annotations")) continue;
    finder.Walk(member.value, member.name, nullptr);
  }
  finder.CheckParameters();
}

}  // namespace weir::model
