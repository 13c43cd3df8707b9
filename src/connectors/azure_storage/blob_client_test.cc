#include "connectors/azure_storage/blob_client.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "connectors/azure_storage/blob_store.h"
#include "connectors/testing/file_store_suite.h"
#include "http/testing/fake_server.h"

namespace weir::connectors::azure_storage {
namespace {

using connectors::testing::CodeOf;
using connectors::testing::KindOf;
using connectors::testing::ReadText;
using connectors::testing::SampleBytes;
using connectors::testing::Says;
using connectors::testing::WriteText;
using http::testing::FakeReply;
using http::testing::FakeRequest;
using http::testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<BlobStore> StoreAt(const FakeServer& server,
                                   Credential credential = SharedAccessSignature{"sv=1&sig=secret"},
                                   std::shared_ptr<auth::TokenSource> tokens = nullptr) {
  Account account;
  account.name = "acct";
  account.endpoint = server.Url("/acct");
  account.credential = std::move(credential);
  return std::make_shared<BlobStore>(std::make_shared<const BlobClient>(
      account, std::make_shared<http::Client>(), std::move(tokens),
      RetryPolicy{.first_pause = std::chrono::milliseconds(1)}));
}

FakeReply Refusal(int status, const std::string& code) {
  return {
      .status = status,
      .headers = {{"x-ms-error-code", code}},
      .body = "<Error><Code>" + code + "</Code><Message>Because.\nRequestId:1</Message></Error>"};
}

TEST(BlobClient, ComesBackWhenTheServiceIsBusy) {
  std::atomic<int> asked{0};
  FakeServer server([&](const FakeRequest&) {
    return ++asked < 3 ? Refusal(503, "ServerBusy") : FakeReply{.body = "hello"};
  });
  EXPECT_EQ(*ReadText(*StoreAt(server), "c/a.txt"), "hello");
  EXPECT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(server.requests()[2].target, "/acct/c/a.txt?sv=1&sig=secret");
}

TEST(BlobClient, GivesUpOnAServiceThatStaysBusy) {
  FakeServer server([](const FakeRequest&) { return Refusal(503, "ServerBusy"); });
  const auto stat = StoreAt(server)->Stat("c/a.txt");
  EXPECT_EQ(KindOf(stat), "Unavailable");
  EXPECT_THAT(Says(stat), HasSubstr("status 503, ServerBusy"));
  EXPECT_THAT(Says(stat), Not(HasSubstr("secret")));
  EXPECT_EQ(server.requests().size(), 4U);
}

TEST(BlobClient, AServerThatIsDownIsUnavailable) {
  auto server = std::make_unique<FakeServer>([](const FakeRequest&) { return FakeReply{}; });
  const auto store = StoreAt(*server);
  server.reset();
  const auto opened = store->OpenInput("c/a.txt");
  EXPECT_EQ(KindOf(opened), "Unavailable");
  EXPECT_EQ(CodeOf(opened), "HttpConnectFailed");
  EXPECT_THAT(Says(opened), Not(HasSubstr("secret")));
}

TEST(BlobClient, TakesABrokenDownloadUpAgain) {
  const std::string bytes = SampleBytes(1'000'000);
  FakeServer server([&](const FakeRequest& request) {
    const std::string* range = request.Find("x-ms-range");
    const size_t from = range == nullptr ? 0 : std::stoul(range->substr(6));
    // Each answer breaks off half way, until little is left.
    return FakeReply{.status = range == nullptr ? 200 : 206,
                     .headers = {{"ETag", "\"1\""}},
                     .body = bytes.substr(from),
                     .hang_up = bytes.size() - from > 1000};
  });
  const auto text = ReadText(*StoreAt(server), "c/a.bin");
  ASSERT_EQ(Says(text), "");
  EXPECT_TRUE(*text == bytes);
  EXPECT_GT(server.requests().size(), 5U);
  EXPECT_EQ(*server.requests().back().Find("If-Match"), "\"1\"");
}

TEST(BlobClient, StopsWhenABrokenDownloadHasChanged) {
  FakeServer server([&](const FakeRequest& request) {
    if (request.Find("x-ms-range") != nullptr) return Refusal(412, "ConditionNotMet");
    return FakeReply{.headers = {{"ETag", "\"1\""}}, .body = SampleBytes(1000), .hang_up = true};
  });
  const auto text = ReadText(*StoreAt(server), "c/a.bin");
  EXPECT_EQ(KindOf(text), "Conflict");
  EXPECT_THAT(Says(text), HasSubstr("ConditionNotMet: Because."));
}

TEST(BlobClient, SaysThatAContainerCannotBeMade) {
  FakeServer server([](const FakeRequest& request) {
    return request.target.find("restype=container") == std::string::npos
               ? Refusal(404, "ContainerNotFound")
               : Refusal(403, "AuthorizationPermissionMismatch");
  });
  const auto written = WriteText(*StoreAt(server), "c/a.txt", "x");
  EXPECT_EQ(CodeOf(written), "AzureBlobFailedToCreateContainer");
  EXPECT_EQ(KindOf(written), "Denied");
  EXPECT_THAT(Says(written), HasSubstr("AuthorizationPermissionMismatch"));
}

TEST(BlobClient, GivesUpWhenCancelled) {
  CancelToken cancel;
  FakeServer server([&](const FakeRequest& request) {
    if (request.method == "PUT") cancel.Cancel();  // While the client waits for the answer.
    return FakeReply{.body = "x", .delay_headers = std::chrono::seconds(60)};
  });
  const auto store = StoreAt(server)->WithSettings(Json::Object(), &cancel);
  ASSERT_EQ(Says(store), "");
  EXPECT_EQ(KindOf(WriteText(**store, "c/a.txt", "x")), "Cancelled");
  EXPECT_EQ(KindOf((*store)->List("c")), "Cancelled");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(BlobClient, SmallFilesTakeOneCall) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.status = 201}; });
  ASSERT_EQ(Says(WriteText(*StoreAt(server), "c/a b.txt", "hello")), "");
  ASSERT_EQ(server.requests().size(), 1U);
  const FakeRequest put = server.requests()[0];
  EXPECT_EQ(put.method + " " + put.target, "PUT /acct/c/a%20b.txt?sv=1&sig=secret");
  EXPECT_EQ(put.body, "hello");
  EXPECT_EQ(*put.Find("x-ms-blob-type"), "BlockBlob");
}

TEST(BlobClient, AFailedBlockIsTheWritersError) {
  FakeServer server([](const FakeRequest& request) {
    return request.target.find("comp=block&") != std::string::npos ? Refusal(409, "LeaseIdMissing")
                                                                   : FakeReply{.status = 201};
  });
  const auto written = WriteText(*StoreAt(server), "c/a.bin", SampleBytes(20 << 20));
  EXPECT_EQ(KindOf(written), "Conflict");
  EXPECT_THAT(Says(written), HasSubstr("LeaseIdMissing"));
  for (const FakeRequest& request : server.requests()) {
    EXPECT_EQ(request.target.find("comp=blocklist"), std::string::npos) << "nothing is committed";
  }
}

/// Counts how often it is asked.
class CountingTokens final : public auth::TokenSource {
 public:
  explicit CountingTokens(bool refuse) : refuse_(refuse) {}
  Result<std::string> Token(const CancelToken*) override {
    if (refuse_) return Fail(ErrorKind::kDenied, "AccessTokenRefused", "no");
    return "token-" + std::to_string(++count_);
  }

 private:
  bool refuse_;
  std::atomic<int> count_{0};
};

TEST(BlobClient, SignsInWithATokenOfAnIdentity) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.body = "x"}; });
  const auto store =
      StoreAt(server, auth::ManagedIdentity{}, std::make_shared<CountingTokens>(false));
  EXPECT_EQ(*ReadText(*store, "c/a.txt"), "x");
  EXPECT_EQ(*server.requests()[0].Find("Authorization"), "Bearer token-1");
  const auto refused =
      StoreAt(server, auth::ManagedIdentity{}, std::make_shared<CountingTokens>(true));
  EXPECT_EQ(CodeOf(refused->Stat("c/a.txt")), "AccessTokenRefused");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(BlobClient, ACredentialOfOneContainerListsThatOne) {
  FakeServer server([](const FakeRequest&) { return FakeReply{}; });
  Account account;
  account.endpoint = server.Url("/acct");
  account.container = "landing";
  BlobStore store(
      std::make_shared<const BlobClient>(account, std::make_shared<http::Client>(), nullptr));
  const auto root = store.List("");
  ASSERT_EQ(Says(root), "");
  ASSERT_EQ(root->size(), 1U);
  EXPECT_EQ((*root)[0].path, "landing");
  EXPECT_TRUE(server.requests().empty());
}

TEST(BlobClient, AnAnswerThatIsNoListingIsAnError) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.body = "<html>Sign in</html>"}; });
  EXPECT_THAT(Says(StoreAt(server)->List("c")), HasSubstr("expected a listing of blobs"));
}

}  // namespace
}  // namespace weir::connectors::azure_storage
