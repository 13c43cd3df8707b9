#include "http/server/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "base/ids.h"
#include "http/client.h"
#include "http/server/certificate.h"

namespace weir::http {
namespace {

ServerResponse Echo(const ServerRequest& request) {
  return {200,
          {{"Content-Type", "text/plain"}, {"X-Path", std::string(request.path())}},
          request.method + " " + std::string(request.query()) + " " + request.body};
}

std::unique_ptr<Server> StartServer(ServerOptions options = {}, Handler handler = Echo) {
  auto server = Server::Start(std::move(options), std::move(handler));
  EXPECT_TRUE(server.ok()) << server.error().ToString();
  return *std::move(server);
}

std::string UrlOf(const Server& server, const std::string& rest, const char* scheme = "http") {
  return std::string(scheme) + "://127.0.0.1:" + std::to_string(server.port()) + rest;
}

/// Send bytes as they are; what came back until the server closed or `until` arrived.
std::string Raw(const Server& server, const std::string& bytes, const std::string& until = {}) {
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(bytes.size()));
  std::string answer;
  char buffer[4096];
  while (until.empty() || answer.find(until) == std::string::npos) {
    const ssize_t count = ::recv(client, buffer, sizeof buffer, 0);
    if (count <= 0) break;
    answer.append(buffer, static_cast<size_t>(count));
  }
  ::close(client);
  return answer;
}

TEST(Server, AnswersOverOneConnection) {
  const auto server = StartServer();
  Client client;
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.Send(
        {.method = "POST", .url = UrlOf(*server, "/a/b?x=1"), .body = std::string(100'000, 'x')});
    ASSERT_TRUE(answer.ok()) << answer.error().ToString();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST x=1 " + std::string(100'000, 'x'));
    EXPECT_EQ(*answer->Find("x-path"), "/a/b");
  }
}

TEST(Server, AnswersOverTls) {
  const auto made = MakeCertificate({"127.0.0.1", "localhost"});
  ASSERT_TRUE(made.ok());
  const std::string folder = std::filesystem::temp_directory_path() / ("weir-tls-" + NewGuid());
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/cert.pem") << made->certificate;
  std::ofstream(folder + "/key.pem") << made->key;
  const auto server =
      StartServer({.certificate_file = folder + "/cert.pem", .key_file = folder + "/key.pem"});
  Client client({.ca_file = folder + "/cert.pem"});
  const auto answer = client.Send({.url = UrlOf(*server, "/", "https")});
  ASSERT_TRUE(answer.ok()) << answer.error().ToString();
  EXPECT_EQ(answer->status, 200);
  Client stranger;
  const auto refused = stranger.Send({.url = UrlOf(*server, "/", "https")});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "HttpCertificateRefused");
  std::filesystem::remove_all(folder);
}

/// Gives "1 ", "2 " …, each when it is woken, from another thread.
class Counting final : public BodyStream {
 public:
  explicit Counting(int count) : count_(count) {}
  ~Counting() override {
    if (thread_.joinable()) thread_.join();
  }
  std::optional<std::string> Take() override {
    const std::lock_guard lock(mutex_);
    if (given_ == count_) return std::nullopt;
    if (given_ == ready_) return "";
    return std::to_string(++given_) + " ";
  }
  void OnMore(std::function<void()> wake) override {
    {
      const std::lock_guard lock(mutex_);
      wake_ = std::move(wake);
    }
    if (thread_.joinable()) return;
    thread_ = std::thread([this] {
      for (int i = 0; i < count_; ++i) {
        std::this_thread::yield();
        const std::lock_guard lock(mutex_);
        ++ready_;
        if (wake_) wake_();
      }
    });
  }

 private:
  const int count_;
  std::mutex mutex_;
  int ready_ = 0;
  int given_ = 0;
  std::function<void()> wake_;
  std::thread thread_;
};

TEST(Server, SendsABodyWhileItIsMade) {
  static constexpr int kParts = 1000;
  const auto server = Server::Start({}, [](const ServerRequest&) {
    ServerResponse response;
    response.stream = std::make_shared<Counting>(kParts);
    return response;
  });
  ASSERT_TRUE(server.ok());
  std::string want;
  for (int i = 1; i <= kParts; ++i) want += std::to_string(i) + " ";
  Client client;
  for (int i = 0; i < 5; ++i) {
    const auto answer = client.Send({.url = UrlOf(**server, "/")});
    ASSERT_TRUE(answer.ok()) << answer.error().ToString();
    EXPECT_EQ(answer->body, want);
    EXPECT_EQ(answer->Find("Content-Length"), nullptr);
  }
}

/// It ends although the client is there, and the stream has not ended.
TEST(Server, StopsWhileItStreams) {
  auto server = Server::Start({}, [](const ServerRequest&) {
    ServerResponse response;
    response.body = "not sent";
    class Silent final : public BodyStream {
     public:
      std::optional<std::string> Take() override { return std::exchange(first_, ""); }
      void OnMore(std::function<void()> /*wake*/) override {}

     private:
      std::string first_ = "here";
    };
    response.stream = std::make_shared<Silent>();
    return response;
  });
  ASSERT_TRUE(server.ok());
  Client client;
  auto stream = client.Open({.url = UrlOf(**server, "/")});
  ASSERT_TRUE(stream.ok());
  char text[5] = {};
  EXPECT_EQ(*(*stream)->Read(text, 4), 4U);
  EXPECT_STREQ(text, "here");
  server = Fail(ErrorKind::kCancelled, "Gone", "it was destroyed");
}

TEST(Server, RefusesWhatIsNoHttp) {
  const auto server = StartServer({.body_max = 1000, .header_max = 2000});
  EXPECT_TRUE(Raw(*server, "hello\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(Raw(*server, "GET / HTTP/1.1\r\nA: " + std::string(5000, 'a') + "\r\n\r\n")
                  .starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(
      Raw(*server, "POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n").starts_with("HTTP/1.1 413 "));
}

TEST(Server, TakesPipelinedRequestsAndPartsOfOne) {
  const auto server = StartServer();
  const std::string two = "GET /?1 HTTP/1.1\r\nHost: a\r\n\r\nGET /?2 HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string answer = Raw(*server, two, "GET 2 ");
  EXPECT_LT(answer.find("GET 1 "), answer.find("GET 2 "));
}

TEST(Server, TellsAClientThatWaitsToSendItsBody) {
  const auto server = StartServer();
  const std::string answer = Raw(
      *server, "POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", "\r\n\r\n");
  EXPECT_EQ(answer, "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST(Server, ServesOthersWhileOneHandlerWaits) {
  std::atomic<bool> go{false};
  const auto server = StartServer({.threads = 2}, [&](const ServerRequest& request) {
    if (request.target == "/wait") go.wait(false);
    return Echo(request);
  });
  std::thread waiting([&] {
    Client client;
    EXPECT_EQ(client.Send({.url = UrlOf(*server, "/wait")})->status, 200);
  });
  Client client;
  EXPECT_EQ(client.Send({.url = UrlOf(*server, "/")})->status, 200);
  go = true;
  go.notify_all();
  waiting.join();
}

TEST(Server, ClosesConnectionsThatSayNothing) {
  const auto server = StartServer({.idle_max = std::chrono::seconds(0)});
  EXPECT_EQ(Raw(*server, ""), "");
}

/// Sockets that are connected and say nothing.
class SilentClients {
 public:
  SilentClients(const Server& server, int count) {
    for (int i = 0; i < count; ++i) {
      const int client = ::socket(AF_INET, SOCK_STREAM, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(server.port());
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      EXPECT_EQ(::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
      clients_.push_back(client);
    }
  }
  ~SilentClients() {
    for (const int client : clients_) ::close(client);
  }
  SilentClients(const SilentClients&) = delete;
  SilentClients& operator=(const SilentClients&) = delete;

 private:
  std::vector<int> clients_;
};

TEST(Server, ServesBesideMoreSilentConnectionsThanItTakes) {
  const auto server = StartServer({.connections_max = 10});
  const SilentClients silent(*server, 100);
  EXPECT_NE(Raw(*server, "GET /?x HTTP/1.1\r\nHost: a\r\n\r\n", "GET x").find("200 OK"),
            std::string::npos);
}

TEST(Server, HangsUpOnTheSlow) {
  const auto server = StartServer({.request_max = std::chrono::seconds(1)});
  EXPECT_EQ(Raw(*server, "GET / HTTP/1.1\r\nHost: a\r\nA: "), "");
  EXPECT_EQ(Raw(*server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"), "");
}

TEST(Server, BoundsTheRequestsOfAllTogether) {
  const auto server = StartServer({.requests_bytes_max = 1000});
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
  EXPECT_TRUE(
      Raw(*server, head + "5000\r\n\r\n" + std::string(1500, 'x')).starts_with("HTTP/1.1 503 "));
  for (int i = 0; i < 5; ++i) {  // What was answered no longer counts.
    EXPECT_NE(Raw(*server, head + "500\r\n\r\n" + std::string(500, 'x'), "xxx").find("200 OK"),
              std::string::npos);
  }
}

TEST(Server, SaysWhyItCannotListen) {
  const auto server = StartServer();
  const auto second = Server::Start({.port = server->port()}, Echo);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code(), "AddressInUse");
  EXPECT_EQ(Server::Start({.address = "nowhere"}, Echo).error().code(), "InvalidListenAddress");
  EXPECT_EQ(Server::Start({.certificate_file = "/none.pem"}, Echo).error().code(),
            "InvalidCertificate");
}

}  // namespace
}  // namespace weir::http
