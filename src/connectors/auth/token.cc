#include "connectors/auth/token.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "base/json.h"
#include "base/names.h"

namespace weir::connectors::auth {
namespace {

// A token is renewed this long before it expires, so that none expires on its way.
constexpr std::chrono::seconds kMargin{300};

std::string Environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing of ours sets it.
  return value == nullptr ? "" : value;
}

std::string Form(const std::vector<http::Header>& fields) {
  std::string out;
  for (const http::Header& field : fields) {
    out += (out.empty() ? "" : "&") + field.name + "=" + http::PercentEncode(field.value);
  }
  return out;
}

/// Seconds as a number or, from the metadata service, as text.
int64_t SecondsOf(const Json& json) {
  if (!json.is_string()) return static_cast<int64_t>(json.as_double());
  const std::string& text = json.as_string();
  int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

/// Asks the same request whenever the token grows old.
class HttpTokenSource final : public TokenSource {
 public:
  HttpTokenSource(http::Request request, std::string who, TokenTools tools)
      : request_(std::move(request)), who_(std::move(who)), tools_(std::move(tools)) {}

  Result<std::string> Token(const CancelToken* cancel) override {
    const std::lock_guard lock(mutex_);
    const UtcTime now = tools_.clock->Now();
    if (!token_.empty() && now < renew_at_) return token_;
    Result<http::Response> response = tools_.client->Send(request_, cancel);
    if (!response) return std::move(response).error().While("signing in as " + who_);
    const Result<Json> json = ParseJson(response->body);
    const std::string token = json ? (*json)["access_token"].as_string() : "";
    if (response->status / 100 != 2 || token.empty()) return Refused(*response, json);
    const std::chrono::seconds life(SecondsOf((*json)["expires_in"]));
    renew_at_ = now + std::max(life - kMargin, life / 2);
    token_ = token;
    return token_;
  }

 private:
  Error Refused(const http::Response& response, const Result<Json>& json) const {
    std::string why = "status " + std::to_string(response.status);
    if (json) {
      const std::string& description = (*json)["error_description"].as_string();
      const std::string& code = (*json)["error"].as_string();
      if (!code.empty()) why += ", " + code;
      if (!description.empty()) why += ": " + description.substr(0, description.find('\r'));
    }
    const bool later = response.status >= 500 || response.status == 429;
    return Fail(later ? ErrorKind::kUnavailable : ErrorKind::kDenied, "AccessTokenRefused",
                "cannot sign in as " + who_ + " at '" + response.url + "': " + why);
  }

  const http::Request request_;
  const std::string who_;
  const TokenTools tools_;
  std::mutex mutex_;
  std::string token_;
  UtcTime renew_at_;
};

}  // namespace

TokenTools DefaultTokenTools() {
  return {std::make_shared<http::Client>(), std::make_shared<SystemClock>()};
}

std::shared_ptr<TokenSource> MakeTokenSource(ServicePrincipal who, TokenTools tools) {
  http::Request request;
  request.method = "POST";
  request.url = who.authority + "/" + http::PercentEncode(who.tenant) + "/oauth2/v2.0/token";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = Form({{"grant_type", "client_credentials"},
                       {"client_id", who.client_id},
                       {"client_secret", who.client_secret},
                       {"scope", who.scope}});
  return std::make_shared<HttpTokenSource>(
      std::move(request), "service principal '" + who.client_id + "'", std::move(tools));
}

ManagedIdentity ManagedIdentityHere(std::string resource) {
  ManagedIdentity who;
  who.resource = std::move(resource);
  const std::string endpoint = Environment("IDENTITY_ENDPOINT");
  if (!endpoint.empty()) {
    who.endpoint = endpoint;
    who.secret = Environment("IDENTITY_HEADER");
    return who;
  }
  std::string host = Environment("AZURE_POD_IDENTITY_AUTHORITY_HOST");
  while (host.ends_with('/')) host.pop_back();
  if (!host.empty()) who.endpoint = host + "/metadata/identity/oauth2/token";
  return who;
}

std::shared_ptr<TokenSource> MakeTokenSource(ManagedIdentity who, TokenTools tools) {
  const bool on_machine = who.secret.empty();
  std::vector<http::Header> query = {{"api-version", on_machine ? "2018-02-01" : "2019-08-01"},
                                     {"resource", who.resource}};
  if (!who.client_id.empty()) query.push_back({"client_id", who.client_id});
  if (!who.resource_id.empty()) {
    query.push_back({on_machine ? "msi_res_id" : "mi_res_id", who.resource_id});
  }
  http::Request request;
  request.url = who.endpoint + "?" + Form(query);
  request.headers = {on_machine ? http::Header{"Metadata", "true"}
                                : http::Header{"X-IDENTITY-HEADER", who.secret}};
  // Where there is no metadata service its address answers nothing at all.
  request.timeout = std::chrono::seconds(15);
  return std::make_shared<HttpTokenSource>(std::move(request), "the managed identity",
                                           std::move(tools));
}

Result<std::string> AuthorityOf(const std::string& cloud_type) {
  static const std::vector<std::pair<std::string, std::string>> kAuthorities = {
      {"AzurePublic", "https://login.microsoftonline.com"},
      {"AzureChina", "https://login.chinacloudapi.cn"},
      {"AzureUsGovernment", "https://login.microsoftonline.us"},
      {"AzureGermany", "https://login.microsoftonline.de"}};
  std::string host = Environment("AZURE_AUTHORITY_HOST");
  std::vector<std::string> known;
  for (const auto& [name, authority] : kAuthorities) {
    known.push_back(name);
    const bool asked = cloud_type.empty() ? name == "AzurePublic" : SameName(cloud_type, name);
    if (asked) {
      while (host.ends_with('/')) host.pop_back();
      return host.empty() ? authority : host;
    }
  }
  return Fail(ErrorKind::kInvalid, "InvalidAzureCloudType",
              "'azureCloudType' must be AzurePublic, AzureChina, AzureUsGovernment or "
              "AzureGermany, got '" +
                  cloud_type + "'" + DidYouMean(cloud_type, known))
      .At("typeProperties.azureCloudType");
}

}  // namespace weir::connectors::auth
