#include "compute/hive/hive_job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>

#include "compute/hive/thrift.h"
#include "compute/testing/fake_context.h"
#include "http/testing/fake_server.h"

namespace weir::compute::hive {
namespace {

using ::testing::ElementsAre;
using testing::FakeContext;
using ::testing::HasSubstr;
using testing::World;

/// The process ends here.
struct Crash {};

ThriftValue Status(bool good, const std::string& why = "") {
  ThriftValue status;
  status.Set(1, ThriftValue::I32(good ? 0 : 3));
  if (!good) status.Set(5, ThriftValue::String(why));
  return status;
}

/// The guid of a session or an operation.
std::string GuidOf(const ThriftValue& request) {
  return request[1][1][1].as_string();
}

ThriftValue HandleOf(const std::string& guid) {
  ThriftValue id;
  id.Set(1, ThriftValue::String(guid)).Set(2, ThriftValue::String("secret"));
  ThriftValue handle;
  handle.Set(1, std::move(id));
  return handle;
}

/// A Hive server in memory. "wait N" is running the first N times it is asked; "fail" fails; "rows"
/// has two rows; anything else ends at once.
class FakeHive {
 public:
  struct Operation {
    std::string session;
    std::string statement;
    int looks_left = 0;
    bool cancelled = false;
    bool fetched = false;
    bool logged = false;
  };

  ThriftValue Answer(const std::string& method, const ThriftValue& request) {
    if (method == "OpenSession") return OpenSession(request);
    const std::string guid = GuidOf(request);
    if (method == "CloseSession" || method == "ExecuteStatement") {
      if (!sessions.contains(guid)) return Refuse("Invalid SessionHandle: " + guid);
      return method == "CloseSession" ? CloseSession(guid) : Execute(guid, request);
    }
    const auto found = operations.find(guid);
    if (found == operations.end()) return Refuse("Invalid OperationHandle: " + guid);
    if (method == "GetOperationStatus") return Look(found->second);
    if (method == "FetchResults") return Fetch(found->second, request[4].as_whole() == 1);
    if (method == "CancelOperation") {
      found->second.cancelled = true;
      cancelled.push_back(found->second.statement);
    } else {
      EXPECT_EQ(method, "CloseOperation");
      operations.erase(found);
    }
    return Good();
  }

  std::map<std::string, std::string> configuration;
  std::vector<std::string> executed;
  std::vector<std::string> cancelled;
  std::set<std::string> sessions;
  std::map<std::string, Operation> operations;
  int opened = 0;

 private:
  static ThriftValue Good() {
    ThriftValue answer;
    answer.Set(1, Status(true));
    return answer;
  }
  static ThriftValue Refuse(const std::string& why) {
    ThriftValue answer;
    answer.Set(1, Status(false, why));
    return answer;
  }
  ThriftValue OpenSession(const ThriftValue& request) {
    configuration.clear();
    const std::vector<ThriftValue>& pairs = request[4].items();
    for (size_t i = 0; i + 1 < pairs.size(); i += 2) {
      configuration[pairs[i].as_string()] = pairs[i + 1].as_string();
    }
    const std::string guid = "session-" + std::to_string(++opened);
    sessions.insert(guid);
    ThriftValue answer = Good();
    answer.Set(2, request[1]).Set(3, HandleOf(guid));
    return answer;
  }
  ThriftValue CloseSession(const std::string& guid) {
    sessions.erase(guid);
    std::erase_if(operations, [&](const auto& one) { return one.second.session == guid; });
    return Good();
  }
  ThriftValue Execute(const std::string& session, const ThriftValue& request) {
    executed.push_back(request[2].as_string());
    EXPECT_EQ(request[4].as_whole(), 1) << "asynchronous";
    Operation operation{session, executed.back()};
    if (operation.statement.starts_with("wait ")) {
      operation.looks_left = std::stoi(operation.statement.substr(5));
    }
    const std::string guid = "operation-" + std::to_string(executed.size());
    operations[guid] = operation;
    ThriftValue handle = HandleOf(guid);
    handle.Set(2, ThriftValue::I32(0)).Set(3, ThriftValue::Bool(operation.statement == "rows"));
    ThriftValue answer = Good();
    answer.Set(2, std::move(handle));
    return answer;
  }
  static ThriftValue Look(Operation& operation) {
    const bool fails = operation.statement == "fail";
    const int state = operation.cancelled ? 3 : operation.looks_left-- > 0 ? 1 : fails ? 5 : 2;
    ThriftValue answer = Good();
    answer.Set(2, ThriftValue::I32(state));
    if (fails) {
      answer.Set(5, ThriftValue::String("no such table\n\tat some.java.Code(Code.java:1)"));
    }
    if (operation.statement.starts_with("insert")) answer.Set(11, ThriftValue::I64(7));
    return answer;
  }
  static ThriftValue Fetch(Operation& operation, bool log) {
    std::vector<ThriftValue> values;
    std::string nulls(1, '\0');
    if (!std::exchange(log ? operation.logged : operation.fetched, true)) {
      values.push_back(ThriftValue::String(log ? "INFO  : log of " + operation.statement : "one"));
      if (!log) values.push_back(ThriftValue::String(""));
      if (!log) nulls = "\x02";
    }
    ThriftValue texts;
    texts.Set(1, ThriftValue::List(ThriftValue::Type::kString, std::move(values)))
        .Set(2, ThriftValue::String(nulls));
    ThriftValue column;
    column.Set(7, std::move(texts));
    ThriftValue rows;
    rows.Set(1, ThriftValue::I64(0))
        .Set(3, ThriftValue::List(ThriftValue::Type::kStruct, {std::move(column)}));
    ThriftValue answer = Good();
    answer.Set(3, std::move(rows));
    return answer;
  }
};

/// Bytes of a text.
class TextSource final : public ThriftSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<> Read(char* out, size_t size) override {
    if (text_.size() - at_ < size) return Fail(ErrorKind::kInvalid, "TooShort", "it ended");
    text_.copy(out, size, at_);
    at_ += size;
    return {};
  }

 private:
  const std::string text_;
  size_t at_ = 0;
};

class HiveJobTest : public ::testing::Test {
 protected:
  HiveJobTest()
      : server_([this](const http::testing::FakeRequest& request) { return Answer(request); }),
        folder_((std::filesystem::temp_directory_path() / ("weir-" + NewGuid())).string()) {
    tools_.logs = std::make_shared<JobLogs>();
    tools_.logs->UseFolder(folder_);
    work_.cluster_uri = "hive2://fake";
    work_.address.host = "127.0.0.1";
    work_.address.port = std::stoi(server_.Url().substr(server_.Url().rfind(':') + 1));
    work_.address.http = true;
  }
  ~HiveJobTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  http::testing::FakeReply Answer(const http::testing::FakeRequest& request) {
    const std::lock_guard lock(mutex_);
    if (status_ != 200) return {.status = status_};
    TextSource source(request.body);
    Result<ThriftMessage> call = DecodeMessage(source);
    EXPECT_TRUE(call);
    ThriftMessage answer{ThriftMessage::Kind::kReply, call->name, call->sequence, {}};
    answer.body.Set(0, hive_.Answer(call->name, call->body[1]));
    return {.body = EncodeMessage(answer)};
  }

  std::shared_ptr<engine::ActivityExecutor> Start() {
    return MakeJobExecutor(
        [this](engine::ActivityContext&) -> Result<std::unique_ptr<Job>> {
          return MakeHiveJob(work_, std::make_shared<http::Client>());
        },
        tools_);
  }
  std::string Log() const {
    std::ostringstream text;
    text << std::ifstream(folder_ + "/" + world_.run_id + "/a-1.log").rdbuf();
    return text.str();
  }
  /// Call until `statement` is under way.
  void RunUntil(engine::ActivityExecutor& executor, const std::string& statement) {
    for (int i = 0; i < 100; ++i) {
      FakeContext context(world_);
      ASSERT_TRUE(executor.Execute(context));
      if (!hive_.executed.empty() && hive_.executed.back() == statement) return;
    }
    FAIL() << "'" << statement << "' was never executed";
  }

  FakeHive hive_;
  std::mutex mutex_;
  int status_ = 200;
  const http::testing::FakeServer server_;
  const std::string folder_;
  World world_;
  JobTools tools_;
  HiveWork work_;
};

TEST_F(HiveJobTest, RunsStatementsInOrder) {
  work_.statements = {"set a=b", "wait 3", "insert x", "rows"};
  work_.configuration = {{"set:hivevar:v", "1"}};
  const Result<Json> output = testing::Finish(*Start(), world_);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ(hive_.executed, work_.statements);
  EXPECT_EQ(hive_.configuration, work_.configuration);
  EXPECT_EQ((*output)["statements"][2]["rowsAffected"].as_int(), 7);
  EXPECT_EQ((*output)["statements"][3]["rows"].as_int(), 2);
  EXPECT_EQ((*output)["clusterInUse"].as_string(), "hive2://fake");
  EXPECT_THAT(Log(), HasSubstr("hive> rows;\nINFO  : log of rows\none\nNULL\n"));
  EXPECT_TRUE(hive_.sessions.empty());
}

TEST_F(HiveJobTest, AFailedStatementEndsTheScript) {
  work_.statements = {"a", "fail", "b"};
  const Result<Json> output = testing::Finish(*Start(), world_);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2302");
  EXPECT_THAT(output.error().message(),
              HasSubstr("Hive statement 2 of 3 failed ('fail'): no such table. See '"));
  EXPECT_THAT(hive_.executed, ElementsAre("a", "fail"));
  EXPECT_TRUE(hive_.sessions.empty());
}

TEST_F(HiveJobTest, AProcessMayDieAtAnySave) {
  for (int at = 0; at < 60; ++at) {
    hive_.executed.clear();
    hive_.sessions.clear();
    world_ = World();
    work_.statements = {"set a=b", "insert 1", "wait 2", "insert 2"};
    int points = 0;
    bool died = false;
    world_.at_save = [&] {
      if (points++ == at) throw Crash();
    };
    Result<Json> output = Json();
    try {
      output = testing::Finish(*Start(), world_);
    } catch (const Crash&) {
      died = true;
      world_.at_save = nullptr;
      output = testing::Finish(*Start(), world_);
    }
    ASSERT_TRUE(output) << "at " << at << ": " << output.error().ToString();
    EXPECT_EQ(hive_.executed.back(), "insert 2");
    // Only what changes the session, or was sent without anybody knowing, is said again.
    EXPECT_LE(std::count(hive_.executed.begin(), hive_.executed.end(), "insert 1"), 2);
    const bool again = hive_.executed.size() > 4;
    EXPECT_TRUE(!again || Log().find("nobody knows whether") != std::string::npos) << "at " << at;
    // A session that nobody heard of may be left, without work; the server ends it in time.
    EXPECT_LE(hive_.sessions.size(), 1U) << "at " << at;
    EXPECT_TRUE(hive_.operations.empty()) << "at " << at;
    if (!died) return;
  }
  FAIL() << "more saves than expected";
}

TEST_F(HiveJobTest, AfterARestartTheStatementUnderWayIsTakenUp) {
  work_.statements = {"insert 1", "wait 5"};
  RunUntil(*Start(), "wait 5");
  const Result<Json> output = testing::Finish(*Start(), world_);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_THAT(hive_.executed, ElementsAre("insert 1", "wait 5"));
  EXPECT_THAT(Log(), HasSubstr("weir: goes on with session"));
}

TEST_F(HiveJobTest, ASessionThatTheServerEndedGoesOnInAnother) {
  work_.statements = {"set a=b", "insert 1", "wait 5"};
  const auto executor = Start();
  RunUntil(*executor, "wait 5");
  hive_.sessions.clear();
  hive_.operations.clear();
  const Result<Json> output = testing::Finish(*executor, world_);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_THAT(hive_.executed, ElementsAre("set a=b", "insert 1", "wait 5", "set a=b", "wait 5"));
}

TEST_F(HiveJobTest, ACancelStopsTheStatementAndTheSession) {
  work_.statements = {"wait 1000000"};
  const auto executor = Start();
  RunUntil(*executor, "wait 1000000");
  FakeContext context(world_);
  context.token.Cancel();
  EXPECT_FALSE(executor->Execute(context));
  EXPECT_THAT(hive_.cancelled, ElementsAre("wait 1000000"));
  EXPECT_TRUE(hive_.sessions.empty());
}

TEST_F(HiveJobTest, AStatementThatSomebodyElseCancelledFails) {
  work_.statements = {"wait 1000000"};
  const auto executor = Start();
  RunUntil(*executor, "wait 1000000");
  hive_.operations.begin()->second.cancelled = true;
  const Result<Json> output = testing::Finish(*executor, world_);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "JobCancelled");
}

TEST_F(HiveJobTest, AServerThatIsAwayIsAskedAgain) {
  work_.statements = {"wait 3"};
  const auto executor = Start();
  RunUntil(*executor, "wait 3");
  status_ = 503;
  FakeContext context(world_);
  ASSERT_TRUE(executor->Execute(context));
  EXPECT_TRUE(context.again);
  status_ = 200;
  ASSERT_TRUE(testing::Finish(*executor, world_));
  EXPECT_THAT(hive_.executed, ElementsAre("wait 3"));
}

TEST_F(HiveJobTest, WhoIsNotLetInIsTold) {
  work_.statements = {"a"};
  status_ = 401;
  const Result<Json> output = testing::Finish(*Start(), world_);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2300");
  EXPECT_EQ(output.error().kind(), ErrorKind::kDenied);
}

TEST(ThriftTest, WhatIsWrittenIsRead) {
  ThriftValue inner;
  inner.Set(1, ThriftValue::Bool(true)).Set(-2, ThriftValue::I16(-7));
  ThriftMessage message{ThriftMessage::Kind::kReply, "name", 9, {}};
  message.body.Set(1, ThriftValue::I64(-5'000'000'000))
      .Set(2, ThriftValue::Double(0.5))
      .Set(3, ThriftValue::List(ThriftValue::Type::kStruct, {inner}))
      .Set(4, ThriftValue::Map(ThriftValue::Type::kString, ThriftValue::Type::kI32,
                               {ThriftValue::String("a"), ThriftValue::I32(-1)}));
  const std::string bytes = EncodeMessage(message);
  TextSource source(bytes);
  const Result<ThriftMessage> read = DecodeMessage(source);
  ASSERT_TRUE(read) << read.error().ToString();
  EXPECT_EQ(read->name, "name");
  EXPECT_EQ(read->body[1].as_whole(), -5'000'000'000);
  EXPECT_EQ(read->body[2].as_double(), 0.5);
  EXPECT_EQ(read->body[3].items()[0][-2].as_whole(), -7);
  EXPECT_EQ(read->body[4].items()[1].as_whole(), -1);
  EXPECT_EQ(EncodeMessage(*read), bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    TextSource half(bytes.substr(0, size));
    EXPECT_FALSE(DecodeMessage(half)) << size;
  }
}

TEST(ThriftTest, WhatIsNoMessageIsRefused) {
  TextSource http("HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_EQ(DecodeMessage(http).error().code(), "InvalidThrift");
  // A struct in a struct in a struct …
  std::string deep = EncodeMessage({ThriftMessage::Kind::kReply, "n", 1, {}});
  deep.pop_back();
  for (int i = 0; i < 100; ++i) deep += std::string("\x0C\x00\x01", 3);
  TextSource nested(deep);
  EXPECT_EQ(DecodeMessage(nested).error().code(), "InvalidThrift");
  // A text of 4 GB that does not come.
  TextSource claims(std::string("\x80\x01\x00\x02\xFF\xFF\xFF\xFF", 8));
  EXPECT_EQ(DecodeMessage(claims).error().code(), "InvalidThrift");
}

}  // namespace
}  // namespace weir::compute::hive
