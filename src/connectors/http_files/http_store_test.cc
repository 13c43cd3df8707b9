#include "connectors/http_files/http_store.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/connector.h"
#include "connectors/http_files/http_settings.h"
#include "connectors/testing/file_store_suite.h"
#include "formats/batch_stream.h"
#include "http/testing/fake_server.h"
#include "testing/json_cases.h"

namespace weir::connectors::http_files {
Result<> Register(ConnectorRegistry& registry);

namespace {

using connectors::testing::CodeOf;
using connectors::testing::KindOf;
using connectors::testing::ReadText;
using connectors::testing::ReadTextByRanges;
using connectors::testing::SampleBytes;
using connectors::testing::Says;
using http::testing::FakeReply;
using http::testing::FakeRequest;
using http::testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Not;

/// A case: a linked service and a source's settings, what is asked for a path, and what comes.
void CheckRead(const Json& one) {
  FakeServer server([&](const FakeRequest& request) {
    const Json& reply = one["reply"];
    if (request.method == "HEAD" && reply["noHead"].as_bool()) return FakeReply{.status = 405};
    FakeReply out;
    if (reply["status"].is_int()) out.status = static_cast<int>(reply["status"].as_int());
    for (const Json::Member& header : reply["headers"].members()) {
      out.headers.push_back({header.name, header.value.as_string()});
    }
    out.body = reply["body"].as_string();
    out.hang_up = reply["hangUp"].as_bool();
    return out;
  });
  Json settings = one["typeProperties"];
  if (settings["url"].is_null()) settings.Set("url", server.Url(one["base"].as_string()));
  ConnectorRegistry registry;
  ASSERT_EQ(Says(Register(registry)), "");
  const auto spec = registry.Find("HttpServer");
  auto store = (*spec)->open_files(
      {"Web", "HttpServer", Json::Object({{"typeProperties", std::move(settings)}})});
  if (store.ok()) store = (*store)->WithSettings(one["settings"], nullptr);
  const std::string path = one["path"].as_string();
  const Result<std::string> text =
      store.ok() ? ReadText(**store, path) : Result<std::string>(store.error());
  if (one["error"].is_object()) {
    ASSERT_EQ(CodeOf(text), one["error"]["code"].as_string());
    EXPECT_EQ(KindOf(text), one["error"]["kind"].as_string());
    EXPECT_THAT(Says(text), HasSubstr(one["error"]["says"].as_string()));
    EXPECT_THAT(Says(text), Not(HasSubstr("secret")));
    return;
  }
  ASSERT_EQ(Says(text), "");
  EXPECT_EQ(*text, one["reply"]["body"].as_string());
  const FakeRequest asked = server.requests().at(0);
  const Json& sent = one["sent"];
  EXPECT_EQ(asked.method + " " + asked.target, sent["line"].as_string());
  EXPECT_EQ(asked.body, sent["body"].as_string());
  for (const Json::Member& header : sent["headers"].members()) {
    const std::string* value = asked.Find(header.name);
    EXPECT_EQ(value == nullptr ? "(absent)" : *value, header.value.as_string()) << header.name;
  }
  if (!one["stat"].is_object()) return;
  const auto entry = (*store)->Stat(path);
  ASSERT_EQ(Says(entry), "");
  EXPECT_EQ(entry->size_bytes, one["stat"]["size"].as_int());
  EXPECT_EQ(entry->modified ? FormatUtc(*entry->modified) : "",
            one["stat"]["modified"].as_string());
}

const bool reads =
    weir::testing::RegisterCases("reads", "src/connectors/http_files/cases/reads.json", CheckRead);

class HttpStoreTest : public ::testing::Test {
 protected:
  explicit HttpStoreTest() = default;
  static std::shared_ptr<HttpStore> StoreAt(const FakeServer& server) {
    http::Request request;
    request.url = server.Url("/base");
    return std::make_shared<HttpStore>(std::make_shared<http::Client>(), request);
  }
};

TEST_F(HttpStoreTest, SeeksInADownloadedCopy) {
  const std::string bytes = SampleBytes(3'000'000);
  FakeServer server([&](const FakeRequest&) { return FakeReply{.body = bytes, .chunked = true}; });
  const auto read = ReadTextByRanges(*StoreAt(server), "a.parquet");
  ASSERT_EQ(Says(read), "");
  EXPECT_TRUE(*read == bytes);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(HttpStoreTest, ADownloadThatBreaksOffIsAnError) {
  FakeServer server(
      [](const FakeRequest&) { return FakeReply{.body = SampleBytes(100'000), .hang_up = true}; });
  const auto store = StoreAt(server);
  EXPECT_EQ(CodeOf(ReadText(*store, "a.csv")), "HttpFileFailedToRead");
  EXPECT_EQ(KindOf(store->OpenRandom("a.csv")), "Unavailable");
}

TEST_F(HttpStoreTest, DoesNotPostForALook) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.body = "x"}; });
  const auto store =
      StoreAt(server)->WithSettings(*ParseJson(R"({"requestMethod": "POST"})"), nullptr);
  ASSERT_EQ(Says(store), "");
  EXPECT_EQ((*store)->Stat("a.csv")->size_bytes, -1);
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(HttpStoreTest, CanOnlyRead) {
  FakeServer server([](const FakeRequest&) { return FakeReply{}; });
  const auto store = StoreAt(server);
  for (const auto& error :
       {store->List("").error(), store->OpenOutput("a.csv").error(),
        store->DeleteFile("a.csv").error(), store->DeleteFolder("sub").error()}) {
    EXPECT_EQ(error.kind(), ErrorKind::kUnsupported);
    EXPECT_THAT(error.ToString(), HasSubstr("a web server cannot"));
  }
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(store->Describe("a.csv?key=secret"), server.Url("/base/a.csv"));
}

}  // namespace
}  // namespace weir::connectors::http_files
