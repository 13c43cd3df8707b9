#include <gtest/gtest.h>

#include "api/screen/assets.h"
#include "api/screen/session.h"
#include "api/testing/world.h"
#include "base/names.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr std::string_view kPack =
    R"({"files": [{"path": "index.html", "type": "text/html", "etag": "\"p\"", "immutable": false,)"
    R"( "bodies": {"identity": [0, 20]}}, {"path": "assets/a.js", "type": "text/javascript",)"
    R"( "etag": "\"a\"", "immutable": true, "bodies": {"identity": [20, 4], "gzip": [24, 2],)"
    R"( "br": [26, 1]}}]})"
    "\n<a nonce={{nonce}}/>codegzb";

std::string HeaderOf(const ServerResponse& response, std::string_view name) {
  const std::string* value = http::FindHeader(response.headers, name);
  return value == nullptr ? "" : *value;
}

ServerRequest Get(std::string target, std::vector<http::Header> headers = {}) {
  return {"GET", std::move(target), std::move(headers), "", "127.0.0.1", false};
}

TEST(ScreenAssets, GivesThePageWithANonceOfItsOwn) {
  const auto assets = ScreenAssets::Read(kPack);
  ASSERT_TRUE(assets) << assets.error().ToString();
  const auto first = assets->Answer(Get("/ui/"));
  const auto deep = assets->Answer(Get("/ui/f/fac/runs?status=Failed"));
  ASSERT_TRUE(first && deep);
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(HeaderOf(*first, "Cache-Control"), "no-store");
  EXPECT_NE(first->body, deep->body);
  const std::string nonce = first->body.substr(9, 32);
  const std::string policy = HeaderOf(*first, "Content-Security-Policy");
  EXPECT_NE(policy.find("'nonce-" + nonce + "'"), std::string::npos) << policy;
  EXPECT_NE(policy.find("script-src 'self';"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
}

TEST(ScreenAssets, GivesTheBestEncodingThatIsAccepted) {
  const auto assets = ScreenAssets::Read(kPack);
  ASSERT_TRUE(assets);
  const auto body = [&](const char* accepted) {
    return assets->Answer(Get("/ui/assets/a.js", {{"Accept-Encoding", accepted}}))->body;
  };
  EXPECT_EQ(body("gzip, deflate, br"), "b");
  EXPECT_EQ(body("br;q=0, gzip"), "gz");
  EXPECT_EQ(body("br;q=0.5"), "b");
  EXPECT_EQ(body("brotli"), "code");
  EXPECT_EQ(body(""), "code");
  const auto file = assets->Answer(Get("/ui/assets/a.js"));
  EXPECT_EQ(HeaderOf(*file, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(HeaderOf(*file, "Vary"), "Accept-Encoding");
  EXPECT_EQ(assets->Answer(Get("/ui/assets/a.js", {{"If-None-Match", "\"a\""}}))->status, 304);
}

TEST(ScreenAssets, LeavesTheRestAlone) {
  const auto assets = ScreenAssets::Read(kPack);
  ASSERT_TRUE(assets);
  EXPECT_EQ(assets->Answer(Get("/", {{"Accept", "text/html,*/*"}}))->status, 307);
  EXPECT_FALSE(assets->Answer(Get("/")));
  EXPECT_EQ(assets->Answer(Get("/ui/assets/gone.js"))->status, 404);
  EXPECT_FALSE(assets->Answer(Get("/subscriptions")));
  EXPECT_FALSE(assets->Answer(Get("/uid")));
  ServerRequest post = Get("/ui/");
  post.method = "POST";
  EXPECT_FALSE(assets->Answer(post));
}

TEST(ScreenAssets, SaysThatItWasBuiltWithoutOne) {
  const auto assets = ScreenAssets::Read("");
  ASSERT_TRUE(assets);
  const auto answer = assets->Answer(Get("/ui/"));
  EXPECT_EQ(answer->status, 404);
  EXPECT_NE(answer->body.find("WEIR_UI=OFF"), std::string::npos);
}

TEST(ScreenAssets, RefusesDamagedPacks) {
  for (const char* pack : {"{}", "{}\n", "no list\n",
                           R"({"files": [{"path": "index.html"}]})"
                           "\n",
                           R"({"files": [{"path": "index.html", "bodies": {"identity": [0, 9]}}]})"
                           "\nshort",
                           R"({"files": [{"path": "index.html", "bodies": {"identity": [-1, 1]}}]})"
                           "\nshort"}) {
    EXPECT_FALSE(ScreenAssets::Read(pack)) << pack;
  }
}

/// A browser at a service.
class Browser {
 public:
  explicit Browser(World& world) : world_(world) {}

  ServerResponse Ask(std::string method, std::string target, std::string body = "",
                     std::vector<http::Header> headers = {{"X-Weir-Screen", "1"},
                                                          {"Sec-Fetch-Site", "same-origin"}}) {
    if (!cookie_.empty()) headers.push_back({"Cookie", "other=1; " + cookie_});
    const ServerResponse response = world_.service().Handle(
        {std::move(method), std::move(target), std::move(headers), std::move(body), "here", true});
    const std::string set = HeaderOf(response, "Set-Cookie");
    if (!set.empty()) {
      attributes_ = set;
      cookie_ = set.substr(0, set.find(';'));
    }
    return response;
  }
  ServerResponse SignIn() {
    return Ask("POST", "/weir/session", std::string(R"({"token": ")") + kToken + "\"}");
  }
  const std::string& attributes() const { return attributes_; }

 private:
  World& world_;
  std::string cookie_;
  std::string attributes_;
};

constexpr const char* kList = "/subscriptions?api-version=2022-12-01";

TEST(BrowserSessions, LiveOverARestartAndEnd) {
  World world;
  Browser browser(world);
  EXPECT_EQ(browser.Ask("GET", "/weir/session").status, 401);
  EXPECT_EQ(browser.Ask("GET", kList).status, 401);
  ASSERT_EQ(browser.SignIn().status, 200);
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Secure", "Path=/"}) {
    EXPECT_NE(browser.attributes().find(part), std::string::npos) << part;
  }
  EXPECT_EQ(browser.attributes().find(kToken), std::string::npos);
  EXPECT_EQ(browser.Ask("GET", kList).status, 200);
  world.Start();
  const ServerResponse shown = browser.Ask("GET", "/weir/session");
  EXPECT_EQ(shown.status, 200);
  EXPECT_NE(shown.body.find("owner"), std::string::npos);
  EXPECT_EQ(browser.Ask("DELETE", "/weir/session").status, 204);
  EXPECT_EQ(browser.Ask("GET", kList).status, 401);
}

TEST(BrowserSessions, EndAfterAWeek) {
  World world;
  Browser browser(world);
  ASSERT_EQ(browser.SignIn().status, 200);
  world.clock().Set(std::chrono::hours(24 * 6));
  EXPECT_EQ(browser.Ask("GET", kList).status, 200);
  world.clock().Set(std::chrono::hours(24 * 8));
  EXPECT_EQ(browser.Ask("GET", kList).status, 401);
}

TEST(BrowserSessions, RefuseOtherSites) {
  World world;
  Browser browser(world);
  ASSERT_EQ(browser.SignIn().status, 200);
  const std::string factory = std::string(kFactory) + "?api-version=2018-06-01";
  EXPECT_EQ(browser.Ask("PUT", factory, "{}").status, 200);
  EXPECT_EQ(browser.Ask("PUT", factory, "{}", {}).status, 403);
  EXPECT_EQ(
      browser.Ask("PUT", factory, "{}", {{"X-Weir-Screen", "1"}, {"Sec-Fetch-Site", "same-site"}})
          .status,
      403);
  EXPECT_EQ(browser.Ask("GET", factory, "", {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(browser.Ask("DELETE", "/weir/session", "", {}).status, 403);
}

TEST(BrowserSessions, AreNotBegunByWhatIsNoToken) {
  World world;
  Browser browser(world);
  EXPECT_EQ(browser.Ask("POST", "/weir/session", R"({"token": "guess"})").status, 401);
  EXPECT_EQ(browser.Ask("POST", "/weir/session", "token").status, 400);
  EXPECT_EQ(browser.Ask("POST", "/weir/session", "{}").status, 400);
  EXPECT_EQ(browser.Ask("PUT", "/weir/session", "{}").status, 405);
  EXPECT_EQ(browser.Ask("POST", "/weir/session", R"({"token": "x"})", {}).status, 403);
}

}  // namespace
}  // namespace weir::api
