#include "cases/accepted_runs.h"
#include "cases/area.h"
#include "cases/driven.h"

namespace weir::cases {
namespace {

constexpr const char* kExecuted = "Lookup";

Json Failure() {
  return Json::Object({{"error", Json::Object({{"errorCode", "E"}, {"message", "m"}})}});
}

Json Expression(const std::string& text) {
  return Json::Object({{"value", text}, {"type", "Expression"}});
}

Json Loop(Json settings) {
  settings.Set("items", Expression("@range(0,100)"));
  settings.Set("activities",
               Json::Array({MakeActivity("A", "Wait", Json::Object({{"waitTimeInSeconds", 1}}))}));
  return MakeActivity("L", "ForEach", std::move(settings));
}

Verdict ForEachDefaults(const Json& one) {
  Json settings = Json::Object({{"items", Expression("@range(0,100)")},
                                {"activities", Json::Array({MakeActivity("A", kExecuted)})}});
  const auto run = DriveActivities(Json::Array({MakeActivity("L", "ForEach", settings)}));
  if (!run) return Unexpected(one["expect"], run.error());
  return Compare(one["expect"], Json::Object({{"isSequential", run->parallel_max == 1},
                                              {"batchCount", run->parallel_max}}));
}

Verdict BatchCount(const Json& one) {
  const Json loop = Loop(Json::Object({{"batchCount", one["given"]["batchCount"]}}));
  return Compare(one["expect"], Json::Object({{"valid", IsValid(Json::Array({loop}))}}));
}

/// An Until whose body answers, pass by pass, whether it is done; `statuses` may make passes fail.
Verdict UntilPasses(const Json& one, const Json& done, const Json& statuses) {
  Json answers = Json::Array();
  for (const Json& value : done.items()) {
    answers.Append(Json::Object({{"output", Json::Object({{"done", value}})}}));
  }
  Json inner = Json::Array();
  for (const Json& status : statuses.items()) {
    inner.Append(status.as_string() == "Failed" ? Failure() : Json::Object());
  }
  const Json settings = Json::Object(
      {{"expression", Expression("@activity('A').output.done")},
       {"activities", Json::Array({MakeActivity("A", kExecuted), MakeActivity("B", kExecuted)})}});
  const auto run =
      DriveActivities(Json::Array({MakeActivity("U", "Until", settings)}),
                      Json::Object({{"A", std::move(answers)}, {"B", std::move(inner)}}));
  if (!run) return Unexpected(one["expect"], run.error());
  return Compare(one["expect"], Json::Object({{"bodyRuns", run->attempts.at("A")}}));
}

/// Virtual seconds until an Until that never comes true gives up; -1 if its timeout is refused.
double UntilGivesUp(const Json& timeout) {
  Json settings = Json::Object(
      {{"expression", Expression("@equals(1,2)")},
       {"activities",
        Json::Array({MakeActivity("W", "Wait", Json::Object({{"waitTimeInSeconds", 3600}}))})}});
  if (!timeout.is_null()) settings.Set("timeout", timeout);
  const auto run = DriveActivities(Json::Array({MakeActivity("U", "Until", settings)}));
  if (!run || run->took.count() == 0) return -1;
  return static_cast<double>(run->took.count()) / 1e6;
}

Verdict UntilTimeouts(const Json& one) {
  const auto seconds = ParseTimeSpan(one["expect"]["timeout"].as_string());
  const auto most = ParseTimeSpan(one["expect"]["max"].as_string());
  if (!seconds || !most) return Unexpected(one["expect"], (seconds ? most : seconds).error());
  const bool default_holds = UntilGivesUp({}) == static_cast<double>(seconds->count());
  const bool most_holds =
      UntilGivesUp(one["expect"]["max"]) == static_cast<double>(most->count()) &&
      UntilGivesUp("91.00:00:00") < 0;
  return {default_holds && most_holds, DumpJson(one["expect"]),
          std::string("default ") + (default_holds ? "holds" : "differs") + ", maximum " +
              (most_holds ? "holds" : "differs")};
}

Json SwitchOf(const Json& on, const std::vector<std::string>& values) {
  Json cases = Json::Array();
  for (const std::string& value : values) {
    cases.Append(
        Json::Object({{"value", value},
                      {"activities", Json::Array({MakeActivity("case " + value, kExecuted)})}}));
  }
  return MakeActivity("S", "Switch", Json::Object({{"on", on}, {"cases", std::move(cases)}}));
}

Verdict SwitchRuns(const Json& one) {
  std::vector<std::string> values;
  for (const Json& value : one["given"]["cases"].items()) values.push_back(value.as_string());
  const auto run = DriveActivities(Json::Array({SwitchOf(one["given"]["expression"], values)}));
  if (!run) return Unexpected(one["expect"], run.error());
  Json ran;
  for (const std::string& value : values) {
    if (run->attempts.contains("case " + value)) ran = value;
  }
  return Compare(one["expect"], Json::Object({{"runs", ran}}));
}

Verdict SwitchSize(const Json& one) {
  Json cases = Json::Array();
  for (int64_t i = 0; i < one["given"]["cases"].as_int(); ++i) {
    cases.Append(Json::Object({{"value", std::to_string(i)}, {"activities", Json::Array()}}));
  }
  const Json activity = MakeActivity(
      "S", "Switch", Json::Object({{"on", Expression("@string(1)")}, {"cases", std::move(cases)}}));
  return Compare(one["expect"], Json::Object({{"valid", IsValid(Json::Array({activity}))}}));
}

/// A small activity of any type, good enough for the question whether it may stand somewhere.
Json Specimen(const std::string& name, const std::string& type, Json inside) {
  Json settings = Json::Object();
  if (type == "ForEach") {
    settings = Json::Object({{"items", Expression("@range(0,1)")}, {"activities", inside}});
  } else if (type == "Until") {
    settings = Json::Object({{"expression", Expression("@equals(1,1)")},
                             {"timeout", "0.01:00:00"},
                             {"activities", inside}});
  } else if (type == "IfCondition") {
    settings =
        Json::Object({{"expression", Expression("@equals(1,1)")}, {"ifTrueActivities", inside}});
  } else if (type == "Switch") {
    settings = Json::Object({{"on", Expression("@string(1)")}, {"defaultActivities", inside}});
  }
  return MakeActivity(name, type, std::move(settings));
}

Verdict Nesting(const Json& one) {
  const Json inner = Specimen("inner", one["given"]["inner"].as_string(), Json::Array());
  const Json outer = Specimen("outer", one["given"]["outer"].as_string(), Json::Array({inner}));
  bool refused = false;
  for (const std::string& code : ValidationCodes(Json::Array({outer}))) {
    refused = refused || code == "NestingNotAllowed";
  }
  return Compare(one["expect"], Json::Object({{"allowed", !refused}}));
}

Verdict FailTexts(const Json& one) {
  const std::string& given = one["given"]["name"].as_string();
  const std::string name = given.empty() ? "Fail1" : given;
  const auto run = DriveActivities(
      Json::Array({MakeActivity(name, "Fail",
                                Json::Object({{"message", one["given"]["message"]},
                                              {"errorCode", one["given"]["errorCode"]}}))}));
  if (!run) return Unexpected(one["expect"], run.error());
  const Json& error = run->last.at(name).error;
  return Compare(one["expect"],
                 Json::Object({{"error", Json::Object({{"message", error["message"]},
                                                       {"errorCode", error["errorCode"]}})}}));
}

Verdict ChildNotAwaited(const Json& one) {
  const auto run = DriveActivities(Json::Array(
      {MakeActivity("E", "ExecutePipeline",
                    Json::Object({{"pipeline", Json::Object({{"referenceName", "C"}})},
                                  {"waitOnCompletion", one["given"]["waitOnCompletion"]}}))}));
  if (!run) return Unexpected(one["expect"], run.error());
  const bool at_once = run->took.count() == 0 && run->children.size() == 1;
  return Compare(one["expect"], Json::Object({{"status", run->statuses.at("E")},
                                              {"when", at_once ? "child run accepted" : "later"}}));
}

Verdict ChildReturns(const Json& one) {
  const Json execute =
      MakeActivity("Execute Pipeline1", "ExecutePipeline",
                   Json::Object({{"pipeline", Json::Object({{"referenceName", "C"}})}}));
  const Json read =
      MakeActivity("A", kExecuted, Json::Object({{"got", one["expect"]["expression"]}}),
                   Json::Object({{"Execute Pipeline1", "Succeeded"}}));
  const auto run = DriveActivities(
      Json::Array({execute, read}),
      Json::Object({{"child:C", Json::Object({{"returnValue", one["given"]["childReturns"]}})}}));
  if (!run) return Unexpected(one["expect"], run.error());
  return Compare(one["expect"]["value"], run->last.at("A").input["got"]);
}

Verdict PolicyDefaults(const Json& one) {
  Json twice = MakeActivity("A", kExecuted, Json::Object({{"q", "x"}}));
  const auto plain = DriveActivities(Json::Array({twice}), Json::Object({{"A", Failure()}}));
  twice.Set("policy", Json::Object({{"retry", 1}}));
  const auto again = DriveActivities(Json::Array({twice}), Json::Object({{"A", Failure()}}));
  const auto good =
      DriveActivities(Json::Array({MakeActivity("A", kExecuted, Json::Object({{"q", "x"}}))}),
                      Json::Object({{"A", Json::Object({{"output", Json::Object({{"o", 1}})}})}}));
  if (!plain || !again || !good) return {false, DumpJson(one["expect"]), "no run"};
  const int64_t pause = again->took.count() / 1'000'000 - 2;  // Two attempts of a second.
  return Compare(one["expect"],
                 Json::Object({{"retry", plain->attempts.at("A") - 1},
                               {"retryIntervalInSeconds", pause},
                               {"secureInput", good->last.at("A").input.empty()},
                               {"secureOutput", good->last.at("A").output.empty()}}));
}

Verdict Retries(const Json& one) {
  Json answers = Json::Array();
  for (const Json& status : one["given"]["attempts"].items()) {
    answers.Append(status.as_string() == "Failed" ? Failure() : Json::Object());
  }
  Json activity = MakeActivity("A", kExecuted);
  activity.Set("policy", Json::Object({{"retry", one["given"]["retry"]}}));
  const auto run =
      DriveActivities(Json::Array({activity}), Json::Object({{"A", std::move(answers)}}));
  if (!run) return Unexpected(one["expect"], run.error());
  return Compare(one["expect"], Json::Object({{"status", run->statuses.at("A")},
                                              {"runs", run->attempts.at("A")}}));
}

/// Runs of a pipeline are under way; what becomes of one more.
Verdict Concurrency(const Json& one) {
  Json properties = Json::Object({{"activities", Json::Array({MakeActivity("A", kExecuted)})}});
  if (!one["given"]["concurrency"].is_null()) {
    properties.Set("concurrency", one["given"]["concurrency"]);
  }
  AcceptedRuns runs;
  for (int64_t i = 0; i <= one["given"]["inProgress"].as_int(); ++i) {
    const Result<> accepted = runs.Accept(properties);
    if (!accepted) return Unexpected(one["expect"], accepted.error());
  }
  return Compare(one["expect"], Json::Object({{"newRun", runs.records().back().status}}));
}

}  // namespace

/// The cases tell what they are about by what is given.
Verdict CheckActivity(const Json& one) {
  const Json& given = one["given"];
  const Json& expect = one["expect"];
  if (!expect["batchCount"].is_null()) return ForEachDefaults(one);
  if (!given["batchCount"].is_null()) return BatchCount(one);
  if (!given["expressionAfterFirstPass"].is_null()) {
    return UntilPasses(one, Json::Array({given["expressionAfterFirstPass"]}), {});
  }
  if (given["expressionAfterPass"].is_array()) {
    return UntilPasses(one, given["expressionAfterPass"], given["innerPass"]);
  }
  if (!expect["max"].is_null() && !expect["timeout"].is_null()) return UntilTimeouts(one);
  if (given["cases"].is_array()) return SwitchRuns(one);
  if (given["cases"].is_int()) return SwitchSize(one);
  if (!given["outer"].is_null()) return Nesting(one);
  if (!given["errorCode"].is_null()) return FailTexts(one);
  if (!given["waitOnCompletion"].is_null()) return ChildNotAwaited(one);
  if (!given["childReturns"].is_null()) return ChildReturns(one);
  if (!expect["retryIntervalInSeconds"].is_null()) return PolicyDefaults(one);
  if (given["attempts"].is_array()) return Retries(one);
  if (!given["inProgress"].is_null()) return Concurrency(one);
  return CheckStoreActivity(one);
}

}  // namespace weir::cases
