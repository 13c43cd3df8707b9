#include "api/access/authority.h"

#include <vector>

#include "api/access/form.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr std::chrono::seconds kTokenLifetime{3600};

/// As OAuth 2.0 prints errors (RFC 6749, section 5.2).
ServerResponse OAuthError(int status, const std::string& code, const std::string& description) {
  return JsonResponse(Json::Object({{"error", code}, {"error_description", description}}), status);
}

/// Our tokens are for us alone: who asks for another resource would hand them to it.
bool IsOurs(std::string resource, const std::string& base) {
  constexpr std::string_view kDefault = "/.default";
  if (resource.ends_with(kDefault)) resource.resize(resource.size() - kDefault.size());
  while (resource.ends_with('/')) resource.pop_back();
  return resource.empty() || resource == base || resource == "https://management.azure.com" ||
         resource == "https://management.core.windows.net";
}

ServerResponse IssueToken(Principals& principals, const ServerRequest& request,
                          const std::string& tenant) {
  constexpr size_t kFormMax = size_t{64} << 10U;
  if (request.body.size() > kFormMax) return OAuthError(400, "invalid_request", "the form is long");
  auto form = ReadForm(request.body);
  if (form["grant_type"] != "client_credentials") {
    return OAuthError(400, "unsupported_grant_type",
                      "'grant_type' must be client_credentials, got '" + form["grant_type"] + "'");
  }
  if (form.contains("client_assertion")) {
    return OAuthError(401, "invalid_client",
                      "signing in with a certificate or an assertion is not supported");
  }
  const std::string& resource = form["scope"].empty() ? form["resource"] : form["scope"];
  if (!IsOurs(resource.substr(0, resource.find(' ')), BaseUrl(request))) {
    return OAuthError(400, "invalid_scope", "this service has no tokens for '" + resource + "'");
  }
  if (!SameName(tenant, principals.tenant())) {
    return OAuthError(400, "invalid_request",
                      "AADSTS90002: Tenant '" + tenant + "' not found; this service's is '" +
                          principals.tenant() + "'");
  }
  const Result<Caller> caller = principals.SignIn(form["client_id"], form["client_secret"]);
  if (!caller) {
    return OAuthError(401, "invalid_client", "AADSTS7000215: " + caller.error().message());
  }
  const auto token = principals.Issue(*caller, BaseUrl(request) + "/" + principals.tenant() + "/",
                                      kTokenLifetime, {});
  if (!token) return OAuthError(500, "server_error", token.error().message());
  ServerResponse response = JsonResponse(Json::Object({{"token_type", "Bearer"},
                                                       {"expires_in", kTokenLifetime.count()},
                                                       {"ext_expires_in", kTokenLifetime.count()},
                                                       {"access_token", *token}}));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

Json Discovery(const std::string& base, const std::string& tenant) {
  const std::string own = base + "/" + tenant;
  return Json::Object(
      {{"issuer", own + "/v2.0"},
       {"authorization_endpoint", own + "/oauth2/v2.0/authorize"},
       {"token_endpoint", own + "/oauth2/v2.0/token"},
       {"jwks_uri", own + "/discovery/v2.0/keys"},
       {"token_endpoint_auth_methods_supported", Json::Array({"client_secret_post"})},
       {"grant_types_supported", Json::Array({"client_credentials"})},
       {"response_types_supported", Json::Array({"code"})},
       {"subject_types_supported", Json::Array({"pairwise"})},
       {"id_token_signing_alg_values_supported", Json::Array({"ES256"})}});
}

/// What MSAL asks of an authority that it does not know.
Json InstanceDiscovery(const std::string& base, const std::string& tenant) {
  const std::string host = base.substr(base.find("//") + 2);
  Json metadata = Json::Array({Json::Object(
      {{"preferred_network", host}, {"preferred_cache", host}, {"aliases", Json::Array({host})}})});
  return Json::Object({{"tenant_discovery_endpoint",
                        base + "/" + tenant + "/v2.0/.well-known/openid-configuration"},
                       {"api-version", "1.1"},
                       {"metadata", std::move(metadata)}});
}

/// What `az cloud register --endpoint-resource-manager` reads. Suffixes are named because it stops
/// without them; nothing is behind them.
Json CloudEndpoints(const std::string& base, const std::string& tenant) {
  Json suffixes = Json::Object();
  for (const char* name :
       {"storage", "keyVaultDns", "sqlServerHostname", "mhsmDns", "acrLoginServer",
        "azureDataLakeStoreFileSystem", "azureDataLakeAnalyticsCatalogAndJob",
        "mysqlServerEndpoint", "postgresqlServerEndpoint", "mariadbServerEndpoint",
        "synapseAnalytics", "attestationEndpoint", "storageSyncEndpointSuffix"}) {
    suffixes.AppendMember(name, "");
  }
  Json authentication = Json::Object({{"loginEndpoint", base + "/"},
                                      {"audiences", Json::Array({"https://management.azure.com/"})},
                                      {"tenant", tenant},
                                      {"identityProvider", "AAD"}});
  return Json::Object({{"name", "weirworks"},
                       {"resourceManager", base + "/"},
                       {"portal", base},
                       {"graph", base + "/"},
                       {"graphAudience", base + "/"},
                       {"microsoftGraphResourceId", base + "/"},
                       {"authentication", std::move(authentication)},
                       {"suffixes", std::move(suffixes)}});
}

std::vector<std::string> Segments(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // The slash.
    const size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

}  // namespace

std::string BaseUrl(const ServerRequest& request) {
  return std::string(request.secure ? "https://" : "http://") + std::string(request.header("Host"));
}

std::optional<ServerResponse> AnswerAuthority(Principals& principals,
                                              const ServerRequest& request) {
  const std::vector<std::string> parts = Segments(request.path());
  if (parts.size() < 2) return std::nullopt;
  const std::string base = BaseUrl(request);
  std::string below;  // The path behind its first part, a tenant.
  for (size_t i = 1; i < parts.size(); ++i) below += "/" + NameKey(parts[i]);
  if (request.method == "POST") {
    if (below == "/oauth2/v2.0/token" || below == "/oauth2/token") {
      return IssueToken(principals, request, parts[0]);
    }
    return std::nullopt;
  }
  if (request.method != "GET") return std::nullopt;
  if (SameName(parts[0], "metadata") && below == "/endpoints") {
    return JsonResponse(CloudEndpoints(base, principals.tenant()));
  }
  if (below == "/discovery/instance") {
    return JsonResponse(InstanceDiscovery(base, principals.tenant()));
  }
  if (below == "/discovery/v2.0/keys" || below == "/discovery/keys") {
    return JsonResponse(principals.Keys());
  }
  if (below == "/v2.0/.well-known/openid-configuration" ||
      below == "/.well-known/openid-configuration") {
    return JsonResponse(Discovery(base, parts[0]));
  }
  return std::nullopt;
}

}  // namespace weir::api
