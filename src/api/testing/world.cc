#include "api/testing/world.h"

#include <gtest/gtest.h>

#include <set>

#include "api/v1/routes.h"
#include "base/cancel.h"

namespace weir::api {
namespace {

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

/// In place of copies and looks at data. An activity whose name begins with "FailOnce" fails the
/// first time, "Fail" each time; "Hold" goes on until it is cancelled. The data of datasets whose
/// names begin with "Absent" are not there.
class SliceExecutor final : public engine::ActivityExecutor {
 public:
  Result<Json> Execute(engine::ActivityContext& context) override {
    const std::string& dataset = context.type_properties()["dataset"]["referenceName"].as_string();
    if (!dataset.empty()) {
      return Json::Object({{"exists", !dataset.starts_with("Absent")}, {"size", 1}});
    }
    const std::string& name = context.activity_name();
    if (name.starts_with("Hold")) {
      WEIR_TRY(context.cancel().Sleep(std::chrono::minutes(5)));
    }
    const std::lock_guard lock(mutex_);
    const bool first = seen_.insert(name).second;
    if (name.starts_with("Fail") && (first || !name.starts_with("FailOnce"))) {
      return Fail(ErrorKind::kInvalid, "Broken", "there is no such table");
    }
    return Json::Object({{"rowsCopied", 3}});
  }

 private:
  std::mutex mutex_;
  std::set<std::string> seen_;
};

}  // namespace

World::World(std::function<void(ServiceOptions&)> more)
    : more_(std::move(more)), sealer_(Sealer::Ephemeral()) {
  const Result<> added =
      activities_.Add({"WebActivity", "counts", true, std::make_shared<CountingExecutor>()});
  EXPECT_TRUE(added.ok());
  const auto slices = std::make_shared<SliceExecutor>();
  for (const char* type : {"Copy", "GetMetadata"}) {
    EXPECT_TRUE(activities_.Add({type, "", false, slices}).ok());
  }
  auto store = store::OpenSqliteStore(":memory:");
  EXPECT_TRUE(store.ok());
  store_ = *std::move(store);
  auto access = store::OpenSqliteAccessStore(":memory:");
  EXPECT_TRUE(access.ok());
  access_ = *std::move(access);
  Start();
}

void World::Start() {
  service_.reset();
  ServiceOptions options{store_.get(), &sealer_, &clock_, &activities_, kToken};
  options.access = access_.get();
  if (more_) more_(options);
  auto service = Service::Open(options);
  ASSERT_TRUE(service.ok()) << service.error().ToString();
  service_ = *std::move(service);
}

namespace {

std::string Fill(std::string text, const Names& names) {
  for (const auto& [name, value] : names) {
    const std::string mark = "${" + name + "}";
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

}  // namespace

http::ServerRequest RequestOf(const Json& step, const Names& names) {
  http::ServerRequest request;
  const std::string text = Fill(step["request"].as_string(), names);
  request.method = text.substr(0, text.find(' '));
  request.target = text.substr(text.find(' ') + 1);
  const size_t mark = request.target.find_first_of("~^");
  if (mark != std::string::npos) {
    request.target.replace(mark, 1, request.target[mark] == '~' ? kFactory : kV1Factory);
  }
  if (request.target.find("api-version") == std::string::npos && step["bare"].is_null()) {
    request.target += request.target.find('?') == std::string::npos ? "?" : "&";
    const bool first = v1::IsV1Path(request.target.substr(0, request.target.find('?')));
    request.target += first ? "api-version=2015-10-01" : "api-version=2018-06-01";
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

namespace {

std::string Differs(const Json& got, const Json& want, const std::string& at);

std::string DiffersInMembers(const Json& got, const Json& want, const std::string& at) {
  for (const Json::Member& member : want.members()) {
    const std::string below = at + "." + member.name;
    if (!member.value["$absent"].as_bool()) {
      std::string differs = Differs(got[member.name], member.value, below);
      if (!differs.empty()) return differs;
    } else if (got.Find(member.name) != nullptr) {
      return below + " is there";
    }
  }
  return got.is_object() ? "" : at + ": got " + DumpJson(got);
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
  if (want.is_object()) return DiffersInMembers(got, want, at);
  if (!want.is_array() || got.size() != want.size()) {
    return got == want ? "" : at + ": expected " + DumpJson(want) + ", got " + DumpJson(got);
  }
  for (size_t i = 0; i < want.size(); ++i) {
    std::string differs = Differs(got[i], want[i], at + "[" + std::to_string(i) + "]");
    if (!differs.empty()) return differs;
  }
  return "";
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

}  // namespace

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

}  // namespace weir::api
