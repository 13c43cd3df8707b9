#include "dryrun/test_case.h"

#include "base/names.h"
#include "dryrun/expectation.h"
#include "model/activities.h"

namespace weir::dryrun {
namespace {

const UtcTime kNowDefault = FromMicros(1'767'225'600'000'000);  // 2026-01-01.

Error InvalidCase(std::string message, Position position) {
  return Fail(ErrorKind::kInvalid, "InvalidTestCase", std::move(message)).At(position);
}

Result<> CheckKeys(const Json& object, const std::vector<std::string>& known,
                   const std::string& what) {
  if (!object.is_object()) {
    return InvalidCase(what + " must be an object, got " + std::string(KindName(object.kind())),
                       object.position());
  }
  for (const Json::Member& member : object.members()) {
    bool found = false;
    for (const std::string& key : known) found |= SameName(key, member.name);
    if (!found) {
      return InvalidCase(what + " has no '" + member.name + "'" + DidYouMean(member.name, known),
                         member.name_position);
    }
  }
  return {};
}

Result<> CheckCase(const Json& json) {
  static const std::vector<std::string> keys{"name",    "description", "pipeline",
                                             "now",     "parameters",  "globalParameters",
                                             "trigger", "fakes",       "expect"};
  WEIR_TRY(CheckKeys(json, keys, "a test case"));
  if (json["pipeline"].as_string().empty()) {
    return InvalidCase("a test case needs a 'pipeline'", json.position());
  }
  if (json["expect"].empty()) {
    return InvalidCase("a test case needs an 'expect' that is not empty, or it could not fail",
                       json.position());
  }
  WEIR_TRY(CheckKeys(json["expect"], ExpectationKeys(), "'expect'"));
  for (const Json::Member& activity : json["expect"]["activities"].members()) {
    WEIR_TRY(CheckKeys(activity.value, ActivityExpectationKeys(),
                       "what is expected of '" + activity.name + "'"));
  }
  return {};
}

/// A name that no activity has would be faked, or expected not to run, in vain.
void CheckNames(const TestCase& test, const model::Factory& factory,
                std::vector<Mismatch>* mismatches) {
  std::vector<std::string> known;
  for (const model::Resource* pipeline : factory.List(model::ResourceKind::kPipeline)) {
    for (const model::ActivityPlace& place : model::AllActivities(pipeline->properties())) {
      const std::string& name = (*place.activity)["name"].as_string();
      known.push_back(name);
      known.push_back(pipeline->name + "/" + name);
    }
  }
  const auto check = [&](const std::string& what, const std::string& name, Position position) {
    for (const std::string& one : known) {
      if (SameName(one, name)) return;
    }
    mismatches->push_back({what, "an activity '" + name + "'",
                           "none of that name" + DidYouMean(name, known), position});
  };
  for (const Json::Member& fake : test.json["fakes"].members()) {
    check("fakes", fake.name, fake.name_position);
  }
  const Json& expect = test.json["expect"];
  for (const Json& name : expect["notRun"].items()) {
    check("notRun", name.as_string(), name.position());
  }
  for (const Json::Member& one : expect["activities"].members()) {
    check("activities", one.name, one.name_position);
  }
}

Result<DryRunRequest> RequestOf(const TestCase& test, std::shared_ptr<const model::Factory> factory,
                                const model::LocalSettings& local) {
  DryRunRequest request;
  request.factory = std::move(factory);
  request.local = local;
  request.pipeline = test.json["pipeline"].as_string();
  request.arguments = test.json["parameters"];
  request.globals = test.json["globalParameters"];
  request.trigger = test.json["trigger"];
  request.start = kNowDefault;
  if (const Json& now = test.json["now"]; now.is_string()) {
    Result<UtcTime> start = ParseUtc(now.as_string());
    if (!start) return std::move(start).error().At(now.position());
    request.start = *start;
  }
  WEIR_ASSIGN(request.fakes, Fakes::Parse(test.json["fakes"]));
  return request;
}

}  // namespace

Result<std::vector<TestCase>> ReadCases(const Json& document, const std::string& file) {
  std::vector<TestCase> cases;
  const Json& list = document["cases"].is_array() ? document["cases"] : document;
  const auto add = [&](const Json& json) -> Result<> {
    if (Result<> good = CheckCase(json); !good) return std::move(good).error().At(file);
    const std::string& name = json["name"].as_string();
    cases.push_back({name.empty() ? json["pipeline"].as_string() : name, file, json});
    return {};
  };
  if (!list.is_array()) WEIR_TRY(add(list));
  for (const Json& json : list.items()) WEIR_TRY(add(json));
  return cases;
}

CaseResult RunCase(const TestCase& test, const std::shared_ptr<const model::Factory>& factory,
                   const model::LocalSettings& local) {
  CaseResult result;
  const Result<DryRunRequest> request = RequestOf(test, factory, local);
  if (!request) {
    result.error = Error(request.error()).At(test.file);
    return result;
  }
  Result<DryReport> report = DryRun(*request);
  if (!report) {
    result.error = report.error();
    return result;
  }
  CheckNames(test, *factory, &result.mismatches);
  CompareWith(test.json["expect"], *report, &result.mismatches);
  result.report = *std::move(report);
  return result;
}

}  // namespace weir::dryrun
