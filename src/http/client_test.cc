#include "http/client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

#include "http/testing/fake_server.h"
#include "testing/json_cases.h"

namespace weir::http {
namespace {

using std::chrono::milliseconds;
using testing::FakeReply;
using testing::FakeRequest;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename T>
std::string CodeOf(const Result<T>& result) {
  return result.ok() ? "" : result.error().code();
}

std::string Says(const Error& error) {
  return std::string(KindName(error.kind())) + " " + error.ToString();
}

std::string Pattern(size_t size) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 31 + i / 251) & 0xFF);
  return text;
}

Result<std::string> ReadAll(ResponseStream& stream, size_t piece = 10'000) {
  std::string text;
  std::string buffer(piece, '\0');
  while (true) {
    WEIR_ASSIGN(const size_t count, stream.Read(buffer.data(), buffer.size()));
    if (count == 0) return text;
    text.append(buffer, 0, count);
  }
}

std::vector<Header> HeadersOf(const Json& json) {
  std::vector<Header> headers;
  for (const Json::Member& member : json.members()) {
    headers.push_back({member.name, member.value.as_string()});
  }
  return headers;
}

Request RequestOf(const Json& json) {
  Request request;
  if (json["method"].is_string()) request.method = json["method"].as_string();
  request.headers = HeadersOf(json["headers"]);
  request.body = json["body"].as_string();
  if (json["basic"].is_array()) {
    request.credentials = {Authentication::kBasic, json["basic"][size_t{0}].as_string(),
                           json["basic"][1].as_string(), "", ""};
  }
  if (json["followRedirects"].is_bool())
    request.follow_redirects = json["followRedirects"].as_bool();
  if (json["bodyBytesMax"].is_int()) request.body_bytes_max = json["bodyBytesMax"].as_int();
  request.accept_compressed = json["acceptCompressed"].as_bool();
  return request;
}

FakeReply ReplyOf(const Json& json) {
  FakeReply reply;
  if (json["status"].is_int()) reply.status = static_cast<int>(json["status"].as_int());
  reply.headers = HeadersOf(json["headers"]);
  reply.body = json["body"].as_string();
  reply.chunked = json["chunked"].as_bool();
  reply.hang_up = json["hangUp"].as_bool();
  return reply;
}

void CheckSent(const Json& want, const std::vector<FakeRequest>& sent) {
  ASSERT_EQ(sent.size(), want.size());
  for (size_t i = 0; i < sent.size(); ++i) {
    if (want[i]["method"].is_string()) {
      EXPECT_EQ(sent[i].method, want[i]["method"].as_string());
    }
    if (want[i]["target"].is_string()) {
      EXPECT_EQ(sent[i].target, want[i]["target"].as_string());
    }
    if (want[i]["body"].is_string()) {
      EXPECT_EQ(sent[i].body, want[i]["body"].as_string());
    }
    for (const Json::Member& header : want[i]["headers"].members()) {
      const std::string* value = sent[i].Find(header.name);
      EXPECT_EQ(value == nullptr ? "(absent)" : *value,
                header.value.is_null() ? "(absent)" : header.value.as_string())
          << header.name;
    }
  }
}

void CheckResponse(const Json& want, const Response& response) {
  EXPECT_EQ(response.status, want["status"].as_int());
  if (want["body"].is_string()) {
    EXPECT_EQ(response.body, want["body"].as_string());
  }
  for (const Json::Member& header : want["headers"].members()) {
    const std::string* value = response.Find(header.name);
    EXPECT_EQ(value == nullptr ? "(absent)" : *value, header.value.as_string());
  }
}

/// An exchange: what is asked, what the server answers to it (the last answer repeats), what must
/// have been sent, and what must come back, taken at once and as a stream.
void CheckExchange(const Json& one) {
  const std::vector<Json> replies(one["replies"].items().begin(), one["replies"].items().end());
  for (const bool streamed : {false, true}) {
    if (streamed && one["sendOnly"].as_bool()) continue;
    size_t answered = 0;
    FakeServer server([&](const FakeRequest&) {
      return ReplyOf(replies[std::min(answered++, replies.size() - 1)]);
    });
    Client client;
    Request request = RequestOf(one["request"]);
    request.url = server.Url(one["request"]["path"].as_string());
    Result<Response> response = Response{};
    if (streamed) {
      auto stream = client.Open(request);
      if (stream.ok()) {
        auto body = ReadAll(**stream, 7);
        response = body.ok() ? Result<Response>(Response{(*stream)->status(), (*stream)->headers(),
                                                         *body, (*stream)->url()})
                             : Result<Response>(body.error());
      } else {
        response = stream.error();
      }
    } else {
      response = client.Send(request);
    }
    if (one["error"].is_object()) {
      ASSERT_EQ(CodeOf(response), one["error"]["code"].as_string());
      EXPECT_THAT(Says(response.error()), HasSubstr(one["error"]["says"].as_string()));
      EXPECT_THAT(Says(response.error()), Not(HasSubstr("secret")));
    } else {
      ASSERT_TRUE(response.ok()) << Says(response.error());
      CheckResponse(one["want"], *response);
    }
    if (one["sent"].is_array()) CheckSent(one["sent"], server.requests());
  }
}

const bool exchanges =
    weir::testing::RegisterCases("exchanges", "src/http/cases/exchanges.json", CheckExchange);

const bool urls =
    weir::testing::RegisterCases("urls", "src/http/cases/urls.json", [](const Json& one) {
      const std::string url = one["url"].as_string();
      if (one["printable"].is_string()) {
        EXPECT_EQ(PrintableUrl(url), one["printable"].as_string());
      }
      if (one["encoded"].is_string()) {
        EXPECT_EQ(EncodeUrl(url), one["encoded"].as_string());
      }
      if (one["date"].is_string()) {
        const auto time = ParseHttpDate(one["date"].as_string());
        EXPECT_EQ(time ? FormatUtc(*time) : "", one["utc"].as_string());
        EXPECT_EQ(time ? FormatHttpDate(*time) : one["date"].as_string(), one["date"].as_string());
      }
      if (one["part"].is_string()) {
        EXPECT_EQ(PercentEncode(one["part"].as_string(), "/"), one["wanted"].as_string());
      }
      if (one["error"].is_object()) {
        Request request;
        request.url = url;
        const auto response = Client().Send(request);
        ASSERT_EQ(CodeOf(response), one["error"]["code"].as_string());
        EXPECT_THAT(Says(response.error()), HasSubstr(one["error"]["says"].as_string()));
      }
    });

TEST(Client, UsesItsConnectionAgain) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.body = "answer"}; });
  Client client;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.Send({.url = server.Url("/a")}).ok());
  EXPECT_EQ(server.connections(), 1);
}

TEST(Client, ForgetsOneRequestsSecretsBeforeTheNext) {
  FakeServer server([](const FakeRequest&) { return FakeReply{}; });
  Client client;
  Request request = {.url = server.Url("/a"), .headers = {{"X-Key", "secret"}}, .body = "b"};
  request.method = "POST";
  request.credentials = {Authentication::kBasic, "user", "secret", "", ""};
  ASSERT_TRUE(client.Send(request).ok());
  ASSERT_TRUE(client.Send({.url = server.Url("/b")}).ok());
  const FakeRequest second = server.requests()[1];
  EXPECT_EQ(second.method, "GET");
  EXPECT_EQ(second.Find("Authorization"), nullptr);
  EXPECT_EQ(second.Find("X-Key"), nullptr);
  EXPECT_EQ(second.body, "");
}

TEST(Client, StreamsALargeBodyWithoutHoldingIt) {
  const std::string body = Pattern(20'000'000);
  FakeServer server([&](const FakeRequest&) { return FakeReply{.body = body}; });
  Client client;
  const auto stream = client.Open({.url = server.Url("/large"), .body_bytes_max = 1});
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ((*stream)->status(), 200);
  EXPECT_EQ((*stream)->content_length(), 20'000'000);
  const auto text = ReadAll(**stream);
  ASSERT_TRUE(text.ok()) << Says(text.error());
  EXPECT_TRUE(*text == body);
  std::string more(1, '\0');
  EXPECT_EQ(*(*stream)->Read(more.data(), 1), 0U) << "the end stays the end";
}

TEST(Client, AStreamMayEndBeforeItsBodyOrAfterItsClient) {
  const std::string body = Pattern(5'000'000);
  FakeServer server([&](const FakeRequest&) { return FakeReply{.body = body}; });
  auto client = std::make_unique<Client>();
  {
    const auto given_up = client->Open({.url = server.Url("/large")});
    std::string piece(100, '\0');
    EXPECT_EQ(*(*given_up)->Read(piece.data(), 100), 100U);
  }
  const auto stream = client->Open({.url = server.Url("/large")});
  ASSERT_TRUE(stream.ok());
  client.reset();
  EXPECT_TRUE(*ReadAll(**stream) == body);
}

TEST(Client, OpensBeforeTheBodyComes) {
  CancelToken cancel;
  FakeServer server([&](const FakeRequest&) {
    return FakeReply{.body = "late", .delay_body = milliseconds(60'000)};
  });
  Client client;
  const auto stream = client.Open({.url = server.Url("/slow")}, &cancel);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ((*stream)->status(), 200);
  cancel.Cancel("enough");
  std::string piece(10, '\0');
  EXPECT_EQ(CodeOf((*stream)->Read(piece.data(), 10)), "OperationCancelled");
}

TEST(Client, GivesUpOnSilence) {
  FakeServer server([](const FakeRequest& request) {
    const bool body = request.target == "/body";
    return FakeReply{.body = "late",
                     .delay_headers = milliseconds(body ? 0 : 60'000),
                     .delay_body = milliseconds(body ? 60'000 : 0)};
  });
  Client client;
  Request request = {.url = server.Url("/head?sig=secret")};
  request.timeout = request.stall_timeout = milliseconds(30);
  for (const auto& result : {client.Send(request).error(), client.Open(request).error()}) {
    EXPECT_EQ(result.code(), "HttpTimeout");
    EXPECT_EQ(result.kind(), ErrorKind::kUnavailable);
    EXPECT_THAT(Says(result), HasSubstr("did not answer in time"));
    EXPECT_THAT(Says(result), Not(HasSubstr("secret")));
  }
  request.url = server.Url("/body");
  const auto stream = client.Open(request);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ(CodeOf(ReadAll(**stream)), "HttpTimeout");
}

TEST(Client, StopsWhenCancelled) {
  CancelToken cancel;
  FakeServer server([&](const FakeRequest&) {
    cancel.Cancel();  // While the client waits for the answer.
    return FakeReply{.delay_headers = milliseconds(60'000)};
  });
  Client client;
  EXPECT_EQ(CodeOf(client.Send({.url = server.Url("/")}, &cancel)), "OperationCancelled");
  EXPECT_EQ(CodeOf(client.Send({.url = server.Url("/")}, &cancel)), "OperationCancelled");
  EXPECT_EQ(server.requests().size(), 1U) << "once cancelled nothing is asked";
}

TEST(Client, NamesTheServerThatIsDown) {
  std::string url;
  {
    const FakeServer server([](const FakeRequest&) { return FakeReply{}; });
    url = server.Url("/x?sig=secret");
  }
  const auto response = Client().Send({.url = url});
  ASSERT_EQ(CodeOf(response), "HttpConnectFailed");
  EXPECT_EQ(response.error().kind(), ErrorKind::kUnavailable);
  EXPECT_THAT(Says(response.error()), HasSubstr("127.0.0.1"));
  EXPECT_THAT(Says(response.error()), Not(HasSubstr("secret")));
}

TEST(Client, WillNotSpeakTlsWithAPlainServer) {
  const FakeServer server([](const FakeRequest&) { return FakeReply{}; });
  std::string url = server.Url("/");
  url.insert(4, "s");
  Request request = {.url = url};
  const auto response = Client().Send(request);
  ASSERT_EQ(CodeOf(response), "HttpTlsFailed");
  EXPECT_EQ(response.error().kind(), ErrorKind::kUnavailable);
}

TEST(Client, TriesDigestAfterTheChallenge) {
  const FakeServer server([](const FakeRequest& request) {
    if (request.Find("Authorization") != nullptr) return FakeReply{.body = "in"};
    return FakeReply{
        .status = 401,
        .headers = {{"WWW-Authenticate", R"(Digest realm="r", nonce="n", qop="auth")"}},
        .body = "who?"};
  });
  Client client;
  Request request = {.url = server.Url("/d")};
  request.credentials = {Authentication::kDigest, "user", "secret", "", ""};
  const auto stream = client.Open(request);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ((*stream)->status(), 200);
  EXPECT_EQ(*ReadAll(**stream), "in");
  const std::string sent = *server.requests().back().Find("Authorization");
  EXPECT_THAT(sent, HasSubstr("Digest username=\"user\""));
  EXPECT_THAT(sent, Not(HasSubstr("secret")));
}

/// {address, refused: what the message says, allowed: networks}
void CheckAddress(const Json& one) {
  AddressPolicy policy;
  std::vector<std::string> allowed;
  for (const Json& network : one["allowed"].items()) allowed.push_back(network.as_string());
  const Result<> guarded = policy.Guard(allowed);
  if (one["error"].is_object()) {
    ASSERT_EQ(CodeOf(guarded), one["error"]["code"].as_string());
    EXPECT_THAT(Says(guarded.error()), HasSubstr(one["error"]["says"].as_string()));
    return;
  }
  ASSERT_TRUE(guarded.ok()) << Says(guarded.error());
  const auto address = IpAddress::Parse(one["address"].as_string());
  ASSERT_TRUE(address.has_value());
  const Result<> checked = policy.Check(*address);
  if (one["refused"].is_null()) {
    EXPECT_TRUE(checked.ok()) << Says(checked.error());
    return;
  }
  ASSERT_EQ(CodeOf(checked), "AddressRefused");
  EXPECT_EQ(checked.error().kind(), ErrorKind::kDenied);
  EXPECT_THAT(checked.error().message(), HasSubstr(one["refused"].as_string()));
  EXPECT_THAT(checked.error().message(), HasSubstr("--allow-address"));
}

const bool kAddresses =
    weir::testing::RegisterCases("addresses", "src/http/cases/addresses.json", CheckAddress);

Client GuardedClient(const std::vector<std::string>& allowed) {
  auto policy = std::make_shared<AddressPolicy>();
  EXPECT_TRUE(policy->Guard(allowed).ok());
  ClientOptions options;
  options.addresses = std::move(policy);
  return Client(std::move(options));
}

TEST(GuardedClient, RefusesNamesAndAddressesOfThisMachine) {
  FakeServer server([](const FakeRequest&) { return FakeReply{}; });
  Client client = GuardedClient({});
  const std::string port = server.Url().substr(server.Url().rfind(':'));
  for (const char* host : {"127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0",
                           "[::ffff:127.0.0.1]", "127.1", "017700000001"}) {
    const auto response =
        client.Send({.url = std::string("http://") + host + port + "/a?k=secret"});
    ASSERT_EQ(CodeOf(response), "AddressRefused") << host;
    EXPECT_THAT(Says(response.error()), Not(HasSubstr("secret")));
  }
  EXPECT_EQ(server.connections(), 0);
}

TEST(GuardedClient, RefusesWhereARedirectLeads) {
  FakeServer inside([](const FakeRequest&) { return FakeReply{.body = "inner"}; });
  std::string target = inside.Url("/secret");
  target.replace(target.find("127.0.0.1"), 9, "127.0.0.2");
  FakeServer server([&](const FakeRequest&) {
    return FakeReply{.status = 302, .headers = {{"Location", target}}};
  });
  Client client = GuardedClient({"127.0.0.1"});
  const auto response = client.Send({.url = server.Url("/a")});
  ASSERT_EQ(CodeOf(response), "AddressRefused");
  EXPECT_THAT(Says(response.error()), HasSubstr("127.0.0.2"));
  EXPECT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(inside.connections(), 0);
}

TEST(GuardedClient, ReachesWhatIsAllowed) {
  FakeServer server([](const FakeRequest&) { return FakeReply{.body = "in"}; });
  Client client = GuardedClient({"10.0.0.0/8", "127.0.0.0/8"});
  const auto response = client.Send({.url = server.Url("/a")});
  ASSERT_TRUE(response.ok()) << Says(response.error());
  EXPECT_EQ(response->body, "in");
}

TEST(Client, ServesThreadsAtOnce) {
  FakeServer server([](const FakeRequest& request) { return FakeReply{.body = request.target}; });
  Client client;
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t thread = 0; thread < wrong.size(); ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const std::string path = "/" + std::to_string(thread) + "/" + std::to_string(i);
        const auto response = client.Send({.url = server.Url(path)});
        if (!response.ok() || response->body != path) ++wrong[thread];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
  EXPECT_LE(server.connections(), 4);
}

}  // namespace
}  // namespace weir::http
