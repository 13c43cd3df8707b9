#include "activity/web_sign_in.h"

#include "activity/web_request.h"
#include "base/names.h"
#include "copy/settings.h"
#include "expr/encoding.h"

namespace weir::activity {
namespace {

namespace auth = connectors::auth;

/// The text of the first of these properties that is given.
Result<std::string> Required(const Json& settings, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    WEIR_ASSIGN(std::string text, copy::ReadText(settings, name));
    if (!text.empty()) return text;
  }
  return MissingProperty("authentication." + std::string(*names.begin()));
}

Result<std::string> RequiredSecret(const engine::ActivityContext& context, const Json& settings,
                                   std::initializer_list<const char*> names) {
  for (const char* name : names) {
    WEIR_ASSIGN(std::string text, context.Secret(settings[name]));
    if (!text.empty()) return text;
  }
  return MissingProperty("authentication." + std::string(*names.begin()));
}

Result<> SignInBasic(const engine::ActivityContext& context, const Json& settings,
                     http::Request& request) {
  request.credentials.scheme = http::Authentication::kBasic;
  WEIR_ASSIGN(request.credentials.user, Required(settings, {"username"}));
  WEIR_ASSIGN(request.credentials.password, context.Secret(settings["password"]));
  return {};
}

Result<> SignInWithCertificate(const engine::ActivityContext& context, const Json& settings,
                               http::Request& request) {
  WEIR_ASSIGN(const std::string pfx, RequiredSecret(context, settings, {"pfx"}));
  std::optional<std::string> bytes = expr::DecodeBase64(pfx);
  if (!bytes) {
    return Fail(ErrorKind::kInvalid, "2104", "'authentication.pfx' must be a PFX file in base64");
  }
  request.credentials.certificate_pfx = *std::move(bytes);
  WEIR_ASSIGN(request.credentials.certificate_password, context.Secret(settings["password"]));
  return {};
}

Result<> Bearer(const engine::ActivityContext& context, const auth::Identity& who,
                const Outbound& outbound, http::Request& request) {
  WEIR_ASSIGN(const std::string token, outbound.tokens->Token(who, &context.cancel()));
  std::erase_if(request.headers,
                [](const http::Header& header) { return SameName(header.name, "Authorization"); });
  request.headers.push_back({"Authorization", "Bearer " + token});
  return {};
}

/// Source: the article writes tenant, servicePrincipalId and servicePrincipalKey, the catalogue
/// userTenant, username and password; both are taken.
Result<> SignInAsApplication(const engine::ActivityContext& context, const Json& settings,
                             const Outbound& outbound, http::Request& request) {
  WEIR_ASSIGN(const std::string resource, Required(settings, {"resource"}));
  auth::ServicePrincipal who;
  WEIR_ASSIGN(const std::string cloud, copy::ReadText(settings, "azureCloudType"));
  WEIR_ASSIGN(who.authority, auth::AuthorityOf(cloud));
  WEIR_ASSIGN(who.tenant, Required(settings, {"tenant", "userTenant"}));
  WEIR_ASSIGN(who.client_id, Required(settings, {"servicePrincipalId", "username"}));
  WEIR_ASSIGN(who.client_secret,
              RequiredSecret(context, settings, {"servicePrincipalKey", "password"}));
  who.scope = resource + "/.default";
  return Bearer(context, who, outbound, request);
}

}  // namespace

Result<auth::Identity> IdentityOf(const Json& credential, const std::string& resource) {
  const std::string& type = credential["type"].as_string();
  const Json& settings = credential["typeProperties"];
  if (type.empty() || SameName(type, "ManagedIdentity")) {
    auth::ManagedIdentity machine = auth::ManagedIdentityHere(resource);
    machine.resource_id = model::SettingText(settings["resourceId"]);
    return auth::Identity(std::move(machine));
  }
  if (!SameName(type, "ServicePrincipal")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedCredential",
                "a credential must be a ManagedIdentity or a ServicePrincipal, got '" + type + "'");
  }
  auth::ServicePrincipal who;
  WEIR_ASSIGN(who.authority, auth::AuthorityOf(""));
  who.tenant = model::SettingText(settings["tenant"]);
  who.client_id = model::SettingText(settings["servicePrincipalId"]);
  who.client_secret = model::SettingText(settings["servicePrincipalKey"]);
  who.scope = resource + "/.default";
  if (who.tenant.empty() || who.client_id.empty() || who.client_secret.empty()) {
    return MissingProperty("tenant, servicePrincipalId, servicePrincipalKey");
  }
  return auth::Identity(std::move(who));
}

Result<> SignInAs(const engine::ActivityContext& context, const Json& credential,
                  const std::string& resource, const Outbound& outbound, http::Request& request) {
  Json known = credential;
  const Json& key = credential["typeProperties"]["servicePrincipalKey"];
  if (!key.is_null()) {
    WEIR_ASSIGN(std::string text, context.Secret(key));
    Json settings = credential["typeProperties"];
    settings.Set("servicePrincipalKey", std::move(text));
    known.Set("typeProperties", std::move(settings));
  }
  WEIR_ASSIGN(const auth::Identity who, IdentityOf(known, resource));
  return Bearer(context, who, outbound, request);
}

Result<> SignIn(const engine::ActivityContext& context, const Json& authentication,
                const Outbound& outbound, http::Request& request) {
  const std::string& type = authentication["type"].as_string();
  if (type.empty() || SameName(type, "None") || SameName(type, "Anonymous")) return {};
  if (SameName(type, "Basic")) return SignInBasic(context, authentication, request);
  if (SameName(type, "ClientCertificate")) {
    return SignInWithCertificate(context, authentication, request);
  }
  const Json& credential = authentication["credential"];
  if (SameName(type, "ServicePrincipal") && !credential.is_object()) {
    return SignInAsApplication(context, authentication, outbound, request);
  }
  const bool user_assigned = SameName(type, "UserAssignedManagedIdentity");
  if (!user_assigned && !SameName(type, "MSI") && !SameName(type, "ServicePrincipal")) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'authentication.type' must be None, Basic, ClientCertificate, MSI, "
                "ServicePrincipal or UserAssignedManagedIdentity, got '" +
                    type + "'")
        .At(authentication.position());
  }
  if (user_assigned && !credential.is_object()) return MissingProperty("authentication.credential");
  WEIR_ASSIGN(const std::string resource, Required(authentication, {"resource"}));
  Json properties;
  if (credential.is_object()) {
    WEIR_ASSIGN(properties, context.Credential(credential));
  }
  return SignInAs(context, properties, resource, outbound, request);
}

}  // namespace weir::activity
