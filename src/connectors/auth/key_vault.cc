#include "connectors/auth/key_vault.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/json.h"
#include "base/names.h"

namespace weir::connectors::auth {
namespace {

constexpr const char* kApiVersion = "7.4";
// A secret has at most 25 kB.
constexpr int64_t kAnswerBytesMax = int64_t{256} << 10;

/// Without a port: "name.vault.azure.net".
std::string HostOf(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return "";
  const size_t start = scheme + 3;
  std::string host = url.substr(start, url.find_first_of("/?#", start) - start);
  host = host.substr(host.rfind('@') + 1);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return NameKey(host.substr(0, host.find(':')));
}

bool IsVaultName(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
  });
}

Result<> CheckSecret(const VaultSecret& secret) {
  const std::string host = HostOf(secret.vault_url);
  const bool here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
  const std::string url = NameKey(secret.vault_url);
  if (host.empty() || !(url.starts_with("https://") || (here && url.starts_with("http://")))) {
    return Fail(ErrorKind::kInvalid, "InvalidKeyVaultUrl",
                "'baseUrl' of a key vault must start with https://, got '" +
                    http::PrintableUrl(secret.vault_url) + "'");
  }
  if (secret.name.empty() || !IsVaultName(secret.name) || !IsVaultName(secret.version)) {
    return Fail(ErrorKind::kInvalid, "InvalidKeyVaultSecretName",
                "the name and version of a key vault's secret have letters, digits and '-' only, "
                "got '" +
                    secret.name + "' and '" + secret.version + "'");
  }
  return {};
}

Error Refused(const VaultSecret& secret, const http::Response& response) {
  std::string why = "status " + std::to_string(response.status);
  const Result<Json> body = ParseJson(response.body);
  if (body) {
    const Json& error = (*body)["error"];
    const std::string& code = error["innererror"]["code"].as_string();
    why += ", " + (code.empty() ? error["code"].as_string() : code) + ": " +
           error["message"].as_string();
  }
  const std::string what = "the key vault '" + http::PrintableUrl(secret.vault_url) +
                           "' does not give secret '" + secret.name + "': " + why;
  if (response.status == 404) return Fail(ErrorKind::kNotFound, "KeyVaultSecretNotFound", what);
  if (response.status == 429 || response.status >= 500) {
    return Fail(ErrorKind::kUnavailable, "KeyVaultUnavailable", what);
  }
  return Fail(ErrorKind::kDenied, "KeyVaultDenied", what);
}

}  // namespace

std::string VaultResource(const std::string& vault_url) {
  const std::string host = HostOf(vault_url);
  for (const char* cloud : {"vault.azure.cn", "vault.usgovcloudapi.net", "vault.microsoftazure.de",
                            "managedhsm.azure.net"}) {
    if (host.ends_with(std::string(".") + cloud)) return std::string("https://") + cloud;
  }
  return "https://vault.azure.net";
}

Result<std::string> ReadVaultSecret(http::Client& client, const VaultSecret& secret,
                                    const std::string& token, const CancelToken* cancel) {
  WEIR_TRY(CheckSecret(secret));
  std::string url = secret.vault_url;
  while (url.ends_with('/')) url.pop_back();
  http::Request request;
  request.url = url + "/secrets/" + secret.name +
                (secret.version.empty() ? "" : "/" + secret.version) +
                "?api-version=" + kApiVersion;
  request.headers = {{"Authorization", "Bearer " + token}, {"Accept", "application/json"}};
  request.follow_redirects = false;  // The token is for this vault.
  request.timeout = std::chrono::seconds(30);
  request.body_bytes_max = kAnswerBytesMax;
  WEIR_ASSIGN(const http::Response response, client.Send(std::move(request), cancel));
  if (response.status != 200) return Refused(secret, response);
  const Result<Json> body = ParseJson(response.body);
  if (!body || !(*body)["value"].is_string()) {
    return Fail(ErrorKind::kUnavailable, "KeyVaultUnavailable",
                "the key vault '" + http::PrintableUrl(secret.vault_url) +
                    "' answered without a value for secret '" + secret.name + "'");
  }
  return (*body)["value"].as_string();
}

}  // namespace weir::connectors::auth
