#include "api/service.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/cancel.h"
#include "base/names.h"
#include "store/sqlite/sqlite_access_store.h"
#include "store/sqlite/sqlite_store.h"
#include "testing/json_cases.h"

namespace weir::api {
namespace {

constexpr const char* kToken = "0123456789abcdef0123456789abcdef";
constexpr const char* kFactory =
    "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.DataFactory/factories/fac";

/// In place of web requests: gives {"calls": how often this URL was asked}; the first call of one
/// that holds "once" fails.
class CountingExecutor final : public engine::ActivityExecutor {
 public:
  Result<Json> Execute(engine::ActivityContext& context) override {
    const std::string& url = context.type_properties()["url"].as_string();
    const std::lock_guard lock(mutex_);
    const int calls = ++calls_[url];
    if (calls == 1 && url.find("once") != std::string::npos) {
      return Fail(ErrorKind::kUnavailable, "Unreachable", "nobody answers at " + url);
    }
    return Json::Object({{"calls", calls}});
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> calls_;
};

/// The machine's clock, as somebody set it.
class SetClock final : public Clock {
 public:
  UtcTime Now() const override { return clock_.Now() + offset_.load(); }
  void Set(std::chrono::seconds offset) { offset_ = offset; }

 private:
  SystemClock clock_;
  std::atomic<std::chrono::seconds> offset_{std::chrono::seconds(0)};
};

/// A service in memory.
class World {
 public:
  World() : sealer_(Sealer::Ephemeral()) {
    const Result<> added =
        activities_.Add({"WebActivity", "counts", true, std::make_shared<CountingExecutor>()});
    EXPECT_TRUE(added.ok());
    auto store = store::OpenSqliteStore(":memory:");
    EXPECT_TRUE(store.ok());
    store_ = *std::move(store);
    auto access = store::OpenSqliteAccessStore(":memory:");
    EXPECT_TRUE(access.ok());
    access_ = *std::move(access);
    Start();
  }
  /// Stop, and open the same store again.
  void Start() {
    service_.reset();
    ServiceOptions options{store_.get(), &sealer_, &clock_, &activities_, kToken};
    options.access = access_.get();
    auto service = Service::Open(options);
    ASSERT_TRUE(service.ok()) << service.error().ToString();
    service_ = *std::move(service);
  }
  Service& service() { return *service_; }
  SetClock& clock() { return clock_; }
  store::Store& store() { return *store_; }
  store::AccessStore& access() { return *access_; }
  const Sealer& sealer() const { return sealer_; }

 private:
  Sealer sealer_;
  SetClock clock_;
  engine::ActivityRegistry activities_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::AccessStore> access_;
  std::unique_ptr<Service> service_;
};

using Names = std::map<std::string, std::string>;

std::string Fill(std::string text, const Names& names) {
  for (const auto& [name, value] : names) {
    const std::string mark = "${" + name + "}";
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

/// "PUT ~/pipelines/p": ~ is the factory; an api-version is added.
http::ServerRequest RequestOf(const Json& step, const Names& names) {
  http::ServerRequest request;
  const std::string text = Fill(step["request"].as_string(), names);
  request.method = text.substr(0, text.find(' '));
  request.target = text.substr(text.find(' ') + 1);
  if (request.target.starts_with('~')) request.target.replace(0, 1, kFactory);
  if (request.target.find("api-version") == std::string::npos && step["bare"].is_null()) {
    request.target += request.target.find('?') == std::string::npos ? "?" : "&";
    request.target += "api-version=2018-06-01";
  }
  request.headers = {{"Authorization", std::string("Bearer ") + kToken}, {"Host", "here:1"}};
  for (const Json::Member& header : step["headers"].members()) {
    std::erase_if(request.headers, [&](const auto& one) { return one.name == header.name; });
    request.headers.push_back({header.name, Fill(header.value.as_string(), names)});
  }
  if (const Json* body = step.Find("body")) {
    request.body = Fill(body->is_string() ? body->as_string() : DumpJson(*body), names);
  }
  return request;
}

/// What `want` says and `got` does not; of objects, `want` may say less. {"$absent": true},
/// {"$says": text}, {"$has": an item of the list}.
std::string Differs(const Json& got, const Json& want, const std::string& at) {
  if (want["$says"].is_string()) {
    const bool says = got.as_string().find(want["$says"].as_string()) != std::string::npos;
    return says ? "" : at + ": got " + DumpJson(got);
  }
  if (const Json* wanted = want.Find("$has")) {
    for (const Json& item : got.items()) {
      if (Differs(item, *wanted, at).empty()) return "";
    }
    return at + ": has no such item";
  }
  if (want.is_object()) {
    for (const Json::Member& member : want.members()) {
      const std::string below = at + "." + member.name;
      if (member.value["$absent"].as_bool()) {
        if (got.Find(member.name) != nullptr) return below + " is there";
        continue;
      }
      std::string differs = Differs(got[member.name], member.value, below);
      if (!differs.empty()) return differs;
    }
    return got.is_object() ? "" : at + ": got " + DumpJson(got);
  }
  if (want.is_array() && got.size() == want.size()) {
    for (size_t i = 0; i < want.size(); ++i) {
      std::string differs = Differs(got[i], want[i], at + "[" + std::to_string(i) + "]");
      if (!differs.empty()) return differs;
    }
    return "";
  }
  return got == want ? "" : at + ": expected " + DumpJson(want) + ", got " + DumpJson(got);
}

std::string Check(const http::ServerResponse& response, const Json& step, const Names& names) {
  const int64_t status = step["status"].is_null() ? 200 : step["status"].as_int();
  if (response.status != status) {
    return "status " + std::to_string(response.status) + ": " + response.body;
  }
  for (const Json::Member& header : step["answerHeaders"].members()) {
    const std::string* value = http::FindHeader(response.headers, header.name);
    if (value == nullptr || *value != Fill(header.value.as_string(), names)) {
      return header.name + ": " + (value == nullptr ? "none" : *value);
    }
  }
  if (const Json* want = step.Find("answer")) {
    if (want->is_null()) return response.body.empty() ? "" : "a body: " + response.body;
    const Result<Json> body = ParseJson(response.body);
    const Result<Json> filled = ParseJson(Fill(DumpJson(*want), names));
    if (!body || !filled) return "no JSON: " + response.body;
    return Differs(*body, *filled, "answer");
  }
  return "";
}

/// Make those of a case: ${name} is then the token, or the secret of a service principal, whose id
/// is ${name.id}.
void AddPrincipals(const Json& principals, World& world, Names* names) {
  const UtcTime now = SystemClock().Now();
  for (const Json::Member& member : principals.members()) {
    NewPrincipal wanted;
    wanted.name = member.name;
    if (member.value["kind"].is_string()) wanted.kind = member.value["kind"].as_string();
    if (member.value["expired"].as_bool()) wanted.expires = now - std::chrono::seconds(1);
    wanted.roles = ReadAssignments(Json::Array({member.value}));
    const auto made = AddPrincipal(world.access(), wanted, now);
    ASSERT_TRUE(made.ok()) << made.error().ToString();
    (*names)[member.name] = made->secret;
    (*names)[member.name + ".id"] = made->record.id;
  }
  const auto tenant = TenantId(world.access());
  ASSERT_TRUE(tenant.ok());
  (*names)["tenant"] = *tenant;
}

/// {name, principals: {name: {role, scope, kind, expired}}, steps: [{request, headers, body,
/// status, answer, answerHeaders, save: {name: member}, until: true, restart: true, hides: text}]}.
/// `until` asks again until it is as expected; `save` keeps members of the answer, of the
/// first one of a list, for ${name} in later steps; `hides` must not be in the answer.
void CheckCase(const Json& one) {
  World world;
  Names names;
  AddPrincipals(one["principals"], world, &names);
  for (const Json& step : one["steps"].items()) {
    if (step["restart"].as_bool()) world.Start();
    if (step["revoke"].is_string()) {
      ASSERT_TRUE(*world.access().RemovePrincipal(step["revoke"].as_string()));
      world.Start();
    }
    if (step["request"].is_null()) continue;
    const http::ServerRequest request = RequestOf(step, names);
    http::ServerResponse response = world.service().Handle(request);
    std::string differs = Check(response, step, names);
    CancelToken pause;
    constexpr int kTries = 500;
    for (int i = 0; i < kTries && !differs.empty() && step["until"].as_bool(); ++i) {
      ASSERT_TRUE(pause.Sleep(std::chrono::milliseconds(20)));
      response = world.service().Handle(request);
      differs = Check(response, step, names);
    }
    ASSERT_EQ(differs, "") << DumpJson(step["request"]);
    if (step["hides"].is_string()) {
      EXPECT_EQ(response.body.find(Fill(step["hides"].as_string(), names)), std::string::npos)
          << response.body;
    }
    const Result<Json> body = ParseJson(response.body);
    for (const Json::Member& saved : step["save"].members()) {
      const Json& from = (*body)["value"].is_array() ? (*body)["value"][size_t{0}] : *body;
      names[saved.name] = from[saved.value.as_string()].as_string();
    }
  }
}

const bool kResources =
    testing::RegisterCases("ArmResources", "src/api/cases/resources.json", CheckCase);
const bool kRuns = testing::RegisterCases("ArmRuns", "src/api/cases/runs.json", CheckCase);
const bool kRuntimes =
    testing::RegisterCases("ArmRuntimes", "src/api/cases/runtimes.json", CheckCase);
const bool kFactoryActs =
    testing::RegisterCases("ArmFactoryActs", "src/api/cases/factory_acts.json", CheckCase);
const bool kAccess = testing::RegisterCases("ArmAccess", "src/api/cases/access.json", CheckCase);
const bool kSignIn = testing::RegisterCases("Authority", "src/api/cases/authority.json", CheckCase);
const bool kApply = testing::RegisterCases("Apply", "src/api/cases/apply.json", CheckCase);
const bool kTriggers =
    testing::RegisterCases("ArmTriggers", "src/api/cases/triggers.json", CheckCase);
const bool kAlerts = testing::RegisterCases("Alerts", "src/api/cases/alerts.json", CheckCase);
const bool kLineage = testing::RegisterCases("Lineage", "src/api/cases/lineage.json", CheckCase);
const bool kWaits = testing::RegisterCases("Waits", "src/api/cases/waits.json", CheckCase);
const bool kReruns = testing::RegisterCases("ArmReruns", "src/api/cases/reruns.json", CheckCase);
const bool kRequests =
    testing::RegisterCases("ArmRequests", "src/api/cases/requests.json", CheckCase);

/// Each row of the contract is found by its own path in odd case, and answers 501 with its name if
/// nothing handles it.
TEST(Routes, EveryRouteIsFoundAndAnswers) {
  World world;
  const Result<Json> rows = ParseJson(testing::ReadFile("src/api/arm/data/routes.json"));
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), arm::RouteTable::Get().routes().size());
  for (const Json& row : rows->items()) {
    const std::string& operation = row["operation"].as_string();
    std::string path = NameKey(row["path"].as_string());
    for (char& c : path) {
      if (c == '{' || c == '}') c = 'x';
    }
    const auto match = arm::RouteTable::Get().Find(row["method"].as_string(), path);
    ASSERT_TRUE(match.ok()) << operation;
    EXPECT_EQ(match->route->operation, operation);
    if (arm::FindOperation(operation).handler != nullptr) continue;
    const http::ServerResponse response =
        world.service().Handle({row["method"].as_string(),
                                path + "?api-version=2018-06-01",
                                {{"Authorization", std::string("Bearer ") + kToken}},
                                "",
                                "",
                                false});
    EXPECT_EQ(response.status, 501) << operation;
    EXPECT_NE(response.body.find("'" + operation + "'"), std::string::npos) << response.body;
  }
}

/// Each row of our own is answered as it says: no path of the table is unknown, and only what the
/// table says is public needs no token.
TEST(Routes, EveryRouteOfOurOwnAnswers) {
  World world;
  for (const arm::Route& route : arm::RouteTable::Own().routes()) {
    std::string path = route.path;
    for (char& c : path) {
      if (c == '{' || c == '}') c = 'x';
    }
    http::ServerRequest request{route.method, path + "?api-version=2018-06-01", {}, "", "", false};
    EXPECT_EQ(world.service().Handle(request).status == 401, route.row.Find("security") == nullptr)
        << route.operation;
    request.headers = {{"Authorization", std::string("Bearer ") + kToken}};
    const http::ServerResponse response = world.service().Handle(request);
    EXPECT_LT(response.status, 500) << route.operation;
    EXPECT_NE(response.status, 401) << route.operation;
    EXPECT_EQ(response.body.find("InvalidResourceType"), std::string::npos) << response.body;
    EXPECT_EQ(response.body.find("MethodNotAllowed"), std::string::npos) << response.body;
    if (arm::FindOperation(route.operation).handler == nullptr) continue;
    EXPECT_FALSE(route.action.empty()) << route.operation;
  }
}

/// Every reference leads somewhere, every operation of the table is there.
TEST(OpenApi, IsWholeAndNeedsNoToken) {
  World world;
  const http::ServerResponse response =
      world.service().Handle({"GET", "/openapi.json", {}, "", "", false});
  ASSERT_EQ(response.status, 200);
  const Result<Json> document = ParseJson(response.body);
  ASSERT_TRUE(document.ok());
  const Json& schemas = (*document)["components"]["schemas"];
  constexpr std::string_view kReference = "\"#/components/schemas/";
  const std::string& text = response.body;
  int references = 0;
  for (size_t at = text.find(kReference); at != text.npos; at = text.find(kReference, at + 1)) {
    const size_t start = at + kReference.size();
    const std::string name = text.substr(start, text.find('"', start) - start);
    EXPECT_TRUE(schemas[name].is_object()) << name;
    ++references;
  }
  EXPECT_GT(references, 500);
  std::set<std::string> operations;
  for (const Json::Member& path : (*document)["paths"].members()) {
    for (const Json::Member& operation : path.value.members()) {
      operations.insert(operation.value["operationId"].as_string());
      EXPECT_FALSE(operation.value["responses"].empty());
    }
  }
  const auto own = [](const std::string& name) { return name.starts_with("weir_"); };
  EXPECT_EQ(std::erase_if(operations, own), arm::RouteTable::Own().routes().size());
  EXPECT_EQ(operations.size(), arm::RouteTable::Get().routes().size());
  EXPECT_TRUE(schemas["CopyActivity"]["properties"]["typeProperties"].is_object());
}

TEST(Service, SealsSecretsInTheStore) {
  World world;
  const Names none;
  const Json put = *ParseJson(R"({"request": "PUT ~", "body": {"location": "here"}})");
  ASSERT_EQ(world.service().Handle(RequestOf(put, none)).status, 200);
  const Json linked = *ParseJson(
      R"({"request": "PUT ~/linkedservices/ls", "body": {"properties": {"type": "AzureBlobStorage",
          "typeProperties": {"connectionString": "AccountName=a;AccountKey=verysecret"}}}})");
  ASSERT_EQ(world.service().Handle(RequestOf(linked, none)).status, 200);
  const auto records = world.store().Resources();
  ASSERT_EQ(records->size(), 2U);
  for (const store::ResourceRecord& record : *records) {
    EXPECT_EQ(record.document.find("verysecret"), std::string::npos);
    EXPECT_EQ(record.document.starts_with("sealed:"), record.kind == "linkedService");
  }
}

TEST(Service, KeepsSecretsThatAreSentBackHidden) {
  World world;
  const auto send = [&](const std::string& request, const Json& body) {
    const http::ServerResponse response =
        world.service().Handle(RequestOf(Json::Object({{"request", request}, {"body", body}}), {}));
    EXPECT_EQ(response.status, 200) << response.body;
    return ParseJson(response.body).ok() ? *ParseJson(response.body) : Json();
  };
  send("PUT ~", Json::Object());
  const Json first = *ParseJson(
      R"({"properties": {"type": "AzureSqlDatabase", "parameters": {"p": {"type": "SecureString",
          "defaultValue": "secret-one"}}, "typeProperties": {"connectionString":
          "Server=a;Password=secret-two", "password": {"type": "SecureString",
          "value": "secret-three"}}}})");
  Json shown = send("PUT ~/linkedservices/l", first);
  EXPECT_EQ(DumpJson(shown).find("secret-"), std::string::npos) << DumpJson(shown);
  Json properties = shown["properties"];
  properties.Set("description", "new");
  shown.Set("properties", properties);
  send("PUT ~/linkedservices/l", shown);
  const auto records = world.store().Resources();
  for (const store::ResourceRecord& record : *records) {
    if (record.kind != "linkedService") continue;
    const Result<std::string> unsealed = world.sealer().Unseal(record.document);
    ASSERT_TRUE(unsealed.ok());
    const std::string& kept = *unsealed;
    for (const char* text : {"new", "secret-one", "secret-two", "secret-three"}) {
      EXPECT_NE(kept.find(text), std::string::npos) << kept;
    }
  }
}

TEST(Service, MakesOneRunOfARequestSentManyTimesAtOnce) {
  World world;
  const auto send = [&](const char* request, const char* body) {
    Json step = Json::Object({{"request", request}, {"body", body}});
    step.Set("headers", Json::Object({{"x-ms-client-request-id", "same"}}));
    return world.service().Handle(RequestOf(step, {})).body;
  };
  send("PUT ~", "{}");
  send("PUT ~/pipelines/p", R"({"properties": {"activities": []}})");
  constexpr size_t kClients = 8;
  std::array<std::string, kClients> answers;
  {
    std::vector<std::jthread> clients;
    for (std::string& answer : answers) {
      clients.emplace_back([&] { answer = send("POST ~/pipelines/p/createRun", "{}"); });
    }
  }
  for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
  EXPECT_NE(answers[0].find("runId"), std::string::npos) << answers[0];
  EXPECT_EQ(world.store().Runs({})->size(), 1U);
}

TEST(Service, GoesOnWhenTheClockIsSetBack) {
  World world;
  const auto send = [&](const char* request, const char* body) {
    return world.service().Handle(
        RequestOf(Json::Object({{"request", request}, {"body", body}}), {}));
  };
  send("PUT ~", "{}");
  send("PUT ~/pipelines/p", R"({"properties": {"activities": [
      {"name": "W", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 1}}]}})");
  send("POST ~/pipelines/p/createRun", "{}");
  const UtcTime start = world.store().Runs({})->front().start;
  world.clock().Set(-std::chrono::hours(1));
  EXPECT_NE(send("GET /healthz", "").body.find("setBack"), std::string::npos);
  world.Start();
  const http::ServerResponse health = send("GET /healthz", "");
  EXPECT_EQ(health.status, 200);
  EXPECT_NE(health.body.find("\"status\":\"degraded\""), std::string::npos) << health.body;
  std::optional<UtcTime> end;
  for (int tries = 0; tries < 1000 && !end; ++tries) {
    end = world.store().Runs({})->front().end;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_TRUE(end.has_value()) << "it waits for the clock";
  EXPECT_GE(*end, start + std::chrono::seconds(1));
}

TEST(Audit, HoldsWhoChangedWhatAndWhoWasRefused) {
  World world;
  Names names;
  AddPrincipals(*ParseJson(R"({"jo": {"role": "Reader", "scope": "/"}})"), world, &names);
  const auto send = [&](const std::string& request, const std::string& token) {
    Json step = Json::Object({{"request", request}, {"body", Json::Object()}});
    if (!token.empty()) {
      step.Set("headers", Json::Object({{"Authorization", "Bearer " + token}}));
    }
    return world.service().Handle(RequestOf(step, names)).status;
  };
  EXPECT_EQ(send("PUT ~", ""), 200);
  EXPECT_EQ(send("GET ~", ""), 200);  // Reads are not logged.
  EXPECT_EQ(send("DELETE ~", "${jo}"), 403);
  EXPECT_EQ(send("GET ~", "nonsense"), 401);
  const auto records = world.access().Audit(100);
  ASSERT_EQ(records->size(), 3U);
  EXPECT_EQ((*records)[0].principal, "owner");
  EXPECT_EQ((*records)[0].action, "Microsoft.DataFactory/factories/write");
  EXPECT_EQ((*records)[0].scope, kFactory);
  EXPECT_EQ((*records)[1].principal, "jo");
  EXPECT_EQ((*records)[1].status, 403);
  EXPECT_EQ((*records)[2].operation, "authentication");
  EXPECT_EQ(world.access().VerifyAudit()->records, 3);
}

TEST(Audit, OneAddressCannotFillTheLog) {
  World world;
  constexpr int kTries = 500;
  int refused = 0;
  for (int i = 0; i < kTries; ++i) {
    const Json step = *ParseJson(R"({"request": "GET ~", "headers": {"Authorization": ""}})");
    refused += world.service().Handle(RequestOf(step, {})).status == 429 ? 1 : 0;
  }
  EXPECT_GT(refused, kTries / 2);
  EXPECT_LT(world.access().VerifyAudit()->records, kTries / 2);
  EXPECT_EQ(world.service().Handle(RequestOf(*ParseJson(R"({"request": "GET ~"})"), {})).status,
            404);
}

TEST(OwnerToken, IsMadeOnceForItsOwnerOnly) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("weir-token-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string file = folder / "token";
  const auto token = OpenOwnerToken(file);
  ASSERT_TRUE(token.ok()) << token.error().ToString();
  struct stat status{};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(*OpenOwnerToken(file), *token);
  std::ofstream(file) << "short\n";
  EXPECT_EQ(OpenOwnerToken(file).error().code(), "InvalidToken");
  EXPECT_EQ(OpenOwnerToken(folder / "nowhere" / "token").error().code(), "TokenUnavailable");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace weir::api
