#include "connectors/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/auth/key_vault.h"
#include "connectors/auth/token_cache.h"
#include "http/testing/fake_server.h"

namespace weir::connectors::auth {
namespace {

using http::testing::FakeReply;
using http::testing::FakeRequest;
using http::testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Not;

struct Tools {
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(UtcTime{});
  TokenTools tools() const { return {std::make_shared<http::Client>(), clock}; }
};

TEST(Token, AServicePrincipalSignsInOnceAnHour) {
  int given = 0;
  FakeServer server([&](const FakeRequest&) {
    return FakeReply{.body = R"({"token_type":"Bearer","expires_in":3600,"access_token":"token-)" +
                             std::to_string(++given) + "\"}"};
  });
  const Tools with;
  const auto source = MakeTokenSource(
      ServicePrincipal{server.Url(), "tenant", "app", "se&cret", "https://x/.default"},
      with.tools());
  EXPECT_EQ(*source->Token(), "token-1");
  with.clock->Advance(std::chrono::minutes(50));
  EXPECT_EQ(*source->Token(), "token-1");
  with.clock->Advance(std::chrono::minutes(6));
  EXPECT_EQ(*source->Token(), "token-2") << "renewed before it expires";
  const FakeRequest asked = server.requests()[0];
  EXPECT_EQ(asked.method, "POST");
  EXPECT_EQ(asked.target, "/tenant/oauth2/v2.0/token");
  EXPECT_EQ(asked.body,
            "grant_type=client_credentials&client_id=app&client_secret=se%26cret&"
            "scope=https%3A%2F%2Fx%2F.default");
}

TEST(Token, ARefusalSaysWhyAndHidesTheSecret) {
  FakeServer server([](const FakeRequest&) {
    return FakeReply{
        .status = 401,
        .body = R"({"error":"invalid_client","error_description":"AADSTS7000215: bad\r\nTrace"})"};
  });
  const auto token =
      MakeTokenSource(ServicePrincipal{server.Url(), "t", "app", "secret", "s"}, Tools().tools())
          ->Token();
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().kind(), ErrorKind::kDenied);
  EXPECT_EQ(token.error().code(), "AccessTokenRefused");
  EXPECT_THAT(token.error().ToString(), HasSubstr("service principal 'app'"));
  EXPECT_THAT(token.error().ToString(), HasSubstr("401, invalid_client: AADSTS7000215: bad"));
  EXPECT_THAT(token.error().ToString(), Not(HasSubstr("secret")));
}

TEST(Token, AnAuthorityInTroubleIsUnavailable) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.status = 503, .body = "<html>"}; });
  const auto token =
      MakeTokenSource(ServicePrincipal{server.Url(), "t", "a", "s", "s"}, Tools().tools())->Token();
  ASSERT_FALSE(token.ok());
  EXPECT_EQ(token.error().kind(), ErrorKind::kUnavailable);
}

TEST(Token, AMachineAsksItsMetadataService) {
  FakeServer server([](const FakeRequest&) {
    return FakeReply{.body = R"({"access_token":"machine","expires_in":"86399"})"};
  });
  ManagedIdentity who;
  who.endpoint = server.Url("/metadata");
  who.client_id = "me";
  who.resource = "https://storage.azure.com/";
  const Tools with;
  const auto source = MakeTokenSource(who, with.tools());
  EXPECT_EQ(*source->Token(), "machine");
  with.clock->Advance(std::chrono::hours(20));
  EXPECT_EQ(*source->Token(), "machine");
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests()[0].target,
            "/metadata?api-version=2018-02-01&resource=https%3A%2F%2Fstorage.azure.com%2F&"
            "client_id=me");
  EXPECT_EQ(*server.requests()[0].Find("Metadata"), "true");
}

TEST(Token, AnAppServiceHasItsOwnEndpoint) {
  FakeServer server([](const FakeRequest&) {
    return FakeReply{.body = R"({"access_token":"app","expires_in":100})"};
  });
  ManagedIdentity who;
  who.endpoint = server.Url("/msi");
  who.secret = "header";
  const auto source = MakeTokenSource(who, Tools().tools());
  EXPECT_EQ(*source->Token(), "app");
  EXPECT_EQ(*server.requests()[0].Find("X-IDENTITY-HEADER"), "header");
  EXPECT_THAT(server.requests()[0].target, HasSubstr("api-version=2019-08-01"));
}

TEST(Token, WhoSignsInAlikeSharesAToken) {
  int given = 0;
  FakeServer server([&](const FakeRequest&) {
    return FakeReply{.body = R"({"expires_in":3600,"access_token":"t)" + std::to_string(++given) +
                             "\"}"};
  });
  TokenCache cache(Tools().tools());
  const ServicePrincipal one{server.Url(), "tenant", "app", "key", "https://x/.default"};
  ServicePrincipal other = one;
  other.client_secret = "another";
  EXPECT_EQ(*cache.Token(one, nullptr), "t1");
  EXPECT_EQ(*cache.Token(one, nullptr), "t1");
  EXPECT_EQ(*cache.Token(other, nullptr), "t2");
}

/// What a vault answers is replayed from the contract of its REST API.
TEST(Vault, GivesTheNewestOrAVersion) {
  FakeServer server([](const FakeRequest& request) {
    const bool old = request.target.find("/v1?") != std::string::npos;
    return FakeReply{
        .body =
            std::string(R"({"value":")") + (old ? "old" : "new") +
            R"(","id":"https://v.vault.azure.net/secrets/db/v","attributes":{"enabled":true}})"};
  });
  http::Client client;
  EXPECT_EQ(*ReadVaultSecret(client, {server.Url("/"), "db", ""}, "token", nullptr), "new");
  EXPECT_EQ(*ReadVaultSecret(client, {server.Url(), "db", "v1"}, "token", nullptr), "old");
  EXPECT_EQ(server.requests()[0].target, "/secrets/db?api-version=7.4");
  EXPECT_EQ(server.requests()[1].target, "/secrets/db/v1?api-version=7.4");
  EXPECT_EQ(*server.requests()[0].Find("Authorization"), "Bearer token");
}

TEST(Vault, SaysWhatItWillNotGive) {
  struct Case {
    int status;
    const char* body;
    const char* code;
    const char* says;
  };
  const Case cases[] = {
      {404, R"({"error":{"code":"SecretNotFound","message":"A secret with (name/id) db was not"}})",
       "KeyVaultSecretNotFound", "SecretNotFound: A secret"},
      {403, R"({"error":{"code":"Forbidden","message":"no","innererror":{"code":"AccessDenied"}}})",
       "KeyVaultDenied", "AccessDenied: no"},
      {401, "", "KeyVaultDenied", "status 401"},
      {302, "", "KeyVaultDenied", "status 302"},
      {429, "", "KeyVaultUnavailable", "status 429"},
      {500, "<html>", "KeyVaultUnavailable", "status 500"},
      {200, "{}", "KeyVaultUnavailable", "without a value"},
  };
  for (const Case& one : cases) {
    FakeServer server([&](const FakeRequest&) {
      return FakeReply{.status = one.status, .headers = {{"Location", "/x"}}, .body = one.body};
    });
    http::Client client;
    const auto secret = ReadVaultSecret(client, {server.Url(), "db", ""}, "token", nullptr);
    ASSERT_FALSE(secret.ok()) << one.status;
    EXPECT_EQ(secret.error().code(), one.code) << one.status;
    EXPECT_THAT(secret.error().message(), HasSubstr(one.says));
    EXPECT_THAT(secret.error().message(), HasSubstr("secret 'db'"));
  }
}

TEST(Vault, ATokenGoesToNoOtherPlace) {
  http::Client client;
  for (const char* url : {"http://v.vault.azure.net", "ftp://v", "v.vault.azure.net", "",
                          "http://127.0.0.1.example.com@evil.example"}) {
    const auto secret = ReadVaultSecret(client, {url, "db", ""}, "token", nullptr);
    ASSERT_FALSE(secret.ok());
    EXPECT_EQ(secret.error().code(), "InvalidKeyVaultUrl") << url;
  }
  for (const char* name : {"", "a/../b", "a?x=1", "a b"}) {
    const auto secret =
        ReadVaultSecret(client, {"https://v.vault.azure.net", name, ""}, "token", nullptr);
    ASSERT_FALSE(secret.ok());
    EXPECT_EQ(secret.error().code(), "InvalidKeyVaultSecretName") << name;
  }
}

TEST(Vault, TokensAreForItsCloud) {
  EXPECT_EQ(VaultResource("https://a.vault.azure.net/"), "https://vault.azure.net");
  EXPECT_EQ(VaultResource("https://a.vault.azure.cn"), "https://vault.azure.cn");
  EXPECT_EQ(VaultResource("https://a.vault.usgovcloudapi.net:443"),
            "https://vault.usgovcloudapi.net");
}

TEST(Token, CloudsHaveTheirAuthorities) {
  EXPECT_EQ(*AuthorityOf(""), "https://login.microsoftonline.com");
  EXPECT_EQ(*AuthorityOf("azureChina"), "https://login.chinacloudapi.cn");
  const auto unknown = AuthorityOf("AzurePublik");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code(), "InvalidAzureCloudType");
  EXPECT_THAT(unknown.error().ToString(), HasSubstr("did you mean 'AzurePublic'"));
}

}  // namespace
}  // namespace weir::connectors::auth
