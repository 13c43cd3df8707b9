#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/ids.h"
#include "gateway/hub.h"
#include "gateway/node.h"
#include "gateway/parcel.h"
#include "gateway/protocol.h"
#include "gateway/remote_executor.h"
#include "http/server/server.h"
#include "testing/json_cases.h"

namespace weir::gateway {
namespace {

const std::string kRuntime = "/factories/f/integrationruntimes/walled";

/// Nodes in memory; the key is "K".
class MemoryBook final : public NodeBook {
 public:
  Result<std::string> Enroll(const std::string& key, const NodeRecord& node) override {
    if (key != "K") return Fail(ErrorKind::kDenied, "GatewayKeyRefused", "no such key");
    const std::lock_guard lock(mutex_);
    nodes_[node.id] = node;
    return kRuntime;
  }
  Result<NodeRecord> FindNode(const std::string&, const std::string& node_id) const override {
    const std::lock_guard lock(mutex_);
    const auto found = nodes_.find(node_id);
    if (found != nodes_.end()) return found->second;
    return Fail(ErrorKind::kDenied, "GatewayNodeUnknown", "no such node");
  }
  size_t CountNodes(const std::string&) const override {
    const std::lock_guard lock(mutex_);
    return nodes_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, NodeRecord> nodes_;
};

/// The engine's side of an attempt that outlives engines.
class FakeContext final : public engine::ActivityContext {
 public:
  FakeContext(Json activity, Json handle)
      : activity_(std::move(activity)), handle_(std::move(handle)) {}
  const std::string& run_id() const override { return id_; }
  const std::string& activity_run_id() const override { return id_; }
  const std::string& activity_name() const override { return activity_["name"].as_string(); }
  const Json& activity() const override { return activity_; }
  Result<model::DatasetInstance> Dataset(const Json& reference) const override {
    WEIR_ASSIGN(model::LinkedServiceInstance service,
                LinkedService(Json::Object({{"referenceName", "Files"}})));
    return model::DatasetInstance{reference["referenceName"].as_string(), "DelimitedText",
                                  Json::Object({{"folder", reference["parameters"]["folder"]}}),
                                  std::move(service)};
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    const std::string via = name == "Other" ? "Second" : "Walled";
    return model::LinkedServiceInstance{
        name, "FileServer", Json::Object({{"connectVia", Json::Object({{"referenceName", via}})}})};
  }
  Result<Json> Credential(const Json&) const override {
    return Fail(ErrorKind::kNotFound, "CredentialNotFound", "there is none");
  }
  Json Runtimes() const override {
    return Json::Object({{"walled", Json::Object({{"id", kRuntime}})},
                         {"second", Json::Object({{"id", "/second"}})}});
  }
  Result<std::string> Secret(const Json&) const override { return std::string("from the vault"); }
  const Json& handle() const override { return handle_; }
  const Json& callback() const override { return none_; }
  Result<> SaveHandle(Json handle) override {
    if (stops) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
    handle_ = std::move(handle);
    return {};
  }
  Result<std::string> CallbackUri(const std::string&) override { return std::string(); }
  void CallAgain(UtcTime) override {}
  const CancelToken& cancel() const override { return token; }
  const Clock& clock() const override { return clock_; }
  void Report(const engine::Progress& progress) override { rows = progress.rows_read; }

  CancelToken token;
  std::atomic<bool> stops = false;
  std::atomic<int64_t> rows = 0;

 private:
  const Json activity_;
  Json handle_;
  const Json none_;
  const std::string id_ = "run-1";
  const SystemClock clock_;
};

/// Copy: says what it sees; waits for `gate` if it is told to.
class FakeCopy final : public engine::ActivityExecutor {
 public:
  Result<Json> Execute(engine::ActivityContext& context) override {
    ++started;
    const Json& settings = context.type_properties();
    engine::Progress progress;
    progress.rows_read = 7;
    context.Report(progress);
    while (settings["waits"].as_bool() && !gate) {
      const Result<> slept = context.cancel().Sleep(std::chrono::milliseconds(5));
      if (slept) continue;
      ++cancelled;
      return slept.error();
    }
    if (settings["fails"].as_bool()) {
      return Fail(ErrorKind::kUnavailable, "E", "as asked").At("orders").While("copying");
    }
    const Json inputs = context.activity()["inputs"];
    WEIR_ASSIGN(const auto dataset, context.Dataset(inputs[0]));
    WEIR_ASSIGN(const std::string secret, context.Secret(settings["secret"]));
    return Json::Object({{"folder", dataset.properties["folder"]},
                         {"service", dataset.linked_service.name},
                         {"secret", secret},
                         {"effectiveIntegrationRuntime", "here"}});
  }
  std::atomic<int> started = 0;
  std::atomic<int> cancelled = 0;
  std::atomic<bool> gate = false;
};

Json CopyOf(const Json& settings) {
  const Json input = Json::Object({{"referenceName", "In"},
                                   {"type", "DatasetReference"},
                                   {"parameters", Json::Object({{"folder", "a"}})}});
  Json typed = settings;
  typed.Set("secret", Json::Object({{"type", "AzureKeyVaultSecret"}, {"secretName", "s"}}));
  return Json::Object({{"name", "Copy"},
                       {"type", "Copy"},
                       {"inputs", Json::Array({input})},
                       {"typeProperties", typed}});
}

/// A service and a node, in one process.
class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    std::filesystem::create_directories(folder_);
    EXPECT_TRUE(activities_.Add({"Copy", "", false, copy_}).ok());
    EXPECT_TRUE(activities_.Add({"HDInsightHive", "", false, copy_}).ok());
    OpenHub(5, 3);
  }
  ~GatewayTest() override {
    StopNode();
    server_.reset();
    hub_->Close();
    std::filesystem::remove_all(folder_);
  }

  void OpenHub(int64_t wait_s, int64_t lease_s) {
    http::ServerOptions options;
    if (server_ != nullptr) options.port = server_->port();
    server_.reset();  // Before the hub that its connections know.
    hub_ = std::make_shared<Hub>();
    hub_->Open(
        {&book_, &clock_, signing_, std::chrono::seconds(wait_s), std::chrono::seconds(lease_s)});
    Result<engine::ActivityRegistry> over = OverGateways(activities_, hub_);
    ASSERT_TRUE(over.ok());
    over_ = *std::move(over);
    auto started = http::Server::Start(options, [this](const http::ServerRequest& request) {
      http::ServerResponse response;
      if (request.path() == "/weir/gateway/connect") {
        response.socket = hub_->Connect();
        return response;
      }
      const Result<Json> answer = hub_->Register(*ParseJson(request.body));
      if (!answer)
        return http::ServerResponse{
            403, {}, "{\"error\":{\"code\":\"" + answer.error().code() + "\"}}"};
      return http::ServerResponse{200, {}, DumpJson(*answer)};
    });
    ASSERT_TRUE(started.ok()) << started.error().ToString();
    server_ = *std::move(started);
  }

  Result<Identity> RegisterHere(const std::string& key) {
    Result<NodeFolder> folder = NodeFolder::Open(folder_);
    EXPECT_TRUE(folder.ok());
    Identity identity;
    identity.server = "http://127.0.0.1:" + std::to_string(server_->port());
    identity.node_name = "node";
    return RegisterNode(*folder, identity, key, "1");
  }

  void StartNode() {
    StopNode();
    node_stop_ = std::make_unique<CancelToken>();
    Result<NodeFolder> folder = NodeFolder::Open(folder_);
    ASSERT_TRUE(folder.ok());
    auto node = Node::Open(*std::move(folder), {&activities_, &clock_, "1", 2});
    ASSERT_TRUE(node.ok()) << node.error().ToString();
    node_ = *std::move(node);
    thread_ = std::thread([this] { node_end_ = node_->Serve(*node_stop_); });
    while (hub_->Connected(kRuntime).empty() && node_end_.ok()) std::this_thread::yield();
  }
  void StopNode() {
    if (node_ == nullptr) return;
    node_stop_->Cancel();
    thread_.join();
    node_.reset();
  }

  Result<Json> Run(FakeContext& context) {
    return over_.Find(context.activity()["type"].as_string())->executor->Execute(context);
  }
  void AwaitStart(int count) {
    while (copy_->started < count) std::this_thread::yield();
  }

  const std::string folder_ = std::filesystem::temp_directory_path() / ("weir-node-" + NewGuid());
  const SystemClock clock_;
  const KeyPair signing_ = NewSigningKeys();
  MemoryBook book_;
  std::shared_ptr<FakeCopy> copy_ = std::make_shared<FakeCopy>();
  engine::ActivityRegistry activities_;
  std::shared_ptr<Hub> hub_;
  engine::ActivityRegistry over_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<CancelToken> node_stop_;
  std::unique_ptr<Node> node_;
  Result<> node_end_;
  std::thread thread_;
};

TEST_F(GatewayTest, CarriesAnActivityOutOnTheNode) {
  ASSERT_TRUE(RegisterHere("K").ok());
  StartNode();
  FakeContext context(CopyOf(Json::Object()), {});
  const auto output = Run(context);
  ASSERT_TRUE(output.ok()) << output.error().ToString();
  EXPECT_EQ((*output)["folder"].as_string(), "a");
  EXPECT_EQ((*output)["service"].as_string(), "Files");
  EXPECT_EQ((*output)["secret"].as_string(), "from the vault");
  EXPECT_EQ((*output)["effectiveIntegrationRuntime"].as_string(), "walled");
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
