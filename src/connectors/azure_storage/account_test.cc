#include "connectors/azure_storage/account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/azure_storage/blob_client.h"
#include "connectors/azure_storage/blob_xml.h"
#include "connectors/azure_storage/shared_key.h"
#include "testing/json_cases.h"

namespace weir::connectors::azure_storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string NameOfCredential(const Credential& credential) {
  static const char* const kNames[] = {"Anonymous", "SharedKey", "Sas", "ServicePrincipal",
                                       "ManagedIdentity"};
  return kNames[credential.index()];
}

const bool accounts = weir::testing::RegisterCases(
    "accounts", "src/connectors/azure_storage/cases/accounts.json", [](const Json& one) {
      const model::LinkedServiceInstance service = {
          "Store", one["type"].as_string(),
          Json::Object({{"typeProperties", one["typeProperties"]}})};
      const Result<Account> account = AccountOf(service);
      if (one["error"].is_object()) {
        ASSERT_FALSE(account.ok());
        EXPECT_EQ(account.error().code(), one["error"]["code"].as_string());
        EXPECT_THAT(account.error().ToString(), HasSubstr(one["error"]["says"].as_string()));
        EXPECT_THAT(account.error().ToString(), Not(HasSubstr("c2VjcmV0")));
        return;
      }
      ASSERT_TRUE(account.ok()) << account.error().ToString();
      const Json& want = one["want"];
      EXPECT_EQ(account->name, want["name"].as_string());
      EXPECT_EQ(account->endpoint, want["endpoint"].as_string());
      EXPECT_EQ(account->container, want["container"].as_string());
      EXPECT_EQ(NameOfCredential(account->credential), want["credential"].as_string());
      if (const auto* key = std::get_if<SharedKey>(&account->credential)) {
        if (want["key"].is_string()) {
          EXPECT_EQ(key->key, want["key"].as_string());
        }
      }
      if (const auto* sas = std::get_if<SharedAccessSignature>(&account->credential)) {
        EXPECT_EQ(sas->query, want["query"].as_string());
      }
      if (const auto* who = std::get_if<auth::ServicePrincipal>(&account->credential)) {
        EXPECT_EQ(who->authority + "/" + who->tenant + "/" + who->client_id + "/" +
                      who->client_secret + " " + who->scope,
                  want["principal"].as_string());
      }
    });

TEST(ShareFile, NeedsTheAccountsKey) {
  const model::LinkedServiceInstance service = {
      "Store", "AzureBlobStorage",
      Json::Object({{"typeProperties",
                     Json::Object({{"sasUri", "https://a.blob.core.windows.net/c?sig=x"}})}})};
  const BlobClient client(*AccountOf(service), nullptr, nullptr);
  const Result<std::string> url = client.Share("c/a", UtcTime());
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().code(), "2505");
}

TEST(ShareFile, SignsTheUnencodedPath) {
  const std::string query =
      ReadSignature("acct", "secret", "c/a b.txt", FromMicros(1'704'067'200'500'000));
  // HMAC-SHA256 of "r\n\n2024-01-01T00:00:00Z\n/blob/acct/c/a
  // b.txt\n\n\n\n2021-12-02\nb\n\n\n\n\n\n\n".
  EXPECT_EQ(query,
            "sv=2021-12-02&sr=b&sp=r&se=2024-01-01T00%3A00%3A00Z&sig="
            "78jvhNcH60eryZ70xQpecKVnvCfyq0YV9SjOIAeFPww%3D");
}

const bool signatures = weir::testing::RegisterCases(
    "signatures", "src/connectors/azure_storage/cases/signatures.json", [](const Json& one) {
      http::Request request;
      request.method = one["method"].as_string();
      request.body = one["body"].as_string();
      for (const Json::Member& header : one["headers"].members()) {
        request.headers.push_back({header.name, header.value.as_string()});
      }
      Query query;
      for (const Json::Member& part : one["query"].members()) {
        query.push_back({part.name, part.value.as_string()});
      }
      EXPECT_EQ(StringToSign(request, one["account"].as_string(), one["path"].as_string(), query),
                one["want"].as_string());
    });

const bool listings = weir::testing::RegisterCases(
    "listings", "src/connectors/azure_storage/cases/listings.json", [](const Json& one) {
      const auto page = ParseListing(one["xml"].as_string());
      if (one["error"].is_object()) {
        ASSERT_FALSE(page.ok());
        EXPECT_EQ(page.error().code(), one["error"]["code"].as_string());
        EXPECT_THAT(page.error().message(), HasSubstr(one["error"]["says"].as_string()));
        return;
      }
      ASSERT_TRUE(page.ok()) << page.error().ToString();
      Json items = Json::Array();
      for (const BlobItem& item : page->items) {
        items.Append(Json::Object({{"name", item.name},
                                   {"isFolder", item.is_folder},
                                   {"isBlob", item.is_blob},
                                   {"size", item.size_bytes},
                                   {"modified", item.modified ? FormatUtc(*item.modified) : ""},
                                   {"md5", item.content_md5}}));
      }
      EXPECT_EQ(DumpJson(items), DumpJson(one["want"]));
      EXPECT_EQ(page->next, one["next"].as_string());
    });

TEST(SharedKeySignature, IsAnHmacOfTheText) {
  // RFC 4231, test case 2, in base64.
  EXPECT_EQ(Sign("account", "Jefe", "what do ya want for nothing?"),
            "SharedKey account:W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
}

TEST(BlobXml, WritesBlockListsAndReadsErrors) {
  EXPECT_EQ(BlockListXml({"YQ==", "Yg=="}),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><Latest>YQ==</Latest>"
            "<Latest>Yg==</Latest></BlockList>");
  EXPECT_EQ(ParseErrorMessage("<?xml version=\"1.0\"?><Error><Code>C</Code><Message>It failed.\n"
                              "RequestId:1</Message></Error>"),
            "It failed.");
  EXPECT_EQ(ParseErrorMessage("<html>oops"), "");
  EXPECT_EQ(ParseErrorMessage(""), "");
}

}  // namespace
}  // namespace weir::connectors::azure_storage
