// Activities against services in memory that answer as the real ones were seen to.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "compute/register.h"
#include "compute/testing/fake_context.h"
#include "copy/testing/store_fixture.h"
#include "http/testing/fake_server.h"
#include "testing/json_cases.h"

namespace weir::compute {
namespace {

using copy::testing::ExpectError;
using copy::testing::ExpectMembers;
using copy::testing::StoreFixture;

void ReplaceAll(std::string& text, std::string_view what, std::string_view with) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
}

/// Gives the replies of a case: for each request the next one that says it is `on` it ("GET
/// /batches/3", a query in it or not); the last of a kind is given again and again.
class Script {
 public:
  explicit Script(const Json& replies) : replies_(replies) {}

  http::testing::FakeReply Answer(const http::testing::FakeRequest& request,
                                  const std::string& server) {
    const std::lock_guard lock(mutex_);
    const std::string line = request.method + " " + request.target;
    const std::string path = line.substr(0, line.find('?'));
    size_t match = 0;
    const Json* reply = nullptr;
    std::string key;
    for (const Json& one : replies_.items()) {
      const std::string& on = one["on"].as_string();
      if (on != line && on != path) continue;
      key = on;
      reply = &one;
      if (match++ == given_[on]) break;
    }
    if (reply == nullptr) return {.status = 404, .body = "nothing is known of " + line};
    ++given_[key];
    http::testing::FakeReply out;
    out.status =
        reply->Find("status") == nullptr ? 200 : static_cast<int>((*reply)["status"].as_int());
    out.hang_up = (*reply)["hangUp"].as_bool();
    const Json& body = (*reply)["body"];
    out.body = body.is_string() ? body.as_string() : body.is_null() ? "" : DumpJson(body);
    ReplaceAll(out.body, "{server}", server);
    return out;
  }

 private:
  const Json replies_;
  std::mutex mutex_;
  std::map<std::string, size_t> given_;
};

Result<Json> Run(engine::ActivityExecutor& executor, testing::World& world, const Json& activity,
                 int64_t cancel_after) {
  for (int64_t calls = 0; calls < 500; ++calls) {
    testing::FakeContext context(world, activity);
    if (cancel_after > 0 && calls == cancel_after) context.token.Cancel();
    Result<Json> result = executor.Execute(context);
    if (!result || !context.again) return result;
    world.clock.Set(std::max(*context.again, world.clock.Now()));
  }
  return Fail(ErrorKind::kInternal, "Endless", "called 500 times");
}

void CheckRequests(const Json& want, const std::vector<http::testing::FakeRequest>& got) {
  size_t at = 0;
  for (const Json& one : want.items()) {
    while (at < got.size() && got[at].method + " " + got[at].target != one["line"].as_string()) {
      ++at;
    }
    ASSERT_LT(at, got.size()) << "nobody asked " << one["line"].as_string();
    if (one["body"].is_object()) {
      const Result<Json> body = ParseJson(got[at].body);
      ASSERT_TRUE(body) << got[at].body;
      ExpectMembers(one["body"], *body, one["line"].as_string());
    } else if (one["body"].is_string()) {
      EXPECT_EQ(got[at].body, one["body"].as_string());
    }
    for (const Json::Member& header : one["headers"].members()) {
      const std::string* value = got[at].Find(header.name);
      ASSERT_NE(value, nullptr) << header.name;
      EXPECT_EQ(*value, header.value.as_string());
    }
    ++at;
  }
}

/// {files, environment: {NAME: value}, linkedServices: {name: properties}, activity, replies: [{on,
/// status, body, hangUp}], handle: what the attempt saved before, cancelAfter: calls of the engine,
/// want: {output, requests: [{line, body, headers}] in order, times: {line: how often}, files:
/// {path: text}} | error}. "{server}" and "{hdfs}" stand for the fake's address, as http: and
/// hdfs:,
/// "{folder}" for the folder of `files`; the attempt's name is "weir-a-1".
void CheckExchange(const Json& test_case) {
  StoreFixture stores;
  stores.Prepare(test_case);
  Script script(test_case["replies"]);
  std::string url;
  const http::testing::FakeServer server(
      [&](const http::testing::FakeRequest& request) { return script.Answer(request, url); });
  url = server.Url();
  std::string text = DumpJson(test_case);
  ReplaceAll(text, "{server}", url);
  ReplaceAll(text, "{hdfs}", "hdfs" + url.substr(url.find(':')));
  ReplaceAll(text, "{folder}", stores.root().string());
  const Json given = *ParseJson(text);

  for (const Json::Member& one : given["environment"].members()) {
    setenv(one.name.c_str(), one.value.as_string().c_str(), 1);
  }
  engine::ActivityRegistry registry;
  ComputeTools tools{stores.services(), activity::MakeOutbound(), {}};
  tools.jobs.logs = std::make_shared<JobLogs>();
  tools.jobs.logs->UseFolder((stores.root() / "job-logs").string());
  tools.jobs.pace.trouble_first = std::chrono::milliseconds(1);
  ASSERT_TRUE(RegisterCompute(registry, tools));
  const engine::ActivitySpec* spec = registry.Find(given["activity"]["type"].as_string());
  ASSERT_NE(spec, nullptr);
  testing::World world;
  world.linked_services = given["linkedServices"];
  world.handle = given["handle"];
  const Result<Json> output =
      Run(*spec->executor, world, given["activity"], given["cancelAfter"].as_int());

  if (given["error"].is_object()) {
    ASSERT_FALSE(output) << DumpJson(*output);
    ExpectError(given["error"], output.error());
  } else {
    ASSERT_TRUE(output) << output.error().ToString();
    ExpectMembers(given["want"]["output"], *output, "output");
    stores.Check(given["want"]);
  }
  for (const Json::Member& one : given["environment"].members()) unsetenv(one.name.c_str());
  const std::vector<http::testing::FakeRequest> requests = server.requests();
  CheckRequests(given["want"]["requests"], requests);
  for (const Json::Member& times : given["want"]["times"].members()) {
    const auto count = std::count_if(requests.begin(), requests.end(), [&](const auto& one) {
      return one.method + " " + one.target == times.name;
    });
    EXPECT_EQ(count, times.value.as_int()) << times.name;
  }
}

const bool kWebHCat =
    weir::testing::RegisterCases("web_hcat", "src/compute/cases/web_hcat.json", CheckExchange);
const bool kYarn =
    weir::testing::RegisterCases("yarn", "src/compute/cases/yarn.json", CheckExchange);
const bool kCustom =
    weir::testing::RegisterCases("custom", "src/compute/cases/custom.json", CheckExchange);
const bool kDatabricks =
    weir::testing::RegisterCases("databricks", "src/compute/cases/databricks.json", CheckExchange);
const bool kKusto =
    weir::testing::RegisterCases("kusto", "src/compute/cases/kusto.json", CheckExchange);
const bool kMl = weir::testing::RegisterCases("ml", "src/compute/cases/ml.json", CheckExchange);
const bool kScoring =
    weir::testing::RegisterCases("scoring", "src/compute/cases/scoring.json", CheckExchange);
const bool kSynapse =
    weir::testing::RegisterCases("synapse", "src/compute/cases/synapse.json", CheckExchange);
const bool kSpark =
    weir::testing::RegisterCases("spark", "src/compute/cases/spark.json", CheckExchange);

}  // namespace
}  // namespace weir::compute
