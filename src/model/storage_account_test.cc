#include "model/storage_account.h"

#include <gtest/gtest.h>

namespace weir::model {
namespace {

std::string AccountOf(const char* type, const std::string& settings) {
  const Result<Json> read = ParseJson(settings);
  EXPECT_TRUE(read.ok());
  return StorageAccountOf(Json::Object({{"type", type}, {"typeProperties", *read}}));
}

TEST(StorageAccount, OfConnectionStrings) {
  EXPECT_EQ(
      AccountOf("AzureBlobStorage", R"({"connectionString": "AccountKey=a==;AccountName=mine"})"),
      "mine");
  EXPECT_EQ(AccountOf("AzureStorage", R"({"connectionString":
      {"type": "SecureString", "value": "BlobEndpoint=https://b.blob.core.windows.net/;X"}})"),
            "b");
  EXPECT_EQ(AccountOf("azureblobstorage", R"({"connectionString": "UseDevelopmentStorage=true"})"),
            "devstoreaccount1");
}

TEST(StorageAccount, OfUrls) {
  EXPECT_EQ(AccountOf("AzureBlobFS", R"({"url": "https://lake.dfs.core.windows.net"})"), "lake");
  EXPECT_EQ(AccountOf("AzureBlobStorage",
                      R"({"sasUri": {"type": "SecureString",
                          "value": "https://s.blob.core.windows.net/c?sv=1"}})"),
            "s");
  EXPECT_EQ(AccountOf("AzureBlobStorage",
                      R"({"serviceEndpoint": "http://127.0.0.1:10000/devstoreaccount1"})"),
            "devstoreaccount1");
}

TEST(StorageAccount, OfWhatDoesNotTell) {
  EXPECT_EQ(AccountOf("FileServer", R"({"url": "https://lake.dfs.core.windows.net"})"), "");
  EXPECT_EQ(AccountOf("AzureBlobFS", R"({"url": "https://@{linkedService().a}.dfs.core.net"})"),
            "");
  EXPECT_EQ(AccountOf("AzureBlobStorage", R"({"connectionString":
      {"type": "AzureKeyVaultSecret", "secretName": "s"}})"),
            "");
  EXPECT_EQ(AccountOf("AzureBlobStorage", R"({"serviceEndpoint": "nonsense"})"), "");
}

}  // namespace
}  // namespace weir::model
