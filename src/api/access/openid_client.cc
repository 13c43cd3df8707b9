#include "api/access/openid_client.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/base64url.h"
#include "base/digest.h"
#include "base/secret.h"

namespace weir::api {
namespace {

constexpr std::chrono::seconds kExchangeMax{10};
constexpr int64_t kAnswerBytesMax = int64_t{1} << 20;
constexpr double kGraceSeconds = 60;

bool IsPrintable(char c) {
  return c >= ' ' && c <= '~';
}

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string FormOf(const Fields& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    form += (form.empty() ? "" : "&") + name + "=" + http::PercentEncode(value);
  }
  return form;
}

Error TokenWrong(const std::string& why) {
  return Fail(ErrorKind::kDenied, "SignInTokenWrong",
              "the issuer's answer does not prove who signed in: " + why +
                  "; sign in again, and if it stays, the service's owner compares 'weir serve "
                  "--sign-in' with what the issuer has on record");
}

bool HasMember(const Json& list, std::string_view wanted) {
  return std::any_of(list.items().begin(), list.items().end(),
                     [&](const Json& one) { return one.as_string() == wanted; });
}

/// How far a token that should be fresh is out of its times; 0 if it is within.
double SecondsOff(const Json& claims, double now) {
  const auto late = claims["exp"].is_number() ? now - kGraceSeconds - claims["exp"].as_double() : 0;
  double early = 0;
  for (const char* name : {"nbf", "iat"}) {
    if (!claims[name].is_number()) continue;
    early = std::max(early, claims[name].as_double() - kGraceSeconds - now);
  }
  return std::max({late, early, 0.0});
}

std::string NameOf(const Json& claims) {
  for (const char* name : {"email", "preferred_username", "upn", "name"}) {
    std::string said = QuoteIssuer(claims[name].as_string());
    if (!said.empty()) return said;
  }
  return QuoteIssuer(claims["sub"].as_string());
}

/// What the token endpoint refused, in words of ours.
Error Refused(const http::Response& response) {
  const Result<Json> body = ParseJson(response.body);
  const std::string code = body ? QuoteIssuer((*body)["error"].as_string()) : "";
  const std::string said = body ? QuoteIssuer((*body)["error_description"].as_string()) : "";
  const std::string quoted = " (" +
                             (code.empty() ? "status " + std::to_string(response.status)
                                           : code + (said.empty() ? "" : ": " + said)) +
                             ")";
  constexpr int kServerFault = 500;
  if (code == "invalid_grant") {
    return Fail(
        ErrorKind::kDenied, "SignInCodeRefused",
        "the issuer does not take the code of this sign-in any more" + quoted + "; sign in again");
  }
  if (code == "invalid_client" || code == "unauthorized_client" || response.status == 401) {
    return Fail(ErrorKind::kDenied, "SignInClientWrong",
                "the issuer does not know this service by its client id and secret" + quoted +
                    "; the service's owner corrects 'weir serve --sign-in' or the secret");
  }
  if (response.status >= kServerFault) {
    return Fail(ErrorKind::kUnavailable, "IssuerUnavailable",
                "the issuer fails" + quoted + "; try again in a minute");
  }
  return Fail(ErrorKind::kDenied, "SignInRefused", "the issuer refuses the sign-in" + quoted);
}

}  // namespace

std::string QuoteIssuer(std::string_view text) {
  constexpr size_t kQuoteMax = 200;
  std::string quoted(text.substr(0, kQuoteMax));
  for (char& c : quoted) {
    if (!IsPrintable(c)) c = '?';
  }
  return quoted;
}

OpenIdAttempt OpenIdAttempt::Make() {
  return {NewToken(), NewToken(), NewToken()};
}

Result<std::unique_ptr<OpenIdClient>> OpenIdClient::Make(OpenIdOptions options,
                                                         const Clock& clock) {
  std::unique_ptr<OpenIdClient> made(new OpenIdClient(std::move(options), clock));
  WEIR_ASSIGN(made->issuer_,
              Issuer::Make({made->options_.issuer, made->options_.client_id}, clock));
  return made;
}

Result<std::string> OpenIdClient::Endpoint(const Json& document, const char* name) const {
  const std::string& url = document[name].as_string();
  const bool plain = std::all_of(url.begin(), url.end(),
                                 [](char c) { return IsPrintable(c) && c != ' ' && c != '#'; });
  if (plain && Issuer::IsSafe(url)) return url;
  return Fail(ErrorKind::kUnavailable, "IssuerUnavailable",
              "the issuer '" + options_.issuer + "' names no https address as its '" + name + "'");
}

Result<std::string> OpenIdClient::AuthorizationUrl(const OpenIdAttempt& attempt,
                                                   const std::string& back, bool again) {
  WEIR_ASSIGN(const Json document, issuer_->Document());
  WEIR_ASSIGN(std::string url, Endpoint(document, "authorization_endpoint"));
  Fields fields = {{"response_type", "code"},
                   {"client_id", options_.client_id},
                   {"redirect_uri", back},
                   {"scope", options_.scope},
                   {"state", attempt.state},
                   {"nonce", attempt.nonce},
                   {"code_challenge", EncodeBase64Url(Sha256(attempt.verifier))},
                   {"code_challenge_method", "S256"}};
  if (again) fields.emplace_back("prompt", "login");
  url += url.find('?') == std::string::npos ? "?" : "&";
  return url + FormOf(fields);
}

Result<> OpenIdClient::CheckSender(const std::string& sender) {
  if (sender == options_.issuer) return {};
  WEIR_ASSIGN(const Json document, issuer_->Document());
  if (sender.empty() && !document["authorization_response_iss_parameter_supported"].as_bool()) {
    return {};
  }
  return TokenWrong("it came from '" + QuoteIssuer(sender) + "'");
}

Result<std::string> OpenIdClient::Redeem(const std::string& code, const std::string& verifier,
                                         const std::string& back) {
  WEIR_ASSIGN(const Json document, issuer_->Document());
  http::Request request;
  request.method = "POST";
  WEIR_ASSIGN(request.url, Endpoint(document, "token_endpoint"));
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"}};
  request.timeout = kExchangeMax;
  request.body_bytes_max = kAnswerBytesMax;
  request.follow_redirects = false;  // The secret is for this address.
  Fields fields = {{"grant_type", "authorization_code"},
                   {"code", code},
                   {"redirect_uri", back},
                   {"code_verifier", verifier}};
  const Json& methods = document["token_endpoint_auth_methods_supported"];
  const bool basic = !methods.is_array() || HasMember(methods, "client_secret_basic");
  if (basic && !options_.client_secret.empty()) {
    request.credentials = {http::Authentication::kBasic, http::PercentEncode(options_.client_id),
                           http::PercentEncode(options_.client_secret), "", ""};
  } else {
    fields.emplace_back("client_id", options_.client_id);
    if (!options_.client_secret.empty()) {
      fields.emplace_back("client_secret", options_.client_secret);
    }
  }
  request.body = FormOf(fields);
  const Result<http::Response> response = client_.Send(std::move(request));
  if (!response) {
    return Fail(ErrorKind::kUnavailable, "IssuerUnavailable",
                "the issuer cannot be asked who signed in: " + response.error().message());
  }
  if (response->status != 200) return Refused(*response);
  const Result<Json> body = ParseJson(response->body);
  if (body && (*body)["id_token"].is_string()) return (*body)["id_token"].as_string();
  return TokenWrong("it holds no ID token");
}

Result<OpenIdPerson> OpenIdClient::CheckToken(const std::string& id_token,
                                              const std::string& nonce) {
  const auto refuse = [](const Error& error) -> Error {
    if (error.kind() == ErrorKind::kUnavailable) return error;
    constexpr std::string_view kSaid = "Authentication failed. ";
    const std::string& message = error.message();
    return TokenWrong(message.starts_with(kSaid) ? message.substr(kSaid.size()) : message);
  };
  const Result<Jwt> token = Jwt::Read(id_token);
  if (!token) return refuse(token.error());
  const Json& claims = token->claims;
  constexpr double kMicros = 1e6;
  const double off = SecondsOff(claims, static_cast<double>(ToMicros(clock_.Now())) / kMicros);
  const Result<> checked = issuer_->Check(*token);
  if (off > 0 && (checked || checked.error().kind() != ErrorKind::kUnavailable)) {
    return Fail(ErrorKind::kDenied, "SignInClockOff",
                "the issuer's answer is of another time: its clock and this service's differ, by "
                "more than a minute; the service's owner sets the clock of this machine");
  }
  if (!checked) return refuse(checked.error());
  const Json& party = claims["azp"];
  const bool many = claims["aud"].is_array() && claims["aud"].size() > 1;
  if ((many || !party.is_null()) && party.as_string() != options_.client_id) {
    return TokenWrong("it was made for '" + QuoteIssuer(party.as_string()) + "'");
  }
  if (!SameSecret(claims["nonce"].as_string(), nonce)) {
    return TokenWrong("it belongs to another sign-in (its nonce)");
  }
  constexpr size_t kSubjectMax = 255;
  const std::string& subject = claims["sub"].as_string();
  if (subject.empty() || subject.size() > kSubjectMax ||
      !std::all_of(subject.begin(), subject.end(), IsPrintable)) {
    return TokenWrong("it names no subject of 1 to 255 ASCII characters");
  }
  return OpenIdPerson{options_.issuer, subject, NameOf(claims), claims};
}

Result<OpenIdPerson> OpenIdClient::Exchange(const std::string& code, const OpenIdAttempt& attempt,
                                            const std::string& back) {
  WEIR_ASSIGN(const std::string id_token, Redeem(code, attempt.verifier, back));
  return CheckToken(id_token, attempt.nonce);
}

}  // namespace weir::api
