#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "alert/message.h"
#include "alert/told.h"
#include "http/client.h"
#include "http/mail.h"
#include "testing/json_cases.h"

namespace weir::alert {
namespace {

/// {rule, hidden: its secrets are elsewhere, error: {code, says}, faults: [what each says]}.
void CheckOneRule(const Json& one) {
  const Json& properties = one["rule"]["properties"];
  if (one["hidden"].as_bool()) {
    EXPECT_TRUE(CheckRule("R", properties).ok());
  }
  const Result<Rule> rule = ReadRule("R", properties);
  ASSERT_EQ(rule.ok(), one["error"].is_null()) << (rule ? "" : rule.error().ToString());
  if (rule) return;
  EXPECT_EQ(rule.error().code(), one["error"]["code"].as_string());
  EXPECT_NE(rule.error().message().find(one["error"]["says"].as_string()), std::string::npos)
      << rule.error().message();
  if (one["faults"].is_null()) return;
  const std::vector<Error> faults = FaultsOfRule("R", properties);
  ASSERT_EQ(faults.size(), one["faults"].size());
  for (size_t i = 0; i < faults.size(); ++i) {
    EXPECT_NE(faults[i].message().find(one["faults"][i].as_string()), std::string::npos)
        << faults[i].message();
  }
}

constexpr const char* kFactory = "/x/factories/fac";

SeenRun RunOf(const Json& json, UtcTime now) {
  const std::string& factory = json["factory"].as_string();
  SeenRun run{json["id"].as_string(),
              factory.empty() ? kFactory : factory,
              json["pipeline"].as_string(),
              {},
              json["status"].as_string(),
              "it broke",
              now,
              {},
              json["byAlert"].as_bool()};
  for (const Json& text : json["annotations"].items()) run.annotations.push_back(text.as_string());
  if (run.status != "InProgress") run.end = now;
  return run;
}

std::string Line(const Notice& notice) {
  std::set<std::string> pipelines;
  for (const Entry& entry : notice.entries) pipelines.insert(entry.pipeline);
  std::string line;
  for (const std::string& one : pipelines) line += (line.empty() ? "" : ", ") + one;
  return (notice.recovery ? "recovered " : "alert ") + line;
}

/// {rule: its properties, startsPipeline, since: seconds, steps: [{at: seconds, run, waiting,
/// restart, without: there are no rules from here on, changed: {group} or
/// {enabled}, refuse, want: [what is to
/// be sent then]}]}; what is sent is taken, unless `refuse`.
void CheckNotices(const Json& one) {
  Json properties = one["rule"];
  properties.Set("actions", *ParseJson(R"([{"type": "Webhook", "url": "https://h"}])"));
  if (one["startsPipeline"].as_bool()) {
    properties.Set("actions", *ParseJson(R"([{"type": "Pipeline", "pipeline":
        {"referenceName": "tell", "type": "PipelineReference"}}])"));
  }
  Result<Rule> rule = ReadRule("R", properties);
  ASSERT_TRUE(rule.ok()) << rule.error().ToString();
  rule->factory = kFactory;
  rule->since = UtcTime(std::chrono::days(20'000)) + std::chrono::seconds(one["since"].as_int());
  Book book;
  book.SetRules({*rule});
  std::set<std::string> ids;
  for (const Json& step : one["steps"].items()) {
    const UtcTime now =
        UtcTime(std::chrono::days(20'000)) + std::chrono::seconds(step["at"].as_int());
    if (step["restart"].as_bool()) {
      const Json state = *ParseJson(DumpJson(book.State()));
      book = Book();
      book.Restore(state);
      book.SetRules({*rule});
    }
    if (step["without"].as_bool()) book.SetRules({});
    if (step["changed"].is_object()) {
      if (step["changed"]["enabled"].is_bool()) {
        rule->enabled = step["changed"]["enabled"].as_bool();
      } else {
        rule->group = std::chrono::seconds(step["changed"]["group"].as_int());
      }
      book.SetRules({*rule});
    }
    if (step["run"].is_object()) book.See(RunOf(step["run"], now));
    book.Tick(now, step["waiting"].as_int());
    std::vector<std::string> got;
    for (const Delivery& delivery : book.Due(now)) {
      got.push_back(Line(delivery.notice));
      ids.insert(delivery.notice.id);
      EXPECT_TRUE(book.Sent(delivery, !step["refuse"].as_bool(), now));
    }
    std::vector<std::string> want;
    for (const Json& text : step["want"].items()) want.push_back(text.as_string());
    EXPECT_EQ(got, want) << "at " << step["at"].as_int();
  }
}

const bool rules = testing::RegisterCases("rules", "src/alert/cases/rules.json", CheckOneRule);
const bool notices =
    testing::RegisterCases("notices", "src/alert/cases/notices.json", CheckNotices);

TEST(Deliveries, AreGivenUpAtLast) {
  Rule rule;
  rule.name = "R";
  rule.group = std::chrono::seconds(0);
  rule.factory = "/f";
  rule.actions.emplace_back();
  Book book;
  book.SetRules({rule});
  UtcTime now = UtcTime(std::chrono::days(20'000));
  book.See({"a", "/f", "p", {}, "Failed", "no", now, now});
  book.Tick(now, 0);
  int tries = 0;
  std::string id;
  for (bool kept = true; kept;) {
    const auto due = book.Due(now);
    now += std::chrono::hours(1);
    if (due.empty()) continue;
    ASSERT_EQ(due.size(), 1U);
    if (id.empty()) id = due[0].notice.id;
    EXPECT_EQ(due[0].notice.id, id) << "the same however often it is sent";
    ++tries;
    kept = book.Sent(due[0], false, now);
  }
  EXPECT_EQ(tries, 12);
  EXPECT_TRUE(book.Due(now + std::chrono::hours(99)).empty());
}

TEST(TellingPeople, IsKnownAfterwards) {
  Notice notice;
  notice.factory = "/f";
  notice.rule = "R";
  notice.id = "n1";
  for (int i = 0; i < 7; ++i)
    notice.entries.push_back({"/f", "p", std::to_string(i), "failed", {}});
  const UtcTime now = UtcTime(std::chrono::days(20'000));
  const Result<> refused = Fail(ErrorKind::kUnavailable, "X", "no way");
  Told told;
  told.Note(notice, 0, "https://h", refused, true, now);
  told.Note(notice, 1, "ann@b", {}, true, now);
  told.Note(notice, 0, "https://h", refused, false, now);
  notice.id = "n2";
  notice.factory = "/g";
  told.Note(notice, 0, "https://h", {}, true, now);
  const Json state = *ParseJson(DumpJson(told.State()));
  told = Told();
  told.Restore(state);
  const Json of = told.Of("/f");
  ASSERT_EQ(of.size(), 1U);
  const Json& one = of[size_t{0}];
  EXPECT_EQ(one["count"].as_int(), 7);
  EXPECT_EQ(one["entries"].size(), Told::kEntriesMax);
  EXPECT_EQ(one["title"].as_string(), "R: 7 alerts");
  ASSERT_EQ(one["told"].size(), 2U);
  EXPECT_EQ(one["told"][size_t{0}]["status"].as_string(), "Sent");
  EXPECT_EQ(one["told"][1]["status"].as_string(), "GivenUp");
  EXPECT_EQ(one["told"][1]["tries"].as_int(), 2);
  EXPECT_EQ(one["told"][1]["message"].as_string(), "no way");
  for (size_t i = 0; i < Told::kNoticesMax; ++i) {
    notice.id = "m" + std::to_string(i);
    told.Note(notice, 0, "https://h", {}, true, now);
  }
  EXPECT_EQ(told.Of("/f").size(), 0U) << "the oldest goes";
}

TEST(Webhooks, DoNotShowTheirPath) {
  Action action;
  action.url = "http://user:word@127.0.0.1:1/services/secret?sig=secret";
  EXPECT_EQ(action.Target(), "http://127.0.0.1:1/…");
  http::Client web;
  const Result<> sent = Send(Notice(), action, web, CancelToken());
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().ToString().find("secret"), std::string::npos) << sent.error().ToString();
  EXPECT_NE(sent.error().message().find("http://127.0.0.1:1/…"), std::string::npos);
  action.url = "https://h";
  EXPECT_EQ(action.Target(), "https://h");
}

TEST(Messages, HaveTheFormsOfSlackAndTeams) {
  Notice notice;
  notice.id = "id";
  notice.rule = "R";
  notice.entries = {{"/x/fac", "p", "r1", "failed: a<b>&c", {}}};
  const Json slack = BodyOf(notice, Action::Form::kSlack);
  EXPECT_EQ(slack["blocks"][size_t{0}]["type"].as_string(), "header");
  EXPECT_NE(slack["blocks"][1]["text"]["text"].as_string().find("a&lt;b&gt;&amp;c"),
            std::string::npos);
  const Json card = BodyOf(notice, Action::Form::kTeams)["attachments"][size_t{0}]["content"];
  EXPECT_EQ(card["type"].as_string(), "AdaptiveCard");
  EXPECT_EQ(card["body"][size_t{0}]["color"].as_string(), "Attention");
  EXPECT_EQ(BodyOf(notice, Action::Form::kJson)["entries"][size_t{0}]["runId"].as_string(), "r1");
}

TEST(Messages, AreParametersOfAPipeline) {
  Notice notice;
  notice.id = "n1";
  notice.rule = "R";
  notice.condition = Condition::kLong;
  notice.recovery = true;
  notice.entries = {{"/x/fac", "p", "r1", "is over", {}}, {"/x/fac", "q", "r2", "is over", {}}};
  Action action;
  action.kind = Action::Kind::kPipeline;
  action.parameters = *ParseJson(R"({"channel": "#ops", "count": "mine"})");
  const Json parameters = ParametersOf(notice, action);
  EXPECT_EQ(parameters["name"].as_string(), "R");
  EXPECT_EQ(parameters["state"].as_string(), "recovered");
  EXPECT_EQ(parameters["condition"].as_string(), "Long");
  EXPECT_EQ(parameters["pipeline"].as_string(), "p");
  EXPECT_EQ(parameters["runId"].as_string(), "r1");
  EXPECT_EQ(parameters["noticeId"].as_string(), "n1");
  EXPECT_EQ(parameters["channel"].as_string(), "#ops");
  EXPECT_EQ(parameters["count"].as_string(), "mine") << "what the action says wins";
  const std::string& message = parameters["message"].as_string();
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 1) << message;
}

TEST(Mails, NoTextBreaksOutOfItsHeader) {
  http::Mail mail;
  mail.from = "a@b";
  mail.to = {"c@d"};
  mail.subject = "über\r\nBcc: x@y " + std::string(100, 'z');
  mail.text = "no\r\n.\r\nQUIT";
  const std::string text = http::MailText(mail);
  EXPECT_EQ(text.find("Bcc"), std::string::npos);
  EXPECT_EQ(text.find("QUIT"), std::string::npos);
}

}  // namespace
}  // namespace weir::alert
