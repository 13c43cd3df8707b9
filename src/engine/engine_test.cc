#include "engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "engine/run_json.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Answers with its typeProperties; "sleep" waits until it is cancelled, "fail" fails.
class EchoExecutor final : public ActivityExecutor {
 public:
  Result<Json> Execute(ActivityContext& context) override {
    const Json& settings = context.type_properties();
    if (settings["connect"].is_object()) {
      WEIR_ASSIGN(const auto service, context.LinkedService(settings["connect"]));
      const Json& password = service.type_properties()["password"]["value"];
      Json used = Json::Object({{"used", password}});
      if (settings["shows"].as_bool()) used.Set("length", password.as_string().size());
      return used;
    }
    if (settings["sleep"].as_bool()) WEIR_TRY(context.cancel().Sleep(std::chrono::hours(1)));
    if (settings["throw"].as_bool()) throw std::runtime_error("from a library");
    if (settings["fail"].as_bool()) return Fail(ErrorKind::kUnavailable, "E", "as asked");
    Progress progress;
    progress.rows_read = 5;
    context.Report(progress);
    return settings;
  }
};

/// Waits for a callback without a thread, as work outside does: saves a handle, asks to be called
/// again. Counts what it did.
class OutsideExecutor final : public ActivityExecutor {
 public:
  Result<Json> Execute(ActivityContext& context) override {
    ++calls;
    if (!context.callback().is_null()) return context.callback()["body"];
    if (context.cancel().cancelled() && !context.handle().is_null()) ++cleaned_up;
    WEIR_TRY(context.cancel().Check());
    if (context.handle().is_null()) {
      WEIR_ASSIGN(const std::string uri, context.CallbackUri(""));
      WEIR_TRY(context.SaveHandle(Json::Object({{"uri", uri}})));
      ++started;
      const std::lock_guard lock(mutex);
      uris.push_back(uri);
    } else if (context.type_properties()["polls"].as_bool()) {
      return context.handle();
    }
    const bool polls = context.type_properties()["polls"].as_bool();
    context.CallAgain(context.clock().Now() +
                      std::chrono::microseconds(polls ? 1000 : 3'600'000'000));
    return Json();
  }
  std::vector<std::string> WaitForUris(size_t count) {
    while (true) {
      const std::lock_guard lock(mutex);
      if (uris.size() >= count) return uris;
      std::this_thread::yield();
    }
  }

  std::atomic<int> calls{0};
  std::atomic<int> started{0};
  std::atomic<int> cleaned_up{0};
  std::mutex mutex;
  std::vector<std::string> uris;
};

/// A vault in memory: the secret "x" is "value-of-x"; "slow" waits to be cancelled.
class MemorySecrets final : public SecretSource {
 public:
  Result<std::string> Read(const SecretQuery& query, const CancelToken* cancel) override {
    if (query.name == "slow") WEIR_TRY(cancel->Sleep(std::chrono::hours(1)));
    if (query.name == "none") return Fail(ErrorKind::kNotFound, "NoSecret", "there is none");
    const std::string& key = query.credential["typeProperties"]["key"]["value"].as_string();
    return "value-of-" + query.name + (key.empty() ? "" : "-by-" + key);
  }
};

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() {
    store_ = *store::OpenSqliteStore(":memory:");
    EXPECT_TRUE(registry_.Add({"Echo", "answers", true, std::make_shared<EchoExecutor>()}));
    EXPECT_TRUE(registry_.Add({"Outside", "waits", false, outside_}));
    Boot();
  }

  void Boot() {
    EngineOptions options;
    options.store = store_.get();
    options.activities = &registry_;
    options.clock = &clock_;
    options.sealer = &sealer_;
    options.workers_max = 4;
    options.secrets = &secrets_;
    options.callback_address = [](const std::string&) -> Result<std::string> { return kAddress; };
    engine_ = std::make_unique<Engine>(options);
  }

  /// Stop at once and go on with a new engine, as after a crash.
  void Restart(const std::shared_ptr<Definitions>& definitions) {
    engine_.reset();
    Boot();
    std::vector<Core::Unfinished> again;
    const auto unfinished = store_->Unfinished();
    for (const store::UnfinishedRun& run : *unfinished) {
      again.push_back({run, definitions});
    }
    const Result<> resumed = engine_->Resume(again);
    EXPECT_TRUE(resumed) << resumed.error().ToString();
  }

  static std::string TokenOf(const std::string& uri) {
    const std::string path = std::string(kAddress) + std::string(kCallbackPath);
    EXPECT_TRUE(uri.starts_with(path)) << uri;
    return uri.substr(path.size());
  }

  RunRequest Request(const std::string& activities, Json local_activities = {}) {
    Result<Json> list = ParseJson(activities);
    EXPECT_TRUE(list) << list.error().ToString();
    auto factory = std::make_shared<model::Factory>("test");
    factory->Add(model::MakeResource(
        model::ResourceKind::kPipeline, "P", "pipeline/P.json",
        Json::Object(
            {{"name", "P"},
             {"properties", Json::Object({{"activities", *list}, {"parameters", parameters_}})}})));
    factory->Add(
        model::MakeResource(model::ResourceKind::kLinkedService, "S", "linkedService/S.json",
                            *ParseJson(R"({"name":"S","properties":{"type":"X","typeProperties":
                       {"password":{"type":"SecureString","value":"hunter22"}}}})")));
    const auto add = [&](model::ResourceKind kind, const std::string& name, const char* text) {
      factory->Add(
          model::MakeResource(kind, name, name + ".json",
                              Json::Object({{"name", name}, {"properties", *ParseJson(text)}})));
    };
    const auto linked = model::ResourceKind::kLinkedService;
    add(linked, "Vault", R"({"type":"AzureKeyVault","typeProperties":{"baseUrl":"https://v"}})");
    add(linked, "Locked", R"({"type":"AzureKeyVault","typeProperties":{"baseUrl":"https://l",
        "credential":{"referenceName":"Key"}}})");
    add(model::ResourceKind::kCredential, "Key", R"({"type":"ServicePrincipal","typeProperties":
        {"key":{"type":"AzureKeyVaultSecret","secretName":"k",
                "store":{"referenceName":"Vault"}}}})");
    add(linked, "Circle", R"({"type":"AzureKeyVault","typeProperties":{"accessToken":
        {"type":"AzureKeyVaultSecret","secretName":"c","store":{"referenceName":"Circle"}}}})");
    for (const char* store : {"Vault", "Locked", "Circle"}) {
      for (const char* secret : {"x", "none", "slow"}) {
        const std::string text =
            std::string(
                R"({"type":"X","typeProperties":{"password":{"type":"AzureKeyVaultSecret",)") +
            R"("secretName":")" + secret + R"(","store":{"referenceName":")" + store + R"("}}}})";
        add(linked, std::string(store) + "-" + secret, text.c_str());
      }
    }
    RunRequest request;
    request.definitions = std::make_shared<Definitions>(
        std::move(factory), model::LocalSettings({}, std::move(local_activities)));
    request.pipeline = "P";
    return request;
  }

  FinishedRun Run(RunRequest request) {
    const Result<std::string> run_id = engine_->Run(std::move(request));
    EXPECT_TRUE(run_id) << run_id.error().ToString();
    return *engine_->Wait(*run_id);
  }

  store::ActivityRunRecord OnlyActivity(const FinishedRun& run) {
    return store_->Activities(run.record.run_id)->front();
  }

  static constexpr const char* kAddress = "https://weir.example";
  MemorySecrets secrets_;
  std::shared_ptr<OutsideExecutor> outside_ = std::make_shared<OutsideExecutor>();
  Json parameters_ = Json::Object();
  SystemClock clock_;
  Sealer sealer_ = Sealer::Ephemeral();
  ActivityRegistry registry_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, RunsActivitiesSideBySide) {
  const FinishedRun run = Run(Request(R"json([
    {"name":"Each","type":"ForEach","typeProperties":{"items":"@range(0,200)","batchCount":50,
     "activities":[{"name":"A","type":"Echo","typeProperties":{"n":"@item()"}}]}}])json"));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(store_->Activities(run.record.run_id)->size(), 201U);
}

TEST_F(EngineTest, SaysWhichTypeItCannotExecute) {
  const FinishedRun run = Run(Request(R"([{"name":"A","type":"Ecko","typeProperties":{}}])"));
  EXPECT_EQ(run.record.status, "Failed");
  EXPECT_THAT(run.record.message, HasSubstr("activity type 'Ecko' cannot be executed here"));
  EXPECT_THAT(run.record.message, HasSubstr("did you mean 'Echo'?"));
}

TEST_F(EngineTest, KeepsKindAndCodeOfAnError) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"fail":true}}])"));
  const Json error = *ParseJson(OnlyActivity(run).error);
  EXPECT_EQ(error["errorCode"].as_string(), "E");
  EXPECT_EQ(error["failureType"].as_string(), "SystemError");
  EXPECT_EQ(error["target"].as_string(), "A");
}

TEST_F(EngineTest, OutlivesALibraryThatThrows) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"throw":true}}])"));
  EXPECT_EQ(run.record.status, "Failed");
  EXPECT_THAT(run.record.message, HasSubstr("from a library"));
}

TEST_F(EngineTest, CancelsWhatRuns) {
  const Result<std::string> run_id =
      engine_->Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])"));
  ASSERT_TRUE(run_id);
  EXPECT_TRUE(engine_->Cancel(*run_id));
  const FinishedRun run = *engine_->Wait(*run_id);
  EXPECT_EQ(run.record.status, "Cancelled");
  EXPECT_EQ(OnlyActivity(run).status, "Cancelled");
  EXPECT_FALSE(engine_->Cancel(*run_id));
}

TEST_F(EngineTest, AnswersFromTheLocalFile) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"DatabricksNotebook","typeProperties":{}}])",
                  Json::Object({{"A", Json::Object({{"output", Json::Object({{"k", 1}})}})}})));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"k":1})");
}

constexpr const char* kOutside = R"([{"name":"A","type":"Outside","typeProperties":{}}])";

TEST_F(EngineTest, ACallbackEndsAnActivityOnce) {
  const Result<std::string> run_id = engine_->Run(Request(kOutside));
  ASSERT_TRUE(run_id);
  const std::string token = TokenOf(outside_->WaitForUris(1).front());
  const Result<> came = engine_->Callback(token, Json::Object({{"rows", 5}}));
  ASSERT_TRUE(came) << came.error().ToString();
  const FinishedRun run = *engine_->Wait(*run_id);
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"rows":5})");
  const Result<> again = engine_->Callback(token, Json::Object());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), "CallbackNotAwaited");
}

TEST_F(EngineTest, AForgedCallbackIsNotTaken) {
  const Result<std::string> run_id = engine_->Run(Request(kOutside));
  ASSERT_TRUE(run_id);
  const std::string token = TokenOf(outside_->WaitForUris(1).front());
  const std::string name = token.substr(0, token.rfind('.'));
  const std::string other_key = Sealer::Ephemeral().Tag("callback " + name);
  for (const std::string& forged :
       {std::string(), std::string("."), name, name + ".", name + "." + other_key,
        *run_id + ".99" + token.substr(token.rfind('.')), token + "0", "x" + token}) {
    const Result<> taken = engine_->Callback(forged, Json::Object());
    ASSERT_FALSE(taken) << forged;
    EXPECT_EQ(taken.error().code(), "CallbackNotFound") << forged;
  }
  EXPECT_TRUE(engine_->Callback(token, Json::Object()));
  EXPECT_EQ(engine_->Wait(*run_id)->record.status, "Succeeded");
}

TEST_F(EngineTest, WaitingOutsideTakesNoThread) {
  constexpr size_t kMany = 100;  // Of four workers.
  const Result<std::string> run_id = engine_->Run(Request(R"json([
    {"name":"Each","type":"ForEach","typeProperties":{"items":"@range(0,100)","batchCount":50,
     "activities":[{"name":"A","type":"Outside","typeProperties":{}}]}}])json"));
  ASSERT_TRUE(run_id);
  for (size_t done = 0; done < kMany; ++done) {
    const std::string uri = outside_->WaitForUris(done + 1)[done];
    EXPECT_TRUE(engine_->Callback(TokenOf(uri), Json::Object()));
  }
  EXPECT_EQ(engine_->Wait(*run_id)->record.status, "Succeeded");
  EXPECT_EQ(outside_->started, static_cast<int>(kMany));
}

TEST_F(EngineTest, AHandleOutlivesARestart) {
  RunRequest request = Request(kOutside);
  const auto definitions = request.definitions;
  const Result<std::string> run_id = engine_->Run(std::move(request));
  ASSERT_TRUE(run_id);
  const std::string token = TokenOf(outside_->WaitForUris(1).front());
  Restart(definitions);
  Restart(definitions);
  ASSERT_TRUE(engine_->Callback(token, Json::Object({{"k", "v"}})));
  const FinishedRun run = *engine_->Wait(*run_id);
  EXPECT_EQ(OnlyActivity(run).output, R"({"k":"v"})");
  EXPECT_EQ(outside_->started, 1) << "it was found again, not started again";
}

TEST_F(EngineTest, ACallbackBeforeARestartIsNotLost) {
  RunRequest request = Request(kOutside);
  const auto definitions = request.definitions;
  const Result<std::string> run_id = engine_->Run(std::move(request));
  ASSERT_TRUE(run_id);
  const std::string token = TokenOf(outside_->WaitForUris(1).front());
  ASSERT_TRUE(engine_->Callback(token, Json::Object({{"k", "v"}})));
  Restart(definitions);
  const auto finished = engine_->Wait(*run_id, [&] { return store_->Unfinished()->empty(); });
  EXPECT_EQ(store_->Activities(*run_id)->front().output, R"({"k":"v"})");
  EXPECT_FALSE(engine_->Callback(token, Json::Object()));
}

TEST_F(EngineTest, WorkOutsideIsCalledAgainInTimeAndWhenCancelled) {
  const FinishedRun polled =
      Run(Request(R"([{"name":"A","type":"Outside","typeProperties":{"polls":true}}])"));
  EXPECT_THAT(OnlyActivity(polled).output, HasSubstr("https://weir.example/weir/callbacks/"));
  EXPECT_EQ(outside_->calls, 2);
  const Result<std::string> run_id = engine_->Run(Request(kOutside));
  ASSERT_TRUE(run_id);
  outside_->WaitForUris(2);
  EXPECT_TRUE(engine_->Cancel(*run_id));
  EXPECT_EQ(engine_->Wait(*run_id)->record.status, "Cancelled");
  EXPECT_EQ(outside_->cleaned_up, 1);
}

TEST_F(EngineTest, HandlesAndCallbacksAreSealedInTheStore) {
  const Result<std::string> run_id = engine_->Run(Request(kOutside));
  ASSERT_TRUE(run_id);
  const std::string uri = outside_->WaitForUris(1).front();
  const auto unfinished = store_->Unfinished();
  ASSERT_FALSE(unfinished->front().journal.empty());
  for (const std::string& entry : unfinished->front().journal) {
    EXPECT_THAT(entry, Not(HasSubstr(TokenOf(uri))));
  }
}

std::string Connect(const std::string& service) {
  return R"([{"name":"A","type":"Echo","typeProperties":{"shows":true,
      "connect":{"referenceName":")" +
         service + R"("}}}])";
}

TEST_F(EngineTest, ReadsSecretsOfVaultsAndMasksThem) {
  const FinishedRun run = Run(Request(Connect("Vault-x")));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"used":"***","length":10})");
}

TEST_F(EngineTest, AVaultMayBeOpenedWithASecretOfAnother) {
  const FinishedRun run = Run(Request(Connect("Locked-x")));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"used":"***","length":24})");  // value-of-x-by-value-of-k
}

TEST_F(EngineTest, AVaultDoesNotOpenItself) {
  const FinishedRun run = Run(Request(Connect("Circle-x")));
  EXPECT_EQ((*ParseJson(OnlyActivity(run).error))["errorCode"].as_string(), "SecretCycle");
}

TEST_F(EngineTest, ASecretThatIsNotThereFailsTheActivity) {
  const FinishedRun run = Run(Request(Connect("Vault-none")));
  EXPECT_EQ((*ParseJson(OnlyActivity(run).error))["errorCode"].as_string(), "NoSecret");
}

TEST_F(EngineTest, WaitingForAVaultCanBeCancelled) {
  const Result<std::string> run_id = engine_->Run(Request(Connect("Vault-slow")));
  ASSERT_TRUE(run_id);
  EXPECT_TRUE(engine_->Cancel(*run_id));
  EXPECT_EQ(engine_->Wait(*run_id)->record.status, "Cancelled");
}

TEST_F(EngineTest, MasksSecretsOfConnections) {
  const FinishedRun run = Run(Request(
      R"([{"name":"A","type":"Echo","typeProperties":{"connect":{"referenceName":"S"}}}])"));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"used":"***"})");
}

TEST_F(EngineTest, KeepsSecretParametersOutOfHistory) {
  parameters_ = *ParseJson(R"({"k":{"type":"SecureString"}})");
  RunRequest request = Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])");
  request.arguments = Json::Object({{"k", "hunter22"}});
  const Result<std::string> run_id = engine_->Run(std::move(request));
  ASSERT_TRUE(run_id);
  const auto open = store_->Unfinished();
  EXPECT_THAT(open->front().start, Not(HasSubstr("hunter22")));
  EXPECT_EQ(DumpJson(open->front().record.parameters), R"({"k":"***"})");
  engine_->Cancel(*run_id);
  engine_->Wait(*run_id);
}

TEST_F(EngineTest, RefusesWhatCannotStart) {
  RunRequest request = Request("[]");
  request.pipeline = "Q";
  EXPECT_EQ(engine_->Run(std::move(request)).error().code(), "PipelineNotFound");
  parameters_ = *ParseJson(R"({"k":{"type":"int"}})");
  EXPECT_EQ(engine_->Run(Request("[]")).error().code(), "MissingParameter");
  EXPECT_TRUE(store_->Runs({})->empty());
}

TEST_F(EngineTest, StopsInTheMiddleAndLeavesTheRunToTheNextEngine) {
  const Result<std::string> run_id =
      engine_->Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])"));
  ASSERT_TRUE(run_id);
  engine_.reset();
  EXPECT_EQ(store_->Unfinished()->size(), 1U);
}

TEST_F(EngineTest, PrintsRunsAsTheApiDoes) {
  const FinishedRun run = Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"x":1}}])"));
  const Json json = RunToJson(run.record);
  EXPECT_EQ(json["invokedBy"]["name"].as_string(), "Manual");
  EXPECT_EQ(json["runGroupId"], json["runId"]);
  const Json activity = ActivityRunToJson(run.record, OnlyActivity(run));
  EXPECT_EQ(activity["output"]["x"].as_int(), 1);
  EXPECT_EQ(activity["error"]["target"].as_string(), "A");
  EXPECT_TRUE(activity["retryAttempt"].is_null());
}

}  // namespace
}  // namespace weir::engine
