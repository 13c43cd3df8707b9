#include "api/service.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "api/testing/world.h"
#include "api/v1/routes.h"
#include "base/names.h"
#include "testing/json_cases.h"

namespace weir::api {
namespace {

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
const bool kAuthor = testing::RegisterCases("Author", "src/api/cases/author.json", CheckCase);
const bool kDebug = testing::RegisterCases("Debug", "src/api/cases/debug.json", CheckCase);
const bool kTriggers =
    testing::RegisterCases("ArmTriggers", "src/api/cases/triggers.json", CheckCase);
const bool kAlerts = testing::RegisterCases("Alerts", "src/api/cases/alerts.json", CheckCase);
const bool kLineage = testing::RegisterCases("Lineage", "src/api/cases/lineage.json", CheckCase);
const bool kSearch = testing::RegisterCases("Search", "src/api/cases/search.json", CheckCase);
const bool kRunEvents =
    testing::RegisterCases("RunEvents", "src/api/cases/run_events.json", CheckCase);
const bool kOverview = testing::RegisterCases("Overview", "src/api/cases/overview.json", CheckCase);
const bool kWaits = testing::RegisterCases("Waits", "src/api/cases/waits.json", CheckCase);
const bool kReruns = testing::RegisterCases("ArmReruns", "src/api/cases/reruns.json", CheckCase);
const bool kV1Resources =
    testing::RegisterCases("V1Resources", "src/api/cases/v1_resources.json", CheckCase);
const bool kV1Slices =
    testing::RegisterCases("V1Slices", "src/api/cases/v1_slices.json", CheckCase);
const bool kV1Windows =
    testing::RegisterCases("V1Windows", "src/api/cases/v1_windows.json", CheckCase);
const bool kV1Gateways =
    testing::RegisterCases("V1Gateways", "src/api/cases/v1_gateways.json", CheckCase);
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

/// The same of version 1.
TEST(Routes, EveryRouteOfVersion1IsFoundAndAnswers) {
  World world;
  for (const arm::Route& route : v1::Routes().routes()) {
    std::string path = NameKey(route.path);
    for (char& c : path) {
      if (c == '{' || c == '}') c = 'x';
    }
    ASSERT_TRUE(v1::IsV1Path(path)) << route.path;
    const auto match = v1::Routes().Find(route.method, path);
    ASSERT_TRUE(match.ok()) << route.operation;
    EXPECT_EQ(match->route->operation, route.operation);
    EXPECT_TRUE(route.action.starts_with("Microsoft.DataFactory/datafactories")) << route.action;
    const http::ServerResponse response =
        world.service().Handle({route.method,
                                path + "?api-version=2015-10-01",
                                {{"Authorization", std::string("Bearer ") + kToken}},
                                "",
                                "",
                                false});
    const bool handled = v1::FindOperation(route.operation).handler != nullptr;
    if (!handled) {
      EXPECT_EQ(response.status, 501) << route.operation << ": " << response.body;
    }
    EXPECT_NE(response.status, 405) << route.operation;
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
  const auto first = [](const std::string& name) { return name.starts_with("v1_"); };
  EXPECT_EQ(std::erase_if(operations, first), v1::Routes().routes().size());
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

TEST(Service, KeepsSecretsOfAlertsWhoseActionsMove) {
  World world;
  const std::string alert =
      "/weir/subscriptions/s1/resourceGroups/g1/providers/Microsoft.DataFactory/factories/fac/"
      "alerts/R";
  const auto put = [&](const std::string& path, const Json& body) {
    return world.service().Handle(
        RequestOf(Json::Object({{"request", "PUT " + path}, {"body", body}}), {}));
  };
  ASSERT_EQ(put("~", Json::Object()).status, 200);
  const auto rule = [](const std::string& actions) {
    return *ParseJson(R"({"properties": {"condition": {"type": "Failed"}, "actions": )" + actions +
                      "}}");
  };
  const http::ServerResponse made = put(alert, rule(R"([
      {"type": "Webhook", "form": "slack", "url": "https://chat.example/in-clear"},
      {"type": "Webhook", "form": "teams", "url": {"type": "SecureString",
       "value": "https://work.example/secret"}}])"));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.body.find("in-clear"), std::string::npos) << made.body;
  EXPECT_EQ(made.body.find("/secret"), std::string::npos) << made.body;
  // The other way round, as they were shown.
  const http::ServerResponse moved = put(alert, rule(R"([
      {"type": "Webhook", "form": "teams", "url": {"type": "SecureString", "value": "**********"}},
      {"type": "Webhook", "form": "slack", "url": "https://chat.example/…"}])"));
  ASSERT_EQ(moved.status, 200) << moved.body;
  const auto records = world.store().Resources();
  for (const store::ResourceRecord& record : *records) {
    if (record.kind != "alert") continue;
    const Result<std::string> unsealed = world.sealer().Unseal(record.document);
    ASSERT_TRUE(unsealed.ok());
    const Json actions = (*ParseJson(*unsealed))["properties"]["actions"];
    EXPECT_EQ(actions[0]["url"]["value"].as_string(), "https://work.example/secret");
    EXPECT_EQ(actions[1]["url"].as_string(), "https://chat.example/in-clear");
  }
  // Nothing is kept that these could stay as.
  for (const char* actions :
       {R"([{"type": "Webhook", "url": {"type": "SecureString", "value": "**********"}}])",
        R"([{"type": "Webhook", "url": "https://chat.example/…"}])"}) {
    const http::ServerResponse copied = put(alert + "2", rule(actions));
    EXPECT_EQ(copied.status, 400);
    EXPECT_NE(copied.body.find("a secret is hidden"), std::string::npos) << copied.body;
  }
}

TEST(Service, KeepsSecretsOfVersion1ThatAreSentBackHidden) {
  World world;
  const auto send = [&](const std::string& request, const Json& body) {
    const http::ServerResponse response =
        world.service().Handle(RequestOf(Json::Object({{"request", request}, {"body", body}}), {}));
    EXPECT_LE(response.status, 201) << response.body;
    return *ParseJson(response.body);
  };
  send("PUT ^", Json::Object());
  const Json first = *ParseJson(
      R"({"properties": {"type": "OnPremisesSqlServer", "typeProperties": {"gatewayName": "g",
          "password": "secret-one", "connectionString":
          "Data Source=a;Password='secret;two';User ID=u"}}})");
  Json shown = send("PUT ^/linkedservices/l", first);
  EXPECT_EQ(DumpJson(shown).find("secret"), std::string::npos) << DumpJson(shown);
  // Another server, the password as it was shown.
  Json properties = shown["properties"];
  Json settings = properties["typeProperties"];
  settings.Set("connectionString", "Data Source=b;Password=**********;User ID=u");
  properties.Set("typeProperties", settings);
  shown.Set("properties", properties);
  send("PUT ^/linkedservices/l", shown);
  bool found = false;
  const auto records = world.store().Resources();
  for (const store::ResourceRecord& record : *records) {
    if (record.kind != "v1:linkedService") continue;
    found = true;
    EXPECT_TRUE(record.document.starts_with("sealed:"));
    const Result<std::string> unsealed = world.sealer().Unseal(record.document);
    ASSERT_TRUE(unsealed.ok());
    for (const char* text : {"secret-one", "Source=b;Password='secret;two';User"}) {
      EXPECT_NE(unsealed->find(text), std::string::npos) << *unsealed;
    }
  }
  EXPECT_TRUE(found);
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
