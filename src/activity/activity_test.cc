#include <gtest/gtest.h>

#include <thread>

#include "activity/metadata.h"
#include "activity/register.h"
#include "copy/testing/store_fixture.h"
#include "http/testing/fake_server.h"
#include "testing/json_cases.h"

namespace weir::activity {
namespace {

using copy::testing::StoreFixture;

/// The engine's side of one attempt, on real stores.
class TestContext final : public engine::ActivityContext {
 public:
  TestContext(const StoreFixture& stores, Json activity, Json datasets)
      : stores_(stores), activity_(std::move(activity)), datasets_(std::move(datasets)) {}

  const std::string& run_id() const override { return run_id_; }
  const std::string& activity_run_id() const override { return activity_run_id_; }
  const std::string& activity_name() const override { return activity_["name"].as_string(); }
  const Json& activity() const override { return activity_; }
  Result<model::DatasetInstance> Dataset(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    if (datasets_.Find(name) == nullptr) {
      return Fail(ErrorKind::kNotFound, "DatasetNotFound", "there is no dataset '" + name + "'");
    }
    return stores_.Dataset(datasets_[name], name);
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    if (const Json* properties = resources_["linkedServices"].Find(name)) {
      return model::LinkedServiceInstance{name, (*properties)["type"].as_string(), *properties};
    }
    return stores_.LinkedService(reference);
  }
  Result<Json> Credential(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    const Json* properties = resources_["credentials"].Find(name);
    if (properties != nullptr) return *properties;
    return Fail(ErrorKind::kNotFound, "CredentialNotFound",
                "there is no credential '" + name + "'");
  }
  Result<std::string> Secret(const Json& setting) const override {
    return model::SettingText(setting);
  }
  const Json& handle() const override { return handle_; }
  const Json& callback() const override { return callback_; }
  Result<> SaveHandle(Json handle) override {
    handle_ = std::move(handle);
    return {};
  }
  Result<std::string> CallbackUri(const std::string&) override {
    return std::string("https://weir.test/weir/callbacks/T");
  }
  void CallAgain(UtcTime time) override { again_ = time; }
  /// Wait as the engine does, until the attempt wants to be called again. False: it is over.
  bool WaitForNextCall() {
    if (!again_) return false;
    const auto left = *std::exchange(again_, std::nullopt) - clock_.Now();
    if (resources_.Find("callback") != nullptr) {
      callback_ = Json::Object({{"body", resources_["callback"]}});
    } else {
      const Result<> slept = cancel_.Sleep(std::max(left, std::chrono::microseconds(0)));
      EXPECT_TRUE(slept.ok() || cancel_.cancelled());
    }
    return true;
  }
  /// linkedServices and credentials by name, and the callback that comes.
  void set_resources(const Json& resources) { resources_ = resources; }
  const CancelToken& cancel() const override { return cancel_; }
  CancelToken& cancel() { return cancel_; }
  const Clock& clock() const override { return clock_; }
  void Report(const engine::Progress&) override { reports_ += 1; }
  int reports() const { return reports_; }

 private:
  const StoreFixture& stores_;
  Json activity_;
  Json datasets_;
  std::string run_id_ = "run-1";
  std::string activity_run_id_ = "activity-run-1";
  Json resources_;
  Json handle_;
  Json callback_;
  std::optional<UtcTime> again_;
  CancelToken cancel_;
  SystemClock clock_;
  std::atomic<int> reports_{0};
};

Result<Json> Execute(const StoreFixture& stores, TestContext& context) {
  engine::ActivityRegistry registry;
  const copy::Services services = stores.services();
  WEIR_TRY(RegisterActivities(registry, services.connectors, services.formats));
  const engine::ActivitySpec* spec = registry.Find(context.activity()["type"].as_string());
  if (spec == nullptr) return Fail(ErrorKind::kNotFound, "NoActivity", "no such activity");
  while (true) {
    Result<Json> output = spec->executor->Execute(context);
    if (!output || !context.WaitForNextCall()) return output;
  }
}

void CheckOutcome(const Json& test_case, const Result<Json>& output) {
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(output) << DumpJson(*output);
    copy::testing::ExpectError(test_case["error"], output.error());
    return;
  }
  ASSERT_TRUE(output) << output.error().ToString();
  copy::testing::ExpectMembers(test_case["want"]["output"], *output, "output");
  for (const Json& absent : test_case["want"]["absent"].items()) {
    EXPECT_EQ(output->Find(absent.as_string()), nullptr) << absent.as_string();
  }
  if (test_case["activity"]["type"].as_string() == "WebHook") return;  // Not on a runtime.
  for (const char* key : {"effectiveIntegrationRuntime", "durationInQueue", "billingReference"}) {
    EXPECT_NE(output->Find(key), nullptr) << key;
  }
}

/// {files, folders, setup, datasets: {name: properties}, activity, want | error}
void CheckActivity(const Json& test_case) {
  StoreFixture stores;
  stores.Prepare(test_case);
  TestContext context(stores, test_case["activity"], test_case["datasets"]);
  CheckOutcome(test_case, Execute(stores, context));
  stores.Check(test_case["want"]);
}

std::string WithServer(std::string text, const std::string& url) {
  const std::string port = url.substr(url.rfind(':') + 1);
  for (size_t at = text.find("{port}"); at != std::string::npos; at = text.find("{port}", at)) {
    text.replace(at, 6, port);
  }
  for (size_t at = text.find("{server}"); at != std::string::npos; at = text.find("{server}", at)) {
    text.replace(at, 8, url);
  }
  return text;
}

/// Variables of the environment for one case.
class ScopedEnvironment {
 public:
  explicit ScopedEnvironment(const Json& variables) : variables_(variables) {
    for (const Json::Member& one : variables_.members()) {
      setenv(one.name.c_str(), one.value.as_string().c_str(), 1);
    }
  }
  ~ScopedEnvironment() {
    for (const Json::Member& one : variables_.members()) unsetenv(one.name.c_str());
  }
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

 private:
  const Json variables_;
};

/// {replies: [{status, headers, body}], environment, linkedServices, credentials, callback,
/// activity, want: {output, requests}, error}; "{server}" stands for the server's address. The last
/// reply is given again and again.
void CheckWeb(const Json& given) {
  StoreFixture stores;
  Json test_case = given;
  std::atomic<size_t> asked{0};
  const Json& replies = given["replies"];
  const http::testing::FakeServer server([&](const http::testing::FakeRequest& request) {
    const Json& reply = replies[std::min(asked++, replies.size() - 1)];
    http::testing::FakeReply out;
    out.status = static_cast<int>(reply["status"].as_int());
    for (const Json::Member& header : reply["headers"].members()) {
      out.headers.push_back(
          {header.name, WithServer(header.value.as_string(), "http://" + *request.Find("Host"))});
    }
    const Json& body = reply["body"];
    out.body = body.is_string() ? body.as_string() : body.is_null() ? "" : DumpJson(body);
    if (reply["bytes"].is_int()) {
      out.body = "\"" + std::string(static_cast<size_t>(reply["bytes"].as_int()), 'x') + "\"";
    }
    return out;
  });
  for (const char* part : {"activity", "environment", "linkedServices", "credentials"}) {
    if (given.Find(part) == nullptr) continue;
    const Result<Json> with = ParseJson(WithServer(DumpJson(given[part]), server.Url()));
    ASSERT_TRUE(with);
    test_case.Set(part, *with);
  }
  const ScopedEnvironment environment(test_case["environment"]);
  TestContext context(stores, test_case["activity"], test_case["datasets"]);
  context.set_resources(test_case);
  CheckOutcome(test_case, Execute(stores, context));
  const std::vector<http::testing::FakeRequest> requests = server.requests();
  const Json& want = test_case["want"]["requests"];
  if (!want.is_array()) return;
  ASSERT_EQ(requests.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(requests[i].method + " " + requests[i].target, want[i]["line"].as_string());
    if (!want[i]["body"].is_null()) {
      EXPECT_EQ(requests[i].body, want[i]["body"].as_string());
    }
    for (const Json::Member& header : want[i]["headers"].members()) {
      const std::string* got = requests[i].Find(header.name);
      if (header.value.is_null()) {
        EXPECT_EQ(got, nullptr) << header.name;
        continue;
      }
      ASSERT_NE(got, nullptr) << header.name;
      EXPECT_EQ(*got, header.value.as_string());
    }
  }
}

const bool kLookup =
    weir::testing::RegisterCases("lookup", "src/activity/cases/lookup.json", CheckActivity);
const bool kPreview = weir::testing::RegisterCases(
    "preview_data", "src/activity/cases/preview_data.json", CheckActivity);
const bool kMetadata = weir::testing::RegisterCases(
    "get_metadata", "src/activity/cases/get_metadata.json", CheckActivity);
const bool kDelete =
    weir::testing::RegisterCases("delete", "src/activity/cases/delete.json", CheckActivity);
const bool kSql = weir::testing::RegisterCases("sql", "src/activity/cases/sql.json", CheckActivity);
const bool kValidation =
    weir::testing::RegisterCases("validation", "src/activity/cases/validation.json", CheckActivity);
const bool kCopy =
    weir::testing::RegisterCases("copy", "src/activity/cases/copy.json", CheckActivity);
const bool kWeb = weir::testing::RegisterCases("web", "src/activity/cases/web.json", CheckWeb);
const bool kSignIn =
    weir::testing::RegisterCases("web_sign_in", "src/activity/cases/web_sign_in.json", CheckWeb);
const bool kWebHook =
    weir::testing::RegisterCases("webhook", "src/activity/cases/webhook.json", CheckWeb);
const bool kFunction = weir::testing::RegisterCases(
    "azure_function", "src/activity/cases/azure_function.json", CheckWeb);

TEST(ActivityCancel, EndsAWaitingValidation) {
  const StoreFixture stores;
  TestContext context(stores,
                      *ParseJson(R"({"name":"V","type":"Validation","typeProperties":{"sleep":600,
        "dataset":{"referenceName":"D"}}})"),
                      *ParseJson(R"({"D":{"type":"Binary","typeProperties":{"location":
        {"type":"FileServerLocation","folderPath":"in","fileName":"a"}}}})"));
  std::thread canceller([&] {
    while (context.reports() == 0) std::this_thread::yield();
    context.cancel().Cancel("enough");
  });
  const Result<Json> output = Execute(stores, context);
  canceller.join();
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind(), ErrorKind::kCancelled);
  EXPECT_EQ(output.error().message(), "enough");
}

TEST(ActivityCancel, StopsACopyBeforeItCommits) {
  StoreFixture stores;
  stores.Prepare(*ParseJson(R"({"files":{"in/a.csv":{"repeat":"1,2,3\n","times":1000}}})"));
  const std::string dataset = R"({"type":"DelimitedText","typeProperties":{"location":
      {"type":"FileServerLocation","folderPath":")";
  TestContext context(
      stores, *ParseJson(R"({"name":"C","type":"Copy",
        "inputs":[{"referenceName":"In"}],"outputs":[{"referenceName":"Out"}],
        "typeProperties":{"source":{"type":"DelimitedTextSource"},
        "sink":{"type":"DelimitedTextSink","formatSettings":{"fileExtension":".csv"}}}})"),
      *ParseJson("{\"In\":" + dataset + "in\"}}},\"Out\":" + dataset + "out\"}}}}"));
  context.cancel().Cancel();
  const Result<Json> output = Execute(stores, context);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind(), ErrorKind::kCancelled);
  EXPECT_EQ(output.error().code(), "OperationCancelled");
  stores.Check(*ParseJson(R"({"counts":{"out":0}})"));
}

}  // namespace
}  // namespace weir::activity
