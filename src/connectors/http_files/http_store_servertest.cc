#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "connectors/connector.h"
#include "connectors/http_files/http_settings.h"
#include "connectors/http_files/http_store.h"
#include "connectors/testing/file_store_suite.h"

namespace weir::connectors::http_files {
namespace {

using connectors::testing::CodeOf;
using connectors::testing::KindOf;
using connectors::testing::ReadText;
using connectors::testing::ReadTextByRanges;
using connectors::testing::SampleBytes;
using connectors::testing::Says;
using ::testing::HasSubstr;

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// A store of the test's web server; `settings` beside its url.
std::shared_ptr<FileStore> StoreAt(const std::string& url, Json settings = Json::Object(),
                                   const std::string& ca_file = "") {
  settings.Set("url", url);
  Result<http::Request> request =
      RequestOf({"Web", "HttpServer", Json::Object({{"typeProperties", settings}})});
  EXPECT_EQ(Says(request), "");
  return std::make_shared<HttpStore>(
      std::make_shared<http::Client>(http::ClientOptions{.ca_file = ca_file}), *request);
}

class HttpServerTest : public ::testing::Test {
 protected:
  void SetUp() override { Put("sample.bin", SampleBytes(2'000'000)); }
  static void Put(const std::string& name, const std::string& text) {
    std::ofstream file(Environment("WEIR_TEST_HTTP_ROOT") + "/" + name, std::ios::binary);
    file << text;
  }
  const std::string url_ = Environment("WEIR_TEST_HTTP");
};

TEST_F(HttpServerTest, ReadsFilesWholeAndByRanges) {
  const auto store = StoreAt(url_ + "/files");
  for (const std::string path : {"sample.bin", "../chunked/sample.bin"}) {
    const auto whole = ReadText(*store, path);
    ASSERT_EQ(Says(whole), "");
    EXPECT_TRUE(*whole == SampleBytes(2'000'000));
    const auto ranges = ReadTextByRanges(*store, path);
    ASSERT_EQ(Says(ranges), "");
    EXPECT_TRUE(*ranges == SampleBytes(2'000'000));
  }
  const auto entry = store->Stat("sample.bin");
  ASSERT_EQ(Says(entry), "");
  EXPECT_EQ(entry->size_bytes, 2'000'000);
  EXPECT_EQ(FormatUtc(*entry->modified), "1994-11-06T08:49:37.0000000Z");
  EXPECT_EQ(StoreAt(url_ + "/chunked")->Stat("sample.bin")->size_bytes, -1);
}

TEST_F(HttpServerTest, ReadsOddNames) {
  Put("ü b%.csv", "odd");
  EXPECT_EQ(*ReadText(*StoreAt(url_ + "/files"), "ü b%25.csv"), "odd");
}

TEST_F(HttpServerTest, FollowsRedirects) {
  Put("a.csv", "there");
  EXPECT_EQ(*ReadText(*StoreAt(url_ + "/redirect/3/files"), "a.csv"), "there");
}

TEST_F(HttpServerTest, SignsInWithBasicAndDigest) {
  Put("a.csv", "in");
  for (const std::string scheme : {"Basic", "Digest"}) {
    const std::string base = url_ + (scheme == "Basic" ? "/basic" : "/digest") + "/me/pass/files";
    const Json right = *ParseJson(R"({"authenticationType": ")" + scheme +
                                  R"(", "userName": "me", "password": "pass"})");
    EXPECT_EQ(*ReadText(*StoreAt(base, right), "a.csv"), "in");
    Json wrong = right;
    wrong.Set("password", "other");
    EXPECT_EQ(KindOf(ReadText(*StoreAt(base, wrong), "a.csv")), "Denied") << scheme;
    EXPECT_EQ(KindOf(ReadText(*StoreAt(base), "a.csv")), "Denied") << scheme;
  }
}

TEST_F(HttpServerTest, SendsWhatTheSourceSays) {
  const auto store = StoreAt(url_)->WithSettings(
      *ParseJson(
          R"({"requestMethod": "POST", "requestBody": "body", "additionalHeaders": "X-A: 1"})"),
      nullptr);
  ASSERT_EQ(Says(store), "");
  const auto text = ReadText(**store, "echo?q=1");
  ASSERT_EQ(Says(text), "");
  const auto echo = ParseJson(*text);
  EXPECT_EQ((*echo)["method"].as_string(), "POST");
  EXPECT_EQ((*echo)["path"].as_string(), "/echo?q=1");
  EXPECT_EQ((*echo)["body"].as_string(), "body");
  EXPECT_EQ((*echo)["headers"]["X-A"].as_string(), "1");
}

TEST_F(HttpServerTest, SaysWhatTheServerSaid) {
  EXPECT_EQ(KindOf(ReadText(*StoreAt(url_), "files/absent.csv")), "NotFound");
  EXPECT_EQ(KindOf(ReadText(*StoreAt(url_), "status/500")), "Unavailable");
  EXPECT_EQ(CodeOf(ReadText(*StoreAt(url_), "status/202")), "HttpSourceUnsupportedStatusCode");
  const auto slow =
      StoreAt(url_)->WithSettings(*ParseJson(R"({"requestTimeout": "00:00:01"})"), nullptr);
  const auto late = ReadText(**slow, "slow/3000/sample.bin");
  EXPECT_EQ(CodeOf(late), "HttpFileFailedToRead");
  EXPECT_THAT(Says(late), HasSubstr("did not answer in time"));
}

TEST_F(HttpServerTest, ChecksTheServersCertificate) {
  Put("a.csv", "safe");
  const std::string url = Environment("WEIR_TEST_HTTPS") + "/files";
  const auto refused = ReadText(*StoreAt(url), "a.csv");
  EXPECT_EQ(KindOf(refused), "Denied");
  EXPECT_THAT(Says(refused), HasSubstr("certificate"));
  EXPECT_EQ(*ReadText(*StoreAt(url, Json::Object(), Environment("WEIR_TEST_HTTP_CA")), "a.csv"),
            "safe");
  const Json unchecked = Json::Object({{"enableServerCertificateValidation", false}});
  EXPECT_EQ(*ReadText(*StoreAt(url, unchecked), "a.csv"), "safe");
}

}  // namespace
}  // namespace weir::connectors::http_files
