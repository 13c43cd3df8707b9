#include "gateway/testing/gateway_world.h"
#include "testing/json_cases.h"

namespace weir::gateway {
namespace {

TEST_F(GatewayTest, CarriesAnActivityOutOnTheNode) {
  ASSERT_TRUE(RegisterHere("K").ok());
  StartNode();
  FakeContext context(CopyOf(Json::Object()), {});
  const auto output = Run(context);
  ASSERT_TRUE(output.ok()) << output.error().ToString();
  EXPECT_EQ((*output)["folder"].as_string(), "a");
  EXPECT_EQ((*output)["service"].as_string(), "Files");
  EXPECT_EQ((*output)["secret"].as_string(), "from the vault");
  EXPECT_EQ((*output)["effectiveIntegrationRuntime"].as_string(), "Walled");
  EXPECT_EQ(hub_->Connected(kRuntime)[0].jobs, 0);
}

TEST_F(GatewayTest, BringsErrorsWithTheirKindPlaceAndTrail) {
  ASSERT_TRUE(RegisterHere("K").ok());
  StartNode();
  FakeContext context(CopyOf(Json::Object({{"fails", true}})), {});
  const auto output = Run(context);
  ASSERT_FALSE(output.ok());
  EXPECT_EQ(output.error().kind(), ErrorKind::kUnavailable);
  EXPECT_EQ(output.error().code(), "E");
  EXPECT_EQ(output.error().target(), "orders");
  EXPECT_EQ(output.error().trail(), std::vector<std::string>{"copying"});
}

TEST_F(GatewayTest, SaysWhyNobodyCanCarryItOut) {
  FakeContext alone(CopyOf(Json::Object()), {});
  EXPECT_EQ(Run(alone).error().code(), "IntegrationRuntimeHasNoNodes");
  ASSERT_TRUE(RegisterHere("K").ok());
  OpenHub(0, 3);
  FakeContext offline(CopyOf(Json::Object()), {});
  EXPECT_EQ(Run(offline).error().code(), "IntegrationRuntimeOffline");
  Json hive = CopyOf(Json::Object());
  hive.Set("type", "HDInsightHive");
  FakeContext other(hive, {});
  EXPECT_EQ(Run(other).error().code(), "GatewayActivityUnsupported");
  Json mixed = CopyOf(Json::Object());
  mixed.Set("linkedServiceName",
            Json::Object({{"referenceName", "Other"}, {"type", "LinkedServiceReference"}}));
  FakeContext two(mixed, {});
  EXPECT_EQ(Run(two).error().code(), "IntegrationRuntimesDiffer");
  EXPECT_EQ(copy_->started, 0);
}

TEST_F(GatewayTest, RefusesWrongKeysAndStrangers) {
  const auto refused = RegisterHere("wrong");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "GatewayKeyRefused");
  ASSERT_TRUE(RegisterHere("K").ok());
  Result<NodeFolder> folder = NodeFolder::Open(folder_);
  Result<Identity> identity = folder->ReadIdentity();
  ASSERT_TRUE(identity.ok());
  identity->sign = NewSigningKeys();  // Who found its id, but not its keys.
  ASSERT_TRUE(folder->SaveIdentity(*identity).ok());
  auto node = Node::Open(*std::move(folder), {&activities_, &clock_, "1", 2});
  ASSERT_TRUE(node.ok());
  const CancelToken stop;
  const Result<> served = (*node)->Serve(stop);
  ASSERT_FALSE(served.ok());
  EXPECT_EQ(served.error().code(), "GatewayNodeUnknown");
}

TEST_F(GatewayTest, TheNodeTakesNoJobOfAnother) {
  ASSERT_TRUE(RegisterHere("K").ok());
  Result<NodeFolder> folder = NodeFolder::Open(folder_);
  Result<Identity> identity = folder->ReadIdentity();
  identity->server_key = NewSigningKeys().open;
  ASSERT_TRUE(folder->SaveIdentity(*identity).ok());
  StartNode();
  FakeContext context(CopyOf(Json::Object()), {});
  EXPECT_EQ(Run(context).error().code(), "GatewayJobForged");
  EXPECT_EQ(copy_->started, 0);
}

TEST_F(GatewayTest, CancelGoesOnToTheNode) {
  ASSERT_TRUE(RegisterHere("K").ok());
  StartNode();
  FakeContext context(CopyOf(Json::Object({{"waits", true}})), {});
  std::thread canceller([&] {
    AwaitStart(1);
    while (context.rows == 0) std::this_thread::yield();
    context.token.Cancel();
  });
  const auto output = Run(context);
  canceller.join();
  ASSERT_FALSE(output.ok());
  EXPECT_EQ(output.error().kind(), ErrorKind::kCancelled);
  EXPECT_EQ(copy_->cancelled, 1);
}

TEST_F(GatewayTest, ANewServiceFindsTheJobWhereItIs) {
  ASSERT_TRUE(RegisterHere("K").ok());
  OpenHub(5, 30);
  StartNode();
  FakeContext context(CopyOf(Json::Object({{"waits", true}})), {});
  std::thread engine([&] { EXPECT_FALSE(Run(context).ok()); });
  AwaitStart(1);
  context.stops = true;
  context.token.Cancel("the engine stops");
  engine.join();
  hub_->Close();
  OpenHub(5, 30);
  FakeContext again(context.activity(), context.handle());
  copy_->gate = true;
  const auto output = Run(again);
  ASSERT_TRUE(output.ok()) << output.error().ToString();
  EXPECT_EQ((*output)["folder"].as_string(), "a");
  EXPECT_EQ(copy_->started, 1);
  EXPECT_EQ(copy_->cancelled, 0);
  // The result was durable before the node forgot it.
  FakeContext once_more(context.activity(), again.handle());
  EXPECT_TRUE(Run(once_more).ok());
  EXPECT_EQ(copy_->started, 1);
}

TEST_F(GatewayTest, ANodeThatIsStartedAnewLostItsJobs) {
  ASSERT_TRUE(RegisterHere("K").ok());
  OpenHub(5, 30);
  StartNode();
  const Seat seat{kRuntime, hub_->Connected(kRuntime)[0].id, "an earlier process", "job-1"};
  FakeContext context(CopyOf(Json::Object()), Json::Object({{"gateway", seat.ToJson()}}));
  std::thread again([&] { StartNode(); });
  const auto output = Run(context);
  again.join();
  ASSERT_FALSE(output.ok());
  EXPECT_EQ(output.error().code(), "GatewayNodeLost");
  EXPECT_EQ(output.error().kind(), ErrorKind::kUnavailable);
  EXPECT_EQ(copy_->started, 0);
}

TEST_F(GatewayTest, ANodeThatIsGoneLosesItsLease) {
  ASSERT_TRUE(RegisterHere("K").ok());
  OpenHub(5, 1);
  StartNode();
  FakeContext context(CopyOf(Json::Object({{"waits", true}})), {});
  std::thread gone([&] {
    AwaitStart(1);
    StopNode();
  });
  const auto output = Run(context);
  gone.join();
  ASSERT_FALSE(output.ok());
  EXPECT_EQ(output.error().code(), "GatewayNodeLost");
  EXPECT_EQ(copy_->cancelled, 1);  // It does not go on where nobody looks after it.
}

void CheckSecrets(const Json& test_case) {
  const std::map<std::string, std::string> secrets = {
      {"plain", "s3cret"}, {"object", R"({"server": "other", "userName": "jo"})"}};
  const Result<Json> made = WithSecrets(test_case["properties"], secrets);
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(made.ok()) << DumpJson(*made);
    EXPECT_EQ(made.error().code(), test_case["error"]["code"].as_string());
    EXPECT_NE(made.error().message().find(test_case["error"]["says"].as_string()),
              std::string::npos)
        << made.error().message();
    return;
  }
  ASSERT_TRUE(made.ok()) << made.error().ToString();
  EXPECT_EQ(*made, test_case["want"]) << DumpJson(*made);
}

const bool registered =
    testing::RegisterCases("secrets", "src/gateway/cases/secrets.json", CheckSecrets);

}  // namespace
}  // namespace weir::gateway
