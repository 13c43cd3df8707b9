#include "connectors/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
