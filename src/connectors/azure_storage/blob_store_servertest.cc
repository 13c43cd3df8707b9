#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/ids.h"
#include "connectors/azure_storage/blob_store.h"
#include "connectors/connector.h"
#include "connectors/testing/file_store_suite.h"

namespace weir::connectors::azure_storage {
Result<> Register(ConnectorRegistry& registry);

namespace {

using connectors::testing::CodeOf;
using connectors::testing::FileStoreSuite;
using connectors::testing::KindOf;
using connectors::testing::ReadText;
using connectors::testing::SampleBytes;
using connectors::testing::Says;
using connectors::testing::WriteText;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ConnectionString() {
  const char* text = std::getenv("WEIR_TEST_AZURITE");
  return text == nullptr ? "" : text;
}

std::string Setting(const std::string& name) {
  const auto parts = ParseConnectionString(ConnectionString());
  return parts.ok() ? parts->at(name) : "";
}

std::shared_ptr<FileStore> OpenStore(const std::string& type, Json settings) {
  ConnectorRegistry registry;
  EXPECT_EQ(Says(Register(registry)), "");
  const auto spec = registry.Find(type);
  EXPECT_EQ(Says(spec), "");
  const auto store =
      (*spec)->open_files({"Store", type, Json::Object({{"typeProperties", std::move(settings)}})});
  EXPECT_EQ(Says(store), "");
  return store.ok() ? *store : nullptr;
}

std::shared_ptr<FileStore> OpenBlob() {
  return OpenStore("AzureBlobStorage", Json::Object({{"connectionString", ConnectionString()}}));
}

std::string NewContainer() {
  return "test-" + NewGuid();
}

INSTANTIATE_TEST_SUITE_P(Blob, FileStoreSuite,
                         ::testing::Values([]() -> connectors::testing::StoreUnderTest {
                           return {OpenBlob(), NewContainer()};
                         }));

INSTANTIATE_TEST_SUITE_P(DataLake, FileStoreSuite,
                         ::testing::Values([]() -> connectors::testing::StoreUnderTest {
                           return {OpenStore("AzureBlobFS",
                                             Json::Object({{"url", Setting("blobendpoint")},
                                                           {"accountKey", Setting("accountkey")}})),
                                   NewContainer()};
                         }));

/// A container of the test, by its client, to set up what a file store cannot.
class BlobStoreTest : public ::testing::Test {
 protected:
  BlobStoreTest() {
    const model::LinkedServiceInstance service = {
        "Store", "AzureBlobStorage",
        Json::Object(
            {{"typeProperties", Json::Object({{"connectionString", ConnectionString()}})}})};
    Result<Account> account = AccountOf(service);
    EXPECT_EQ(Says(account), "");
    client_ =
        std::make_shared<const BlobClient>(*account, std::make_shared<http::Client>(), nullptr);
  }
  ~BlobStoreTest() override { static_cast<void>(store_->DeleteFolder(container_)); }

  FileStore& store() { return *store_; }
  const BlobClient& client() { return *client_; }
  std::string At(const std::string& name) const { return container_ + "/" + name; }
  const std::string& container() const { return container_; }

 private:
  std::string container_ = NewContainer();
  std::shared_ptr<FileStore> store_ = OpenBlob();
  std::shared_ptr<const BlobClient> client_;
};

TEST_F(BlobStoreTest, WritingMakesTheContainer) {
  EXPECT_EQ(KindOf(store().Stat(container())), "NotFound");
  const std::string large = SampleBytes(9 << 20);
  ASSERT_EQ(Says(WriteText(store(), At("large.bin"), large)), "") << "by blocks";
  EXPECT_TRUE(*ReadText(store(), At("large.bin")) == large);
}

TEST_F(BlobStoreTest, SharesAFileForReadingUntilThen) {
  const std::string path = At("a folder/b+c.txt");
  ASSERT_EQ(Says(WriteText(store(), path, "hello")), "");
  http::Client anybody;
  const UtcTime now = SystemClock().Now();
  const auto url = store().ShareFile(path, now + std::chrono::hours(1));
  ASSERT_EQ(Says(url), "");
  http::Request request;
  request.url = *url;
  const auto read = anybody.Send(request);
  ASSERT_EQ(Says(read), "");
  EXPECT_EQ(read->status, 200) << read->body;
  EXPECT_EQ(read->body, "hello");

  request.method = "DELETE";
  EXPECT_EQ(anybody.Send(request)->status / 100, 4) << "reading only";
  request.method = "GET";
  request.url = url->substr(0, url->find("b%2Bc")) + "other.txt" + url->substr(url->find('?'));
  EXPECT_EQ(anybody.Send(request)->status, 403) << "another file";
  request.url = *store().ShareFile(path, now - std::chrono::hours(1));
  EXPECT_EQ(anybody.Send(request)->status, 403) << "too late";
}

TEST_F(BlobStoreTest, GivesTheServicesMd5) {
  ASSERT_EQ(Says(WriteText(store(), At("a.txt"), "hello")), "");
  EXPECT_EQ(store().Stat(At("a.txt"))->content_md5, "XUFAKrxLKna5cZ2REBfFkg==");
  EXPECT_EQ((*store().List(container()))[0].content_md5, "XUFAKrxLKna5cZ2REBfFkg==");
  EXPECT_TRUE(store().Stat(At("a.txt"))->created.has_value());
}

TEST_F(BlobStoreTest, WritesBlocksOfTheSizeAskedForAndMetadata) {
  const auto other = store().WithSettings(
      *ParseJson(R"({"blockSizeInMB": 4, "metadata": [{"name": "source", "value": "orders"}]})"),
      nullptr);
  ASSERT_EQ(Says(other), "");
  const std::string bytes = SampleBytes((30 << 20) + 17);
  ASSERT_EQ(Says(WriteText(**other, At("b.bin"), bytes)), "");
  EXPECT_TRUE(*ReadText(store(), At("b.bin")) == bytes);
  const auto opened = client().Open(At("b.bin"), 0, "");
  ASSERT_EQ(Says(opened), "");
  const std::string* source = http::FindHeader((*opened)->headers(), "x-ms-meta-source");
  EXPECT_EQ(source == nullptr ? "" : *source, "orders");
}

TEST_F(BlobStoreTest, TwoWritersOfOneBlobDoNotMix) {
  ASSERT_EQ(Says(WriteText(store(), At("a.bin"), "old")), "");
  const std::string one = SampleBytes(9 << 20);
  const std::string two = SampleBytes(10 << 20);
  auto first = store().OpenOutput(At("a.bin"));
  auto second = store().OpenOutput(At("a.bin"));
  ASSERT_TRUE((*first)->stream()->Write(one.data(), 9 << 20).ok());
  ASSERT_TRUE((*second)->stream()->Write(two.data(), 10 << 20).ok());
  ASSERT_EQ(Says((*second)->Commit()), "");
  const auto late = (*first)->Commit();
  if (!late.ok()) {
    EXPECT_EQ(late.error().code(), "AzureStorageOperationFailedConcurrentWrite");
  }
  EXPECT_TRUE(*ReadText(store(), At("a.bin")) == (late.ok() ? one : two));
}

TEST_F(BlobStoreTest, ListsBeyondOnePage) {
  for (int i = 0; i < 12; ++i) {
    ASSERT_EQ(Says(WriteText(store(), At("many/" + std::to_string(100 + i)), "x")), "");
  }
  std::vector<std::string> names;
  std::string from;
  do {
    const auto page = client().List(container(), "many/", true, from, 5);
    ASSERT_EQ(Says(page), "");
    for (const BlobItem& item : page->items) names.push_back(item.name);
    from = page->next;
  } while (!from.empty());
  EXPECT_EQ(names.size(), 12U);
  ASSERT_EQ(Says(store().DeleteFolder(At("many"))), "");
  EXPECT_EQ(store().List(container())->size(), 0U);
}

TEST_F(BlobStoreTest, TakesMarkedBlobsForFolders) {
  const std::vector<http::Header> mark = {{"x-ms-meta-hdi_isfolder", "true"}};
  ASSERT_EQ(Says(client().PutBlob(At("empty"), "", mark)), "");
  ASSERT_EQ(Says(client().PutBlob(At("full"), "", mark)), "");
  ASSERT_EQ(Says(client().PutBlob(At("full/sub"), "", mark)), "");
  ASSERT_EQ(Says(WriteText(store(), At("full/sub/a.csv"), "x")), "");
  const auto entries = store().List(container());
  ASSERT_EQ(Says(entries), "");
  ASSERT_EQ(entries->size(), 2U) << "a folder shows once";
  EXPECT_TRUE((*entries)[0].is_folder && (*entries)[1].is_folder);
  EXPECT_EQ(store().List(At("empty"))->size(), 0U);
  EXPECT_TRUE(store().Stat(At("empty"))->is_folder);
  EXPECT_EQ(CodeOf(store().OpenInput(At("empty"))), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().OpenRandom(At("full"))), "PathIsFolder");
  ASSERT_EQ(Says(store().DeleteFolder(At("full"))), "");
  ASSERT_EQ(Says(store().DeleteFolder(At("empty"))), "");
  EXPECT_EQ(store().List(container())->size(), 0U);
}

TEST_F(BlobStoreTest, KeepsSlashesInNames) {
  ASSERT_EQ(Says(WriteText(store(), At("a//b.csv"), "x")), "");
  EXPECT_EQ(*ReadText(store(), At("a//b.csv")), "x");
  EXPECT_EQ(KindOf(store().Stat(At("a/b.csv"))), "NotFound");
}

TEST_F(BlobStoreTest, ABlobThatChangesIsNotReadFurther) {
  ASSERT_EQ(Says(WriteText(store(), At("a.bin"), SampleBytes(1000))), "");
  const auto file = store().OpenRandom(At("a.bin"));
  ASSERT_EQ(Says(file), "");
  ASSERT_EQ(Says(WriteText(store(), At("a.bin"), SampleBytes(1001))), "");
  EXPECT_FALSE((*file)->ReadAt(0, 10).ok());
}

TEST_F(BlobStoreTest, RefusesAWrongKeyAndHidesIt) {
  ASSERT_EQ(Says(WriteText(store(), At("a.txt"), "x")), "");
  const auto other = OpenStore("AzureBlobStorage",
                               Json::Object({{"connectionString",
                                              "AccountName=devstoreaccount1;AccountKey=c2VjcmV0;"
                                              "BlobEndpoint=" +
                                                  Setting("blobendpoint")}}));
  for (const auto& error :
       {other->Stat(At("a.txt")).error(), other->List(container()).error(),
        other->OpenInput(At("a.txt")).error(), WriteText(*other, At("b.txt"), "x").error(),
        other->DeleteFile(At("a.txt")).error(), other->DeleteFolder(container()).error()}) {
    EXPECT_EQ(error.kind(), ErrorKind::kDenied) << error.ToString();
    EXPECT_EQ(error.code(), "AzureBlobOperationFailed");
    EXPECT_THAT(error.ToString(), HasSubstr("403"));
    EXPECT_THAT(error.ToString(), Not(HasSubstr("c2VjcmV0")));
  }
  EXPECT_EQ(*ReadText(store(), At("a.txt")), "x");
}

/// A signature of the whole account, for reading and listing. Source: learn.microsoft.com/rest/api/
/// storageservices/create-account-sas (version 2019-12-12).
std::string ReadingSignature(const Account& account) {
  const std::string expiry = "2099-01-01T00:00:00Z";
  const std::string text = account.name + "\nrl\nb\nsco\n\n" + expiry + "\n\n\n2019-12-12\n";
  const std::string signed_text =
      Sign(account.name, std::get<SharedKey>(account.credential).key, text);
  return "sv=2019-12-12&ss=b&srt=sco&sp=rl&se=" + http::PercentEncode(expiry) +
         "&sig=" + http::PercentEncode(signed_text.substr(signed_text.find(':') + 1));
}

TEST_F(BlobStoreTest, ASignatureGivesItsRightsAndNoMore) {
  ASSERT_EQ(Says(WriteText(store(), At("in/a b.txt"), "x")), "");
  const std::string query = ReadingSignature(client().account());
  const std::vector<Json> ways = {
      Json::Object({{"sasUri", Setting("blobendpoint") + "/?" + query}}),
      Json::Object({{"sasUri", Setting("blobendpoint")}, {"sasToken", "?" + query}}),
      Json::Object({{"sasUri", Setting("blobendpoint") + "/" + container() + "?" + query}}),
      Json::Object({{"connectionString", "BlobEndpoint=" + Setting("blobendpoint") +
                                             ";SharedAccessSignature=" + query}})};
  for (const Json& way : ways) {
    const auto other = OpenStore("AzureBlobStorage", way);
    EXPECT_EQ(Says(ReadText(*other, At("in/a b.txt"))), "");
    EXPECT_EQ(Says(other->Stat(At("in"))), "");
    EXPECT_EQ(other->List(At("in"))->size(), 1U);
    EXPECT_EQ(Says(other->List("")), "");
    const auto written = WriteText(*other, At("b.txt"), "x");
    EXPECT_EQ(KindOf(written), "Denied");
    EXPECT_THAT(Says(written), Not(HasSubstr("sig=")));
  }
}

TEST_F(BlobStoreTest, NobodyMayReadAPrivateContainer) {
  ASSERT_EQ(Says(WriteText(store(), At("a.txt"), "x")), "");
  const auto other =
      OpenStore("AzureBlobStorage", Json::Object({{"serviceEndpoint", Setting("blobendpoint")},
                                                  {"authenticationType", "Anonymous"}}));
  EXPECT_FALSE(other->OpenInput(At("a.txt")).ok());
  EXPECT_EQ(other->Describe("c/a.txt"), Setting("blobendpoint") + "/c/a.txt");
}

TEST_F(BlobStoreTest, SaysWhatIsMissingInAdfsWords) {
  ASSERT_EQ(Says(WriteText(store(), At("a.txt"), "x")), "");
  const auto blob = store().Stat(At("absent.csv"));
  EXPECT_EQ(CodeOf(blob), "UserErrorSourceBlobNotExist");
  EXPECT_THAT(Says(blob), HasSubstr("The required Blob is missing. ContainerName: http"));
  EXPECT_THAT(Says(blob), HasSubstr(container() + ", path: absent.csv."));
  const auto lake = OpenStore("AzureBlobFS", Json::Object({{"url", Setting("blobendpoint")},
                                                           {"accountKey", Setting("accountkey")}}));
  EXPECT_EQ(CodeOf(lake->Stat(At("absent.csv"))), "PathNotFound");
}

TEST_F(BlobStoreTest, BadSettingsAreErrors) {
  EXPECT_EQ(CodeOf(store().WithSettings(*ParseJson(R"({"blockSizeInMB": 3})"), nullptr)),
            "AzureBlobInvalidBlockSize");
  EXPECT_EQ(CodeOf(store().WithSettings(*ParseJson(R"({"metadata": [{"name": "a b"}]})"), nullptr)),
            "InvalidSetting");
  EXPECT_EQ(
      CodeOf(store().WithSettings(
          *ParseJson(R"({"metadata": [{"name": "a", "value": "$$LASTMODIFIED"}]})"), nullptr)),
      "UnsupportedMetadata");
  EXPECT_EQ(CodeOf(store().OpenOutput(container())), "PathIsFolder");
  EXPECT_EQ(CodeOf(store().DeleteFolder("")), "UnsupportedDelete");
  const auto named = WriteText(store(), "UPPER CASE/a.csv", "x");
  EXPECT_EQ(KindOf(named), "Invalid");
  EXPECT_THAT(Says(named), HasSubstr("InvalidResourceName"));
}

}  // namespace
}  // namespace weir::connectors::azure_storage
