#include "api/screen/session.h"

#include "api/error_body.h"
#include "base/json.h"
#include "base/secret.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr SealedCookies::Kind kOfToken{"session", SealedCookies::Site::kStrict,
                                       std::chrono::hours(24 * 7)};
/// A working day: who leaves a company is known to the issuer first.
constexpr SealedCookies::Kind kOfPerson{"session", SealedCookies::Site::kStrict,
                                        std::chrono::hours(12)};

/// Errors: kDenied CrossSiteRequest unless it comes from the screen itself.
Result<> CheckOrigin(const ServerRequest& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  const bool looks = request.method == "GET" || request.method == "HEAD";
  if ((site.empty() || site == "same-origin" || (looks && site == "none")) &&
      (looks || !request.header("X-Weir-Screen").empty())) {
    return {};
  }
  return Fail(ErrorKind::kDenied, "CrossSiteRequest",
              "a request with a session must come from the service's own pages; scripts send "
              "'Authorization: Bearer' and a token");
}

}  // namespace

BrowserSessions::BrowserSessions(const SealedCookies& cookies, const Clock& clock, std::string file,
                                 std::string issuer)
    : cookies_(cookies),
      clock_(clock),
      ended_(std::move(file), clock),
      issuer_(std::move(issuer)) {}

bool BrowserSessions::IsSession(const ServerRequest& request) {
  return request.path() == "/weir/session";
}

Result<std::optional<Caller>> BrowserSessions::CallerOf(const ServerRequest& request,
                                                        Principals& principals) const {
  if (!cookies_.Has(request, kOfToken)) return std::optional<Caller>();
  WEIR_TRY(CheckOrigin(request));
  const std::optional<Json> session = cookies_.Get(request, kOfToken);
  if (!session || ended_.Has((*session)["id"].as_string())) return std::optional<Caller>();
  const Json& content = *session;
  if (content["token"].is_string()) {
    WEIR_ASSIGN(Caller caller, principals.Find(content["token"].as_string()));
    return std::optional(std::move(caller));
  }
  Subject subject{content["issuer"].as_string(), content["subject"].as_string()};
  if (subject.subject.empty() || subject.issuer != issuer_) return std::optional<Caller>();
  for (const Json& claim : content["claims"].items()) subject.claims.push_back(claim.as_string());
  WEIR_ASSIGN(Caller caller, principals.FindSubject(subject));
  if (caller.roles.empty()) {
    return Fail(ErrorKind::kDenied, "AuthenticationFailed",
                "Authentication failed. The person has no role any more; sign in again.");
  }
  caller.shown = content["name"].as_string();
  return std::optional(std::move(caller));
}

Result<ServerResponse> BrowserSessions::Begin(const ServerRequest& request, Principals& principals,
                                              Caller* caller) const {
  WEIR_TRY(CheckOrigin(request));
  const Result<Json> body = ParseJson(request.body, {.strict = true});
  if (!body || !(*body)["token"].is_string()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body must be an object with 'token', a text");
  }
  const std::string& token = (*body)["token"].as_string();
  WEIR_ASSIGN(*caller, principals.Find(token));
  const std::optional<std::string> cookie =
      cookies_.Set(request, kOfToken, Json::Object({{"id", NewToken()}, {"token", token}}));
  if (!cookie) {
    return Fail(
        ErrorKind::kInvalid, "TokenTooLong",
        "the token is too long for a session of a browser; make one with weir token create");
  }
  ServerResponse response = Show(*caller);
  response.headers.push_back({"Set-Cookie", *cookie});
  return response;
}

std::optional<std::string> BrowserSessions::BeginOf(const ServerRequest& request,
                                                    const OpenIdPerson& person,
                                                    const std::vector<std::string>& claims) const {
  Json list = Json::Array();
  for (const std::string& claim : claims) list.Append(claim);
  return cookies_.Set(request, kOfPerson,
                      Json::Object({{"id", NewToken()},
                                    {"issuer", person.issuer},
                                    {"subject", person.subject},
                                    {"name", person.name},
                                    {"claims", std::move(list)}}));
}

Result<ServerResponse> BrowserSessions::End(const ServerRequest& request, Principals& principals,
                                            Caller* caller) {
  WEIR_TRY(CheckOrigin(request));
  ServerResponse response{204, {{"Cache-Control", "no-store"}}, {}};
  const auto whose = CallerOf(request, principals);
  if (whose && *whose) *caller = **whose;
  if (const std::optional<Json> session = cookies_.Get(request, kOfToken)) {
    const Result<> ended =
        ended_.Add((*session)["id"].as_string(), FromMicros((*session)["until"].as_int()));
    if (!ended) response = ErrorResponse(ended.error());
  }
  response.headers.push_back({"Set-Cookie", cookies_.Forget(request, kOfToken)});
  return response;
}

Result<ServerResponse> BrowserSessions::Answer(const ServerRequest& request, Principals& principals,
                                               Caller* caller) {
  if (request.method == "POST") return Begin(request, principals, caller);
  if (request.method == "DELETE") return End(request, principals, caller);
  return Fail(ErrorKind::kUnsupported, "MethodNotAllowed",
              "a session is begun by POST, shown by GET and ended by DELETE");
}

ServerResponse BrowserSessions::Show(const Caller& caller) {
  ServerResponse response = JsonResponse(Json::Object(
      {{"principal", Json::Object({{"id", caller.id},
                                   {"name", caller.shown.empty() ? caller.name : caller.shown}})},
       {"roles", ToJson(caller.roles)}}));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace weir::api
