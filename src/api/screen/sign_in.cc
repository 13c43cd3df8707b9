#include "api/screen/sign_in.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "api/access/form.h"
#include "api/error_body.h"

namespace weir::api {

/// Why an attempt failed, and of whom that is known.
struct BrowserSignIn::Failure {
  Error error;
  std::optional<OpenIdPerson> person = std::nullopt;
};

namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr std::string_view kPath = "/weir/sign-in";
constexpr std::string_view kHome = "/ui/";
constexpr std::chrono::minutes kAttemptKept{10};
/// The issuer's page sends the browser back: a strict cookie would stay at home.
constexpr SealedCookies::Kind kAttempt{"sign-in", SealedCookies::Site::kLax, kAttemptKept};
constexpr SealedCookies::Kind kRefused{"refused", SealedCookies::Site::kStrict,
                                       std::chrono::minutes(10)};
constexpr size_t kUsedMax = 10'000;
/// Of the threads that answer requests, this many wait for the issuer at most.
constexpr int kUnderWayMax = 4;

/// Counts those that are inside.
class Place {
 public:
  explicit Place(std::atomic<int>& taken) : taken_(taken), number_(++taken) {}
  ~Place() { --taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  Result<> Check() const {
    if (number_ <= kUnderWayMax) return {};
    return Fail(ErrorKind::kUnavailable, "SignInBusy",
                "too many people sign in at this moment; try again in a minute");
  }

 private:
  std::atomic<int>& taken_;
  int number_;
};

/// A page of the screen and nothing else, so that nobody is sent elsewhere.
std::string PageOf(const std::string& wanted) {
  constexpr size_t kPageMax = 1500;
  const bool plain = std::all_of(wanted.begin(), wanted.end(),
                                 [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
  return plain && wanted.starts_with(kHome) && wanted.size() <= kPageMax ? wanted
                                                                         : std::string(kHome);
}

ServerResponse SendTo(const std::string& url) {
  return {303,
          {{"Location", url}, {"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"}},
          {}};
}

/// As a shell takes it for one word.
std::string Quoted(const std::string& text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view("@%+=:,./-_").find(c) != std::string_view::npos;
  });
  if (plain && !text.starts_with('-')) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// The command by which the owner lets somebody in, in lines that a shell joins.
std::string CommandFor(const OpenIdPerson& person) {
  const bool dash = person.name.starts_with('-') || person.subject.starts_with('-');
  constexpr size_t kNameMax = 100;
  const std::string name = dash ? "somebody" : person.name.substr(0, kNameMax);
  return "weir token create " + Quoted(name) +
         " \\\n  --role \"Monitoring Reader\" \\\n  --issuer " + Quoted(person.issuer) +
         " \\\n  --subject" + (dash ? "=" : " ") + Quoted(person.subject);
}

std::string HostOf(const std::string& url) {
  const size_t start = url.find("//") + 2;
  return url.substr(start, url.find('/', start) - start);
}

/// What the issuer says in place of a code (RFC 6749, section 4.1.2.1).
Error Declined(const std::string& code, const std::string& description) {
  if (code == "access_denied") {
    return Fail(
        ErrorKind::kDenied, "SignInCancelled",
        "the sign-in was cancelled at the issuer, or the issuer does not let this person in here");
  }
  const std::string said = QuoteIssuer(description);
  return Fail(ErrorKind::kDenied, "SignInRefused",
              "the issuer refuses the sign-in (" + QuoteIssuer(code) +
                  (said.empty() ? "" : ": " + said) + ")");
}

}  // namespace

Result<std::unique_ptr<BrowserSignIn>> BrowserSignIn::Make(std::optional<SignInOptions> options,
                                                           const SealedCookies& cookies,
                                                           const BrowserSessions& sessions,
                                                           const Clock& clock, Address address) {
  std::unique_ptr<BrowserSignIn> made(
      new BrowserSignIn(cookies, sessions, clock, std::move(address)));
  if (!options) return made;
  made->name_ = options->name.empty() ? HostOf(options->client.issuer) : options->name;
  WEIR_ASSIGN(made->client_, OpenIdClient::Make(std::move(options->client), clock));
  return made;
}

bool BrowserSignIn::IsSignIn(const ServerRequest& request) {
  const std::string_view path = request.path();
  return path == kPath || path.starts_with(std::string(kPath) + "/");
}

std::optional<std::string> BrowserSignIn::Forget(const ServerRequest& request) const {
  if (!cookies_.Has(request, kRefused)) return std::nullopt;
  return cookies_.Forget(request, kRefused);
}

Result<ServerResponse> BrowserSignIn::ShowWays(const ServerRequest& request) const {
  Json ways = Json::Array();
  if (client_ != nullptr) {
    WEIR_ASSIGN(const std::string address, address_());
    ways.Append(Json::Object({{"name", name_}, {"url", address + std::string(kPath) + "/begin"}}));
  }
  Json body = Json::Object({{"ways", std::move(ways)}});
  if (const std::optional<Json> refused = cookies_.Get(request, kRefused)) {
    body.AppendMember("refused", (*refused)["refused"]);
  }
  ServerResponse response = JsonResponse(body);
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

ServerResponse BrowserSignIn::Turn(const ServerRequest& request, const std::string& to,
                                   const Failure& failure) const {
  ServerResponse response = SendTo(to);
  Json refused =
      Json::Object({{"code", failure.error.code()}, {"message", failure.error.message()}});
  if (failure.person) {
    refused.AppendMember("name", failure.person->name);
    refused.AppendMember("issuer", failure.person->issuer);
    refused.AppendMember("subject", failure.person->subject);
    refused.AppendMember("command", CommandFor(*failure.person));
  }
  const auto cookie =
      cookies_.Set(request, kRefused, Json::Object({{"refused", std::move(refused)}}));
  if (cookie) response.headers.push_back({"Set-Cookie", *cookie});
  return response;
}

Result<std::string> BrowserSignIn::Depart(const ServerRequest& request, const std::string& to,
                                          bool again, ServerResponse* response) {
  const Place place(under_way_);
  WEIR_TRY(place.Check());
  WEIR_ASSIGN(const std::string address, address_());
  const OpenIdAttempt attempt = OpenIdAttempt::Make();
  const std::string back = address + std::string(kPath) + "/callback";
  WEIR_ASSIGN(std::string url, client_->AuthorizationUrl(attempt, back, again));
  const auto cookie = cookies_.Set(request, kAttempt,
                                   Json::Object({{"state", attempt.state},
                                                 {"nonce", attempt.nonce},
                                                 {"verifier", attempt.verifier},
                                                 {"back", back},
                                                 {"to", to}}));
  if (!cookie) {
    return Fail(ErrorKind::kInvalid, "TokenTooLong",
                "the address of this service is too long for a cookie");
  }
  response->headers.push_back({"Set-Cookie", *cookie});
  return url;
}

ServerResponse BrowserSignIn::Begin(const ServerRequest& request) {
  auto query = ReadForm(request.query());
  const std::string to = PageOf(query["to"]);
  ServerResponse response = SendTo("");
  const Result<std::string> url = Depart(request, to, query["again"] == "true", &response);
  if (!url) return Turn(request, to, {url.error()});
  response.headers.front().value = *url;
  if (auto forgotten = Forget(request)) response.headers.push_back({"Set-Cookie", *forgotten});
  return response;
}

Result<> BrowserSignIn::TakeState(const std::string& state) {
  const std::lock_guard lock(mutex_);
  const UtcTime now = clock_.Now();
  std::erase_if(used_, [&](const auto& one) { return one.second < now; });
  if (used_.size() >= kUsedMax) {
    return Fail(ErrorKind::kUnavailable, "SignInBusy",
                "too many people sign in at this moment; try again in a minute");
  }
  if (used_.emplace(state, now + kAttemptKept).second) return {};
  return Fail(ErrorKind::kDenied, "SignInReplayed",
              "this answer of the issuer was used before; sign in again");
}

Result<OpenIdPerson> BrowserSignIn::Receive(const ServerRequest& request, const Json& attempt) {
  auto query = ReadForm(request.query());
  if (attempt.is_null()) {
    return Fail(ErrorKind::kDenied, "SignInExpired",
                "no sign-in is under way in this browser: it was begun more than 10 minutes ago, "
                "or at another address of this service; sign in again");
  }
  if (!SameSecret(query["state"], attempt["state"].as_string())) {
    return Fail(ErrorKind::kDenied, "SignInStateWrong",
                "the answer belongs to another sign-in than the one this browser began last; sign "
                "in again, in one window");
  }
  WEIR_TRY(TakeState(query["state"]));
  const Place place(under_way_);
  WEIR_TRY(place.Check());
  WEIR_TRY(client_->CheckSender(query["iss"]));
  if (!query["error"].empty()) return Declined(query["error"], query["error_description"]);
  if (query["code"].empty()) return Declined("no code came back", "");
  const OpenIdAttempt sent{attempt["state"].as_string(), attempt["nonce"].as_string(),
                           attempt["verifier"].as_string()};
  return client_->Exchange(query["code"], sent, attempt["back"].as_string());
}

ServerResponse BrowserSignIn::Finish(const ServerRequest& request, Principals& principals,
                                     store::AuditRecord* record) {
  record->operation = "sign in";
  record->scope = std::string(request.path());
  const Json attempt = cookies_.Get(request, kAttempt).value_or(Json());
  const std::string to = PageOf(attempt["to"].as_string());
  const auto turn = [&](const Failure& failure) {
    record->status = failure.error.kind() == ErrorKind::kDenied && !failure.person
                         ? 401
                         : StatusOf(failure.error);
    record->action = failure.error.code();
    ServerResponse response = Turn(request, to, failure);
    response.headers.push_back({"Set-Cookie", cookies_.Forget(request, kAttempt)});
    return response;
  };
  const Result<OpenIdPerson> person = Receive(request, attempt);
  if (!person) return turn({person.error()});
  record->principal_id = record->principal = person->subject;
  const auto claims = principals.ClaimsWithRoles(person->issuer, person->claims);
  if (!claims) return turn({claims.error()});
  const auto caller = principals.FindSubject({person->issuer, person->subject, *claims});
  if (!caller) return turn({caller.error()});
  record->principal_id = caller->id;
  record->principal = caller->name;
  if (caller->roles.empty()) {
    return turn({Fail(ErrorKind::kDenied, "NoRole",
                      "the issuer knows this person, but this service has given no role to them"),
                 *person});
  }
  const auto session = sessions_.BeginOf(request, *person, *claims);
  if (!session) {
    return turn({Fail(ErrorKind::kInvalid, "TokenTooLong",
                      "the claims that give roles to this person are too long for a cookie")});
  }
  ServerResponse response = SendTo(to);
  response.headers.push_back({"Set-Cookie", *session});
  response.headers.push_back({"Set-Cookie", cookies_.Forget(request, kAttempt)});
  if (auto forgotten = Forget(request)) response.headers.push_back({"Set-Cookie", *forgotten});
  record->status = 200;
  return response;
}

ServerResponse BrowserSignIn::Answer(const ServerRequest& request, Principals& principals,
                                     store::AuditRecord* record) {
  if (request.method != "GET") {
    return ErrorResponse(Fail(ErrorKind::kUnsupported, "MethodNotAllowed",
                              "a sign-in is looked at, begun and ended by GET"));
  }
  const std::string_view below = request.path().substr(kPath.size());
  if (below.empty()) {
    Result<ServerResponse> ways = ShowWays(request);
    return ways ? *std::move(ways) : ErrorResponse(ways.error());
  }
  if (client_ != nullptr && below == "/begin") return Begin(request);
  if (client_ != nullptr && below == "/callback") return Finish(request, principals, record);
  return ErrorResponse(Fail(ErrorKind::kNotFound, "SignInNotConfigured",
                            "people do not sign in so here; the service's owner starts it with "
                            "'weir serve --sign-in ISSUER CLIENT_ID'"));
}

}  // namespace weir::api
