#include "api/screen/session.h"

#include <algorithm>

#include "api/error_body.h"
#include "base/json.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr std::chrono::hours kLifetime{24 * 7};
constexpr std::string_view kSealed = "sealed:";
/// Browsers keep cookies of 4096 bytes, with name and attributes.
constexpr size_t kCookieMax = 3800;

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

/// The value of a cookie; empty if there is none.
std::string_view CookieOf(const ServerRequest& request, std::string_view name) {
  std::string_view all = request.header("Cookie");
  while (!all.empty()) {
    const size_t end = std::min(all.find(';'), all.size());
    std::string_view one = all.substr(0, end);
    all.remove_prefix(std::min(end + 1, all.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
  }
  return {};
}

}  // namespace

BrowserSessions::BrowserSessions(const Sealer& sealer, const Clock& clock)
    : sealer_(sealer),
      clock_(clock),
      // Cookies know no ports: two services of one machine must not share a name.
      name_("weir-" + sealer.Tag("name of the session's cookie").substr(0, 12)) {}

bool BrowserSessions::IsSession(const ServerRequest& request) {
  return request.path() == "/weir/session";
}

std::string BrowserSessions::Cookie(const ServerRequest& request, std::string_view value,
                                    std::chrono::seconds age) const {
  return name_ + "=" + std::string(value) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(age.count()) +
         (request.secure ? "; Secure" : "");
}

Result<std::optional<std::string>> BrowserSessions::BearerOf(const ServerRequest& request) const {
  const std::string_view value = CookieOf(request, name_);
  if (value.empty()) return std::optional<std::string>();
  WEIR_TRY(CheckOrigin(request));
  const Result<std::string> text = sealer_.Unseal(std::string(kSealed) + std::string(value));
  if (!text) return std::optional<std::string>();
  const Result<Json> session = ParseJson(*text, {.strict = true});
  if (!session || (*session)["until"].as_int() < ToMicros(clock_.Now())) {
    return std::optional<std::string>();
  }
  return std::optional((*session)["token"].as_string());
}

Result<ServerResponse> BrowserSessions::Begin(const ServerRequest& request,
                                              Principals& principals) const {
  WEIR_TRY(CheckOrigin(request));
  const Result<Json> body = ParseJson(request.body, {.strict = true});
  if (!body || !(*body)["token"].is_string()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body must be an object with 'token', a text");
  }
  const std::string& token = (*body)["token"].as_string();
  WEIR_ASSIGN(const Caller caller, principals.Find(token));
  const Json session =
      Json::Object({{"token", token}, {"until", ToMicros(clock_.Now() + kLifetime)}});
  const std::string sealed = sealer_.Seal(DumpJson(session)).substr(kSealed.size());
  if (sealed.size() > kCookieMax) {
    return Fail(
        ErrorKind::kInvalid, "TokenTooLong",
        "the token is too long for a session of a browser; make one with weir token create");
  }
  ServerResponse response = Show(caller);
  response.headers.push_back({"Set-Cookie", Cookie(request, sealed, kLifetime)});
  return response;
}

Result<ServerResponse> BrowserSessions::Answer(const ServerRequest& request,
                                               Principals& principals) const {
  if (request.method == "POST") return Begin(request, principals);
  if (request.method == "DELETE") {
    WEIR_TRY(CheckOrigin(request));
    return ServerResponse{
        204, {{"Set-Cookie", Cookie(request, "", {})}, {"Cache-Control", "no-store"}}, {}};
  }
  return Fail(ErrorKind::kUnsupported, "MethodNotAllowed",
              "a session is begun by POST, shown by GET and ended by DELETE");
}

ServerResponse BrowserSessions::Show(const Caller& caller) {
  ServerResponse response = JsonResponse(
      Json::Object({{"principal", Json::Object({{"id", caller.id}, {"name", caller.name}})},
                    {"roles", ToJson(caller.roles)}}));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace weir::api
