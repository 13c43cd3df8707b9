#include "gateway/node_health.h"
#include "gateway/testing/gateway_world.h"
#include "http/client.h"
#include "http/websocket_client.h"

namespace weir::gateway {
namespace {

class LimitsTest : public GatewayTest {
 protected:
  void Connect() {
    ASSERT_TRUE(RegisterHere("K").ok());
    StartNode();
  }
  Result<Json> RunOnce(const Json& settings = Json::Object()) {
    FakeContext context(CopyOf(settings), {});
    return Run(context);
  }
  std::string Socket() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/weir/gateway/connect";
  }
  /// Until a node's connection is gone, or it said so.
  template <typename Condition>
  void Await(const Condition& condition) {
    while (!condition()) std::this_thread::yield();
  }
};

TEST_F(LimitsTest, ADrainedNodeGetsNoJobsUntilItIsOpenedAgain) {
  Connect();
  OpenHub(0, 3);
  StartNode();
  book_.Change([](NodeRecord& node) { node.draining = true; });
  const std::string id = hub_->Connected(kRuntime)[0].id;
  hub_->Reread(kRuntime, id);
  EXPECT_TRUE(hub_->Connected(kRuntime)[0].draining);
  EXPECT_EQ(RunOnce().error().code(), "IntegrationRuntimeOffline");
  book_.Change([](NodeRecord& node) { node.draining = false; });
  hub_->Reread(kRuntime, id);
  EXPECT_TRUE(RunOnce().ok());
}

TEST_F(LimitsTest, ALimitOfTheServiceHoldsBelowThatOfTheNode) {
  Connect();
  OpenHub(0, 3);
  StartNode();
  book_.Change([](NodeRecord& node) { node.jobs_limit = 1; });
  hub_->Reread(kRuntime, hub_->Connected(kRuntime)[0].id);
  EXPECT_EQ(hub_->Connected(kRuntime)[0].jobs_limit, 1);
  EXPECT_EQ(hub_->Connected(kRuntime)[0].jobs_max, 2);
  std::thread first([&] { EXPECT_TRUE(RunOnce(Json::Object({{"waits", true}})).ok()); });
  AwaitStart(1);
  EXPECT_EQ(RunOnce().error().code(), "IntegrationRuntimeOffline");
  copy_->gate = true;
  first.join();
}

TEST_F(LimitsTest, WhoWaitsIsCountedAndServedInTurn) {
  Connect();
  book_.Change([](NodeRecord& node) { node.jobs_limit = 1; });
  hub_->Reread(kRuntime, hub_->Connected(kRuntime)[0].id);
  std::thread first([&] { EXPECT_TRUE(RunOnce(Json::Object({{"waits", true}})).ok()); });
  AwaitStart(1);
  std::thread second([&] { EXPECT_TRUE(RunOnce().ok()); });
  Await([&] { return hub_->FiguresOf(kRuntime).waiting == 1; });
  copy_->gate = true;
  first.join();
  second.join();
  const RuntimeFigures figures = hub_->FiguresOf(kRuntime);
  EXPECT_EQ(figures.waiting, 0);
  EXPECT_EQ(figures.taken, 2);
  EXPECT_EQ(figures.ended, 2);
  EXPECT_EQ(figures.lost, 0);
}

TEST_F(LimitsTest, ANodeThatLeavesEndsItsJobsFirst) {
  Connect();
  std::thread job([&] { EXPECT_TRUE(RunOnce(Json::Object({{"waits", true}})).ok()); });
  AwaitStart(1);
  node_->Drain();
  Await([&] { return hub_->Connected(kRuntime)[0].draining; });
  EXPECT_EQ(node_->State()["status"].as_string(), "draining");
  copy_->gate = true;
  job.join();
  thread_.join();  // It leaves by itself.
  EXPECT_TRUE(node_end_.ok());
  thread_ = std::thread([] {});
}

TEST_F(LimitsTest, AJobLargerThanTheNodeTakesIsRefused) {
  node_options_.job_bytes_max = 100;
  Connect();
  const auto refused = RunOnce();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "GatewayJobTooLarge");
  EXPECT_EQ(refused.error().kind(), ErrorKind::kInvalid);
  EXPECT_EQ(copy_->started, 0);
  EXPECT_EQ(hub_->Connected(kRuntime)[0].jobs, 0);
}

TEST_F(LimitsTest, AJobThatTakesTooMuchMemoryIsGivenUp) {
  node_options_.memory_max_mb = 1;
  Connect();
  const auto refused = RunOnce(Json::Object({{"waits", true}}));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "GatewayJobTooLarge");
  EXPECT_EQ(copy_->cancelled, 1);
}

TEST_F(LimitsTest, CopiesHaveNoMoreThreadsThanTheNodeAllows) {
  node_options_.job_threads_max = 3;
  Connect();
  EXPECT_EQ((*RunOnce())["threads"].as_int(), 3);
  EXPECT_EQ((*RunOnce(Json::Object({{"parallelCopies", 2}})))["threads"].as_int(), 2);
  EXPECT_EQ((*RunOnce(Json::Object({{"parallelCopies", 20}})))["threads"].as_int(), 3);
}

TEST_F(LimitsTest, AStrangerMaySayLittle) {
  auto socket = http::WebSocketClient::Open({}, Socket());
  ASSERT_TRUE(socket.ok()) << socket.error().ToString();
  ASSERT_TRUE((*socket)->Receive(std::chrono::seconds(20)).ok());
  const std::string large(size_t{65} << 10U, ' ');
  const Result<> sent = (*socket)->Send(large + "{}");
  const auto answer = (*socket)->Receive(std::chrono::seconds(20));
  EXPECT_TRUE(!sent.ok() || !answer.ok());
}

TEST_F(LimitsTest, ANodeOfAnotherProtocolIsSentAwayAndShown) {
  const Result<Identity> identity = RegisterHere("K");
  auto socket = http::WebSocketClient::Open({}, Socket());
  ASSERT_TRUE(socket.ok());
  const auto first = (*socket)->Receive(std::chrono::seconds(20));
  const Json challenge = *ParseJson(first->value());
  const std::string nonce = challenge["nonce"].as_string();
  const Json hello =
      Json::Object({{"type", "hello"},
                    {"protocol", kProtocol + 1},
                    {"runtime", identity->runtime_id},
                    {"node", identity->node_id},
                    {"signature", Sign(identity->sign, ConnectText(nonce, identity->node_id))}});
  ASSERT_TRUE((*socket)->Send(DumpJson(hello)).ok());
  const auto answer = (*socket)->Receive(std::chrono::seconds(20));
  EXPECT_EQ((*ParseJson(answer->value()))["error"]["code"].as_string(), "GatewayVersionRefused");
  const auto refusal = hub_->RefusalOf(identity->node_id);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->error.code(), "GatewayVersionRefused");
  StartNode();
  EXPECT_FALSE(hub_->RefusalOf(identity->node_id));
}

TEST_F(LimitsTest, AHelloThatSomebodyRecordedIsOfNoUse) {
  const Result<Identity> identity = RegisterHere("K");
  std::string recorded;
  for (const bool again : {false, true}) {
    auto socket = http::WebSocketClient::Open({}, Socket());
    ASSERT_TRUE(socket.ok());
    const auto first = (*socket)->Receive(std::chrono::seconds(20));
    const std::string nonce = (*ParseJson(first->value()))["nonce"].as_string();
    if (!again) {
      recorded = DumpJson(Json::Object(
          {{"type", "hello"},
           {"protocol", kProtocol},
           {"runtime", identity->runtime_id},
           {"node", identity->node_id},
           {"boot", "b"},
           {"jobsMax", 1},
           {"signature", Sign(identity->sign, ConnectText(nonce, identity->node_id))}}));
    }
    ASSERT_TRUE((*socket)->Send(recorded).ok());
    const auto answer = (*socket)->Receive(std::chrono::seconds(20));
    EXPECT_EQ((*ParseJson(answer->value()))["type"].as_string(), again ? "refused" : "welcome");
  }
}

TEST_F(LimitsTest, WhoRegistersUnderANameTakesItsPlace) {
  Connect();
  ASSERT_TRUE(RegisterHere("K").ok());  // Of the same name.
  Await([&] { return hub_->Connected(kRuntime).empty(); });
  thread_.join();
  EXPECT_EQ(node_end_.error().code(), "GatewayNodeUnknown");
  thread_ = std::thread([] {});
}

TEST_F(LimitsTest, ACopyIsDoneWhereItsStoreIs) {
  Connect();
  FakeContext here(CopyOf(Json::Object()), {});
  here.Via("West");
  // No node stands there: the service does it.
  EXPECT_EQ((*Run(here))["effectiveIntegrationRuntime"].as_string(), "here");
  OpenHub(5, 3);
  book_.Change([](NodeRecord& node) { node.location = "west europe"; });
  StartNode();
  FakeContext there(CopyOf(Json::Object()), {});
  there.Via("West");
  EXPECT_EQ((*Run(there))["effectiveIntegrationRuntime"].as_string(), "West (West Europe)");
  EXPECT_EQ(hub_->FiguresOf(kRuntime).taken, 1);
}

TEST_F(LimitsTest, TheHealthPageSaysWhatTheNodeDoes) {
  Connect();
  EXPECT_EQ(ServeHealth(*node_, "0.0.0.0", 0).error().code(), "HealthAddressNotLoopback");
  const auto page = ServeHealth(*node_, "127.0.0.1", 0);
  ASSERT_TRUE(page.ok()) << page.error().ToString();
  http::Client client{http::ClientOptions{}};
  const std::string url = "http://127.0.0.1:" + std::to_string((*page)->port()) + "/healthz";
  std::thread job([&] { EXPECT_TRUE(RunOnce(Json::Object({{"waits", true}})).ok()); });
  AwaitStart(1);
  const auto busy = client.Send({.method = "GET", .url = url});
  ASSERT_TRUE(busy.ok());
  EXPECT_EQ(busy->status, 200);
  const Json state = *ParseJson(busy->body);
  EXPECT_EQ(state["status"].as_string(), "connected");
  EXPECT_EQ(state["jobs"][0]["runId"].as_string(), "run-1");
  copy_->gate = true;
  job.join();
  server_.reset();  // The service is gone.
  Await([&] { return node_->State()["status"].as_string() == "disconnected"; });
  EXPECT_EQ(client.Send({.method = "GET", .url = url})->status, 503);
}

}  // namespace
}  // namespace weir::gateway
