#include "http/websocket.h"

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "base/ids.h"
#include "http/server/certificate.h"
#include "http/server/server.h"
#include "http/websocket_client.h"

namespace weir::http {
namespace {

constexpr std::chrono::milliseconds kLong{20'000};

/// Sends each message back; "bye" ends it, "close" is told to `closed`.
class EchoPeer final : public SocketPeer {
 public:
  explicit EchoPeer(std::shared_ptr<std::atomic<int>> closed) : closed_(std::move(closed)) {}
  std::optional<std::string> Take() override {
    const std::lock_guard lock(mutex_);
    if (out_.empty()) return over_ ? std::nullopt : std::optional<std::string>("");
    std::string next = std::move(out_.front());
    out_.pop_front();
    return next;
  }
  void OnMore(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }
  void OnMessage(std::string message) override {
    const std::lock_guard lock(mutex_);
    if (message == "bye") {
      over_ = true;
    } else {
      out_.push_back(std::move(message));
    }
    if (wake_) wake_();
  }
  void OnClose() override { ++*closed_; }

 private:
  std::mutex mutex_;
  std::deque<std::string> out_;
  std::function<void()> wake_;
  bool over_ = false;
  std::shared_ptr<std::atomic<int>> closed_;
};

struct Echo {
  explicit Echo(ServerOptions options = {}) {
    auto started = Server::Start(std::move(options), [closed = closed](const ServerRequest& asked) {
      ServerResponse response{426, {{"Upgrade", "websocket"}}, "ask for a WebSocket"};
      if (asked.path() == "/denied") return ServerResponse{403, {}, "no"};
      if (IsUpgrade(asked)) response.socket = std::make_shared<EchoPeer>(closed);
      return response;
    });
    EXPECT_TRUE(started.ok()) << started.error().ToString();
    server = *std::move(started);
  }
  std::string Url(const std::string& path, const char* scheme = "http") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(server->port()) + path;
  }
  std::shared_ptr<std::atomic<int>> closed = std::make_shared<std::atomic<int>>(0);
  std::unique_ptr<Server> server;
};

void ExpectEcho(WebSocketClient& client, const std::string& text) {
  ASSERT_TRUE(client.Send(text).ok());
  const auto back = client.Receive(kLong);
  ASSERT_TRUE(back.ok()) << back.error().ToString();
  ASSERT_TRUE(back->has_value());
  EXPECT_TRUE(**back == text) << (*back)->size() << " bytes for " << text.size();
}

TEST(WebSocket, CarriesMessagesOfEachLength) {
  const Echo echo;
  const auto client = WebSocketClient::Open({}, echo.Url("/s"));
  ASSERT_TRUE(client.ok()) << client.error().ToString();
  for (const size_t size : {1U, 125U, 126U, 65'535U, 65'536U, 3'000'000U}) {
    ExpectEcho(**client, std::string(size, 'x'));
  }
}

TEST(WebSocket, EndsWhenThePeerHasEnough) {
  const Echo echo;
  const auto client = WebSocketClient::Open({}, echo.Url("/s"));
  ASSERT_TRUE(client.ok()) << client.error().ToString();
  ASSERT_TRUE((*client)->Send("bye").ok());
  const auto end = (*client)->Receive(kLong);
  ASSERT_FALSE(end.ok());
  EXPECT_EQ(end.error().code(), "WebSocketClosed");
}

TEST(WebSocket, TellsThePeerWhenTheServerGoes) {
  auto echo = std::make_unique<Echo>();
  const auto closed = echo->closed;
  const auto client = WebSocketClient::Open({}, echo->Url("/s"));
  ASSERT_TRUE(client.ok());
  ExpectEcho(**client, "one");
  echo.reset();
  EXPECT_EQ(*closed, 1);
  EXPECT_FALSE((*client)->Receive(kLong).ok());
}

TEST(WebSocket, WakesAReceiver) {
  const Echo echo;
  const auto client = WebSocketClient::Open({}, echo.Url("/s"));
  ASSERT_TRUE(client.ok());
  (*client)->Wake();
  const auto none = (*client)->Receive(kLong);
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none->has_value());
}

TEST(WebSocket, GoesOverTlsToAPinnedCertificateOnly) {
  const auto made = MakeCertificate({"127.0.0.1", "localhost"});
  ASSERT_TRUE(made.ok());
  const std::string folder = std::filesystem::temp_directory_path() / ("weir-ws-" + NewGuid());
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/cert.pem") << made->certificate;
  std::ofstream(folder + "/key.pem") << made->key;
  const Echo echo({.certificate_file = folder + "/cert.pem", .key_file = folder + "/key.pem"});
  const ClientOptions pinned{.ca_file = folder + "/cert.pem"};
  const auto client = WebSocketClient::Open(pinned, echo.Url("/s", "https"));
  ASSERT_TRUE(client.ok()) << client.error().ToString();
  ExpectEcho(**client, std::string(200'000, 'y'));
  const auto stranger = WebSocketClient::Open({}, echo.Url("/s", "https"));
  ASSERT_FALSE(stranger.ok());
  EXPECT_EQ(stranger.error().code(), "HttpCertificateRefused");
  std::filesystem::remove_all(folder);
}

TEST(WebSocket, SaysWhyItIsRefused) {
  const Echo echo;
  const auto refused = WebSocketClient::Open({}, echo.Url("/denied"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "WebSocketRefused");
  EXPECT_EQ(refused.error().kind(), ErrorKind::kDenied);
  const auto wrong = WebSocketClient::Open({}, "ftp://nowhere/");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code(), "InvalidUrl");
}

TEST(WebSocketFrames, AcceptsAsTheStandardSays) {
  EXPECT_EQ(SocketAccept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketFrames, JoinsPartsAroundControlFrames) {
  SocketReader reader(SocketReader::Side::kClient, 100);
  const std::string bytes = std::string(
                                "\x01\x02"
                                "ab",
                                4) +
                            std::string(
                                "\x89\x01"
                                "p",
                                3) +
                            std::string(
                                "\x80\x01"
                                "c",
                                3);
  std::vector<SocketFrame> frames;
  for (const char byte : bytes) {
    reader.Feed({&byte, 1});
    const auto next = reader.Next();
    ASSERT_TRUE(next.ok());
    if (*next) frames.push_back(**next);
  }
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].kind, SocketFrame::Kind::kPing);
  EXPECT_EQ(frames[1].body, "abc");
}

TEST(WebSocketFrames, RefusesWhatBreaksTheRules) {
  const std::string faults[] = {
      std::string("\xC1\x01"
                  "a",
                  3),  // A reserved bit.
      std::string("\x81\x81"
                  "mask"
                  "a",
                  7),  // Masked by a server.
      std::string("\x80\x01"
                  "a",
                  3),  // Goes on with nothing.
      std::string("\x83\x01"
                  "a",
                  3),  // An unknown kind.
      std::string("\x09\x01"
                  "a",
                  3),                                               // A control frame in parts.
      std::string("\x81\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10),  // Too large.
      std::string("\x81\x7E\x00\x65", 4),                           // One byte too large.
  };
  for (const std::string& bytes : faults) {
    SocketReader reader(SocketReader::Side::kClient, 100);
    reader.Feed(bytes);
    const auto next = reader.Next();
    ASSERT_FALSE(next.ok()) << bytes;
    EXPECT_EQ(next.error().code(), "WebSocketProtocol");
  }
}

}  // namespace
}  // namespace weir::http
