#pragma once

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

namespace weir::gateway {

inline const std::string kRuntime = "/factories/f/integrationruntimes/walled";

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
  void Change(const std::function<void(NodeRecord&)>& change) {
    const std::lock_guard lock(mutex_);
    for (auto& [id, node] : nodes_) change(node);
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
    const std::string via = name == "Other" ? "Second" : via_;
    return model::LinkedServiceInstance{
        name, "FileServer", Json::Object({{"connectVia", Json::Object({{"referenceName", via}})}})};
  }
  Result<Json> Credential(const Json&) const override {
    return Fail(ErrorKind::kNotFound, "CredentialNotFound", "there is none");
  }
  Json Runtimes() const override {
    const Json own = Json::Object({{"type", "SelfHosted"}});
    const Json west = Json::Object(
        {{"type", "Managed"},
         {"typeProperties",
          Json::Object({{"computeProperties", Json::Object({{"location", "West Europe"}})}})}});
    return Json::Object({{"walled", Json::Object({{"id", kRuntime}, {"properties", own}})},
                         {"second", Json::Object({{"id", "/second"}, {"properties", own}})},
                         {"west", Json::Object({{"id", "/factories/f/integrationruntimes/west"},
                                                {"properties", west}})}});
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

  /// Through which runtime its stores are reached.
  void Via(const std::string& runtime) { via_ = runtime; }

  CancelToken token;
  std::atomic<bool> stops = false;
  std::atomic<int64_t> rows = 0;

 private:
  const Json activity_;
  Json handle_;
  std::string via_ = "Walled";
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
                         {"threads", settings["parallelCopies"]},
                         {"effectiveIntegrationRuntime", "here"}});
  }
  std::atomic<int> started = 0;
  std::atomic<int> cancelled = 0;
  std::atomic<bool> gate = false;
};

inline Json CopyOf(const Json& settings) {
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

/// A service with one runtime and a node of it, in one process.
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
    hub_->Open({&book_, &clock_, signing_, "1", std::chrono::seconds(wait_s),
                std::chrono::seconds(lease_s)});
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
    auto node = Node::Open(*std::move(folder), node_options_);
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
  NodeOptions node_options_{&activities_, &clock_, "1", 2};
  std::shared_ptr<Hub> hub_;
  engine::ActivityRegistry over_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<CancelToken> node_stop_;
  std::unique_ptr<Node> node_;
  Result<> node_end_;
  std::thread thread_;
};

}  // namespace weir::gateway
