#include "api/screen/sign_in.h"

#include <gtest/gtest.h>

#include "api/access/form.h"
#include "api/testing/world.h"
#include "base/base64url.h"
#include "base/digest.h"
#include "http/testing/fake_server.h"
#include "testing/json_cases.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;
using http::testing::FakeReply;
using http::testing::FakeRequest;
using http::testing::FakeServer;

constexpr const char* kClient = "screen";
constexpr const char* kSecret = "a secret/of the client";
constexpr const char* kHere = "https://weir.example";

std::string HeaderOf(const ServerResponse& response, std::string_view name) {
  const std::string* value = http::FindHeader(response.headers, name);
  return value == nullptr ? "" : *value;
}

/// `base` with the members of `more`; of null members, none.
Json Merged(const Json& base, const Json& more) {
  Json merged = Json::Object();
  for (const Json* from : {&base, &more}) {
    for (const Json::Member& member : from->members()) merged.Set(member.name, member.value);
  }
  Json kept = Json::Object();
  for (const Json::Member& member : merged.members()) {
    if (!member.value.is_null()) kept.AppendMember(member.name, member.value);
  }
  return kept;
}

/// An issuer that answers as the case says: {discovery, token: {claims, claimsIn, header,
/// signedBy}, tokenAnswer: {status, body}}.
class FakeIssuer {
 public:
  FakeIssuer(const Json& one, const Clock& clock)
      : case_(one),
        clock_(clock),
        key_(*SigningKey::Make()),
        other_(*SigningKey::Make()),
        server_([this](const FakeRequest& request) { return Answer(request); }) {}

  std::string url() const { return server_.Url(); }
  std::vector<FakeRequest> requests() const { return server_.requests(); }
  /// What the browser brought: "state", "nonce", "code_challenge", "redirect_uri".
  void Met(std::map<std::string, std::string> query) {
    const std::lock_guard lock(mutex_);
    query_ = std::move(query);
  }

 private:
  FakeReply Answer(const FakeRequest& request) {
    const std::lock_guard lock(mutex_);
    if (request.target == "/.well-known/openid-configuration") {
      const Json document =
          Json::Object({{"issuer", url()},
                        {"authorization_endpoint", url() + "/auth"},
                        {"token_endpoint", url() + "/token"},
                        {"jwks_uri", url() + "/jwks"},
                        {"authorization_response_iss_parameter_supported", true}});
      if (case_["discovery"].is_int()) {
        return {.status = static_cast<int>(case_["discovery"].as_int())};
      }
      return {.body = DumpJson(Merged(document, case_["discovery"]))};
    }
    if (request.target == "/jwks") {
      return {.body = DumpJson(Json::Object({{"keys", Json::Array({key_.ToJwk()})}}))};
    }
    if (request.target == "/token") return Redeem(request);
    return {.status = 404};
  }

  FakeReply Redeem(const FakeRequest& request) {
    auto form = ReadForm(request.body);
    if (EncodeBase64Url(Sha256(form["code_verifier"])) != query_["code_challenge"] ||
        form["redirect_uri"] != query_["redirect_uri"] || form["code"] != "the-code") {
      return {.status = 400, .body = R"({"error": "invalid_grant"})"};
    }
    const Json& answer = case_["tokenAnswer"];
    if (answer.is_object()) {
      return {.status = static_cast<int>(answer["status"].as_int()),
              .body = DumpJson(answer["body"])};
    }
    return {.body = DumpJson(Json::Object(
                {{"token_type", "Bearer"}, {"access_token", "unused"}, {"id_token", Token()}}))};
  }

  std::string Token() {
    const Json& wanted = case_["token"];
    const int64_t now = ToMicros(clock_.Now()) / 1'000'000;
    Json claims = Json::Object({{"iss", url()},
                                {"aud", kClient},
                                {"sub", "jo-1"},
                                {"email", "jo@example.org"},
                                {"nonce", query_["nonce"]},
                                {"iat", now},
                                {"exp", now + 300}});
    claims = Merged(claims, wanted["claims"]);
    for (const Json::Member& member : wanted["claimsIn"].members()) {
      claims.Set(member.name, now + member.value.as_int());
    }
    const bool other = wanted["signedBy"].as_string() == "another key";
    const std::string token = *SignJwt(claims, other ? other_ : key_);
    if (!wanted["header"].is_object()) return token;
    const Json header =
        Merged(Json::Object({{"alg", "ES256"}, {"kid", key_.id()}}), wanted["header"]);
    return EncodeBase64Url(DumpJson(header)) + token.substr(token.find('.'));
  }

  const Json& case_;
  const Clock& clock_;
  SigningKey key_;
  SigningKey other_;
  std::mutex mutex_;
  std::map<std::string, std::string> query_;
  FakeServer server_;  // Last: it answers with all of the above.
};

/// A browser, its cookies, and the service that it looks at.
class Browser {
 public:
  explicit Browser(World& world) : world_(world) {}

  ServerResponse Get(const std::string& target) { return Ask("GET", target); }
  ServerResponse Ask(const std::string& method, const std::string& target) {
    ServerRequest request{method, target, {{"Host", "weir.example"}}, "", "here", false};
    std::string cookies;
    for (const auto& [name, value] : cookies_) {
      cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    }
    request.headers.push_back({"Cookie", cookies});
    if (method != "GET") request.headers.push_back({"X-Weir-Screen", "1"});
    ServerResponse response = world_.service().Handle(request);
    for (const http::Header& header : response.headers) {
      if (header.name == "Set-Cookie") Take(header.value);
    }
    return response;
  }
  Json LookAt(const std::string& target) {
    const ServerResponse response = Get(target);
    const Result<Json> body = ParseJson(response.body);
    return body ? *body : Json();
  }
  std::map<std::string, std::string>& cookies() { return cookies_; }
  const std::vector<std::string>& taken() const { return taken_; }

 private:
  void Take(const std::string& header) {
    taken_.push_back(header);
    const size_t equals = header.find('=');
    const std::string name = header.substr(0, equals);
    const std::string value = header.substr(equals + 1, header.find(';') - equals - 1);
    if (value.empty()) {
      cookies_.erase(name);
    } else {
      cookies_[name] = value;
    }
  }

  World& world_;
  std::map<std::string, std::string> cookies_;
  std::vector<std::string> taken_;
};

std::string TargetOf(const std::map<std::string, std::string>& query) {
  std::string target = "/weir/sign-in/callback";
  char mark = '?';
  for (const auto& [name, value] : query) {
    target += std::exchange(mark, '&') + name + "=" + http::PercentEncode(value);
  }
  return target;
}

void GiveRoles(const Json& roles, const std::string& issuer, World& world) {
  for (const Json& one : roles.items()) {
    NewPrincipal wanted;
    wanted.name = one["name"].as_string();
    wanted.kind = one["kind"].as_string();
    wanted.issuer = issuer;
    wanted.subject = one["subject"].as_string();
    wanted.roles = ReadAssignments(Json::Array({one}));
    if (one["expired"].as_bool()) {
      wanted.expires = world.clock().Now() - std::chrono::seconds(1);
    }
    const auto made = AddPrincipal(world.access(), wanted, world.clock().Now());
    ASSERT_TRUE(made.ok()) << made.error().ToString();
  }
}

/// What the cookies say of themselves: whatever happens, no script, no other site has them.
void CheckCookies(const std::vector<std::string>& taken) {
  for (const std::string& cookie : taken) {
    EXPECT_TRUE(cookie.starts_with("__Host-weir-")) << cookie;
    for (const char* part : {"; Path=/;", "; HttpOnly", "; Secure"}) {
      EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
    }
    const bool attempt = cookie.find("-sign-in=") != std::string::npos;
    EXPECT_NE(cookie.find(attempt ? "SameSite=Lax" : "SameSite=Strict"), std::string::npos);
    EXPECT_EQ(cookie.find("jo-1"), std::string::npos) << "it is not sealed";
  }
}

void CheckEnd(const Json& want, Browser& browser, World& world, const ServerResponse& came) {
  EXPECT_EQ(came.status, 303);
  EXPECT_EQ(HeaderOf(came, "Location"), want["to"].is_string() ? want["to"].as_string() : "/ui/");
  const Json ways = browser.LookAt("/weir/sign-in");
  const Json& refused = ways["refused"];
  EXPECT_EQ(refused["code"].as_string(), want["code"].as_string()) << DumpJson(refused);
  EXPECT_NE(refused["message"].as_string().find(want["says"].as_string()), std::string::npos)
      << DumpJson(refused);
  if (want["command"].is_string()) {
    EXPECT_NE(refused["command"].as_string().find(want["command"].as_string()), std::string::npos)
        << DumpJson(refused);
  }
  const Json session = browser.LookAt("/weir/session");
  EXPECT_EQ(session["roles"].is_array(), want["code"].is_null()) << DumpJson(session);
  for (const Json::Member& member : want["session"].members()) {
    EXPECT_EQ(session[member.name], member.value) << DumpJson(session);
  }
  const auto log = world.access().Audit(1);
  ASSERT_TRUE(log.ok() && log->size() == 1);
  const store::AuditRecord& record = log->front();
  EXPECT_EQ(record.operation, "sign in");
  EXPECT_EQ(record.action, want["code"].as_string());
  EXPECT_EQ(record.status, want["status"].is_null() ? 200 : want["status"].as_int());
  if (want["who"].is_string()) {
    EXPECT_EQ(record.principal, want["who"].as_string());
  }
}

/// {to, roles, token, discovery, tokenAnswer, callback: {name: value or null}, cookie: "none" or
/// "damaged", later: seconds before the browser comes back, twice: true, want: {code, says, status,
/// command, to, session, who}}
void CheckSignIn(const Json& one) {
  SystemClock clock;
  FakeIssuer issuer(one, clock);
  World world([&](ServiceOptions& options) {
    options.sign_in = SignInOptions{{issuer.url(), kClient, kSecret}, "Example"};
    options.public_url = kHere;
    options.address = [] { return Result<std::string>(kHere); };
  });
  GiveRoles(one["roles"], issuer.url(), world);
  Browser browser(world);
  const Json ways = browser.LookAt("/weir/sign-in");
  EXPECT_EQ(ways["ways"][size_t{0}]["name"].as_string(), "Example");
  const ServerResponse left =
      browser.Get("/weir/sign-in/begin?to=" + http::PercentEncode(one["to"].as_string()));
  EXPECT_EQ(left.status, 303);
  const std::string away = HeaderOf(left, "Location");
  if (!away.starts_with(issuer.url() + "/auth?")) {
    const Json refused = browser.LookAt("/weir/sign-in")["refused"];
    EXPECT_EQ(away, "/ui/");
    EXPECT_EQ(refused["code"].as_string(), one["want"]["code"].as_string());
    EXPECT_FALSE(one["want"]["code"].is_null()) << DumpJson(refused);
    return;
  }
  auto query = ReadForm(away.substr(away.find('?') + 1));
  EXPECT_EQ(query["code_challenge_method"], "S256");
  EXPECT_EQ(query["redirect_uri"], std::string(kHere) + "/weir/sign-in/callback");
  issuer.Met(query);
  std::map<std::string, std::string> back = {
      {"code", "the-code"}, {"state", query["state"]}, {"iss", issuer.url()}};
  for (const Json::Member& member : one["callback"].members()) {
    if (member.value.is_null()) back.erase(member.name);
    if (member.value.is_string()) back[member.name] = member.value.as_string();
  }
  for (auto& [name, value] : browser.cookies()) {
    if (one["cookie"].as_string() == "damaged") value[value.size() / 2] ^= 1;
  }
  if (one["cookie"].as_string() == "none") browser.cookies().clear();
  world.clock().Set(std::chrono::seconds(one["later"].as_int()));
  const auto kept = browser.cookies();
  ServerResponse came = browser.Get(TargetOf(back));
  world.clock().Set(std::chrono::seconds(0));
  if (one["twice"].as_bool()) {
    EXPECT_EQ(browser.LookAt("/weir/sign-in")["refused"], Json());
    browser.cookies() = kept;  // As somebody who copied them.
    came = browser.Get(TargetOf(back));
  }
  CheckEnd(one["want"], browser, world, came);
  CheckCookies(browser.taken());
}

const bool kCases = testing::RegisterCases("SignIn", "src/api/cases/sign_in.json", CheckSignIn);

/// Signed in at a service that has given a role to "jo-1".
class SignedIn {
 public:
  SignedIn()
      : issuer_(case_, clock_),
        world_([this](ServiceOptions& options) {
          options.sign_in = SignInOptions{{issuer_.url(), kClient, kSecret}};
          options.public_url = kHere;
          options.address = [] { return Result<std::string>(kHere); };
        }),
        browser_(world_) {
    GiveRoles(*ParseJson(R"([{"name": "jo", "kind": "subject", "subject": "jo-1",
                             "role": "Reader", "scope": "/"}])"),
              issuer_.url(), world_);
    const std::string away = HeaderOf(browser_.Get("/weir/sign-in/begin?to=/ui/"), "Location");
    auto query = ReadForm(away.substr(away.find('?') + 1));
    issuer_.Met(query);
    browser_.Get(
        TargetOf({{"code", "the-code"}, {"state", query["state"]}, {"iss", issuer_.url()}}));
  }
  FakeIssuer& issuer() { return issuer_; }
  World& world() { return world_; }
  Browser& browser() { return browser_; }

 private:
  Json case_ = Json::Object();
  SystemClock clock_;
  FakeIssuer issuer_;
  World world_;
  Browser browser_;
};

TEST(SignIn, EndsByLeavingAndNoCopyOfTheCookieIsWorthAnything) {
  SignedIn signed_in;
  Browser& browser = signed_in.browser();
  ASSERT_EQ(browser.Get("/weir/session").status, 200);
  const auto copied = browser.cookies();
  EXPECT_EQ(browser.Ask("DELETE", "/weir/session").status, 204);
  const auto log = signed_in.world().access().Audit(1);
  EXPECT_EQ(log->front().operation, "sign out");
  EXPECT_EQ(log->front().principal, "jo");
  EXPECT_EQ(browser.Get("/weir/session").status, 401);
  browser.cookies() = copied;
  EXPECT_EQ(browser.Get("/weir/session").status, 401);
}

TEST(SignIn, EndsAfterAWorkingDayAndWithTheLastRole) {
  SignedIn signed_in;
  Browser& browser = signed_in.browser();
  signed_in.world().clock().Set(std::chrono::hours(11));
  EXPECT_EQ(browser.Get("/weir/session").status, 200);
  signed_in.world().clock().Set(std::chrono::hours(13));
  EXPECT_EQ(browser.Get("/weir/session").status, 401);
  signed_in.world().clock().Set(std::chrono::hours(1));
  EXPECT_EQ(browser.Get("/weir/session").status, 200);
  signed_in.world().Start();
  EXPECT_EQ(browser.Get("/weir/session").status, 200);
  ASSERT_TRUE(*signed_in.world().access().RemovePrincipal("jo"));
  signed_in.world().clock().Set(std::chrono::hours(2));
  const ServerResponse refused = browser.Get("/weir/session");
  EXPECT_EQ(refused.status, 401);
  EXPECT_NE(refused.body.find("no role any more"), std::string::npos) << refused.body;
}

TEST(SignIn, ShowsItsSecretToTheTokenEndpointOnly) {
  SignedIn signed_in;
  int seen = 0;
  for (const FakeRequest& request : signed_in.issuer().requests()) {
    const std::string* header = request.Find("Authorization");
    seen += header != nullptr ? 1 : 0;
    EXPECT_EQ(header != nullptr, request.target == "/token");
    EXPECT_EQ(request.body.find("secret"), std::string::npos);
  }
  EXPECT_EQ(seen, 1);
  for (const std::string& cookie : signed_in.browser().taken()) {
    EXPECT_EQ(cookie.find("unused"), std::string::npos);
  }
}

TEST(SignIn, IsNotThereUnlessSomebodyWantsIt) {
  World world;
  Browser browser(world);
  EXPECT_EQ(browser.LookAt("/weir/sign-in")["ways"].size(), 0U);
  EXPECT_EQ(browser.Get("/weir/sign-in/begin").status, 404);
  EXPECT_EQ(browser.Get("/weir/sign-in/callback?code=1&state=2").status, 404);
  EXPECT_EQ(browser.Ask("POST", "/weir/sign-in").status, 405);
}

TEST(EndedSessions, LiveOverARestartAndAreForgottenInTime) {
  const std::string file = ::testing::TempDir() + "weir-ended-sessions.json";
  std::remove(file.c_str());
  SetClock clock;
  const UtcTime until = clock.Now() + std::chrono::hours(1);
  {
    EndedSessions ended(file, clock);
    EXPECT_FALSE(ended.Has("a"));
    EXPECT_TRUE(ended.Add("a", until).ok());
  }
  EXPECT_TRUE(EndedSessions(file, clock).Has("a"));
  clock.Set(std::chrono::hours(2));
  EXPECT_FALSE(EndedSessions(file, clock).Has("a"));
  EXPECT_FALSE(EndedSessions("/nowhere/at/all", clock).Add("b", until).ok());
}

}  // namespace
}  // namespace weir::api
