#include "api/access/issuer.h"

#include <algorithm>

namespace weir::api {
namespace {

constexpr std::chrono::seconds kFetchAgain{30};
constexpr std::chrono::seconds kFetchMax{10};
constexpr std::chrono::hours kDocumentKept{1};
constexpr std::chrono::seconds kFailureKept{3};
constexpr size_t kKeysMax = 100;

Result<Json> FetchJson(http::Client& client, const std::string& url) {
  http::Request request;
  request.url = url;
  request.timeout = kFetchMax;
  Result<http::Response> response = client.Send(std::move(request));
  std::string why;
  if (!response) {
    why = response.error().message();
  } else if (response->status != 200) {
    why = "it answered " + std::to_string(response->status);
  } else if (Result<Json> json = ParseJson(response->body)) {
    return json;
  } else {
    why = "it answered no JSON";
  }
  return Fail(ErrorKind::kUnavailable, "IssuerUnavailable",
              "the issuer cannot be asked at '" + http::PrintableUrl(url) + "': " + why);
}

Error Refuse(const std::string& message) {
  return Fail(ErrorKind::kDenied, "AuthenticationFailed", "Authentication failed. " + message);
}

bool IsFor(const Json& audience, const std::string& wanted) {
  if (audience.is_string()) return audience.as_string() == wanted;
  return std::any_of(audience.items().begin(), audience.items().end(),
                     [&](const Json& one) { return one.as_string() == wanted; });
}

}  // namespace

bool Issuer::IsSafe(std::string_view url) {
  constexpr std::string_view kSafe[] = {"https://",
                                        "http://127.0.0.1:", "http://localhost:", "http://[::1]:"};
  // A user in front of the host would make another host look like this machine.
  const std::string_view host = url.substr(0, url.find('/', url.find("//") + 2));
  return host.find('@') == std::string_view::npos &&
         std::any_of(std::begin(kSafe), std::end(kSafe),
                     [&](std::string_view safe) { return url.starts_with(safe); });
}

Result<std::unique_ptr<Issuer>> Issuer::Make(IssuerOptions options, const Clock& clock) {
  if (!IsSafe(options.issuer) || options.audience.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidIssuer",
                "an issuer must be an https address (http on this machine only) with an audience, "
                "got '" +
                    options.issuer + "' and '" + options.audience + "'");
  }
  return std::unique_ptr<Issuer>(new Issuer(std::move(options), clock));
}

Result<> Issuer::FetchLocked() {
  fetched_ = clock_.Now();
  std::string base = options_.issuer;
  while (base.ends_with('/')) base.pop_back();
  WEIR_ASSIGN(Json document, FetchJson(client_, base + "/.well-known/openid-configuration"));
  const std::string& address = document["jwks_uri"].as_string();
  if (document["issuer"].as_string() != options_.issuer || !IsSafe(address)) {
    return Fail(ErrorKind::kUnavailable, "IssuerUnavailable",
                "the issuer '" + options_.issuer + "' calls itself '" +
                    document["issuer"].as_string() + "', or its keys are at no https address");
  }
  WEIR_ASSIGN(const Json keys, FetchJson(client_, address));
  keys_.clear();
  for (const Json& jwk : keys["keys"].items()) {
    if (jwk["use"].as_string() == "enc" || keys_.size() >= kKeysMax) continue;
    Result<SigningKey> key = SigningKey::FromJwk(jwk);
    if (key) keys_.insert_or_assign(jwk["kid"].as_string(), *std::move(key));
  }
  document_ = std::move(document);
  return {};
}

Result<Json> Issuer::Document() {
  const std::lock_guard lock(mutex_);
  const UtcTime now = clock_.Now();
  if (!document_.is_null() && now >= *fetched_ && now - *fetched_ < kDocumentKept) return document_;
  // Who comes while it is away must not wait for it one after the other.
  if (failed_ && now >= *fetched_ && now - *fetched_ < kFailureKept) return *failed_;
  const Result<> fetched = FetchLocked();
  if (fetched) return document_;
  fetched_ = clock_.Now();
  failed_ = fetched.error();
  document_ = Json();
  return fetched.error();
}

Result<SigningKey> Issuer::FindKey(const std::string& id) {
  const std::lock_guard lock(mutex_);
  auto found = keys_.find(id);
  const bool may_fetch = !fetched_ || clock_.Now() - *fetched_ >= kFetchAgain;
  if (found == keys_.end() && may_fetch) {
    WEIR_TRY(FetchLocked());
    found = keys_.find(id);
  }
  if (found != keys_.end()) return found->second;
  return Refuse("The token's issuer has no key '" + id + "'.");
}

Result<> Issuer::Check(const Jwt& token) {
  if (token.claims["iss"].as_string() != options_.issuer) {
    return Refuse("The token is of another issuer.");
  }
  if (!IsFor(token.claims["aud"], options_.audience)) {
    return Refuse("The token is for another audience than '" + options_.audience + "'.");
  }
  WEIR_ASSIGN(const SigningKey key, FindKey(token.header["kid"].as_string()));
  return CheckJwt(token, key, clock_.Now());
}

}  // namespace weir::api
