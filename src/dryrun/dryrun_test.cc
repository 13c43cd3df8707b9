#include <gtest/gtest.h>

#include "dryrun/coverage.h"
#include "dryrun/test_case.h"
#include "model/load.h"
#include "testing/json_cases.h"

namespace weir::dryrun {
namespace {

std::shared_ptr<const model::Factory> FactoryOf(const Json& files) {
  auto factory = std::make_shared<model::Factory>("f");
  for (const Json::Member& file : files.members()) {
    const auto kind = model::KindOfFolder(file.name.substr(0, file.name.find('/')));
    const Result<Json> document = ParseJson(PrettyJson(file.value));
    if (!kind || !document) {
      ADD_FAILURE() << file.name;
      continue;
    }
    factory->Add(model::MakeResource(*kind, "x", file.name, *document));
  }
  return factory;
}

Json AssumedOf(const DryReport& report) {
  Json assumed = Json::Object();
  for (const Assumption& one : report.assumed) {
    assumed.Set((one.pipeline.empty() ? "" : one.pipeline + ": ") + one.subject, one.value);
  }
  return assumed;
}

/// {files, case, mismatches: ["what: expected X, got Y"], error: {code, says}, assumed, covered}:
/// `case` is what `weir test` reads.
void CheckCase(const Json& one) {
  const auto factory = FactoryOf(one["files"]);
  const Result<std::vector<TestCase>> cases = ReadCases(one["case"], "tests/a.json");
  const Json& error = one["error"];
  if (!cases) {
    EXPECT_EQ(cases.error().code(), error["code"].as_string()) << cases.error().ToString();
    EXPECT_NE(cases.error().message().find(error["says"].as_string()), std::string::npos)
        << cases.error().message();
    return;
  }
  ASSERT_EQ(cases->size(), 1U);
  const CaseResult result = RunCase(cases->front(), factory, {});
  if (result.error || !error.is_null()) {
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.error->code(), error["code"].as_string()) << result.error->ToString();
    EXPECT_NE(result.error->message().find(error["says"].as_string()), std::string::npos)
        << result.error->message();
    return;
  }
  Json mismatches = Json::Array();
  for (const Mismatch& mismatch : result.mismatches) {
    mismatches.Append(mismatch.what + ": expected " + mismatch.expected + ", got " + mismatch.got);
  }
  const Json none = Json::Array();
  EXPECT_EQ(DumpJson(mismatches), DumpJson(one["mismatches"].is_null() ? none : one["mismatches"]));
  if (const Json& assumed = one["assumed"]; !assumed.is_null()) {
    EXPECT_EQ(DumpJson(AssumedOf(*result.report)), DumpJson(assumed));
  }
  if (const Json& missed = one["missed"]; !missed.is_null()) {
    Coverage coverage(*factory);
    coverage.Add(*result.report);
    Json all = Json::Array();
    for (const auto& pipeline : coverage.Pipelines()) {
      for (const std::string& name : pipeline.missed) all.Append(pipeline.name + "/" + name);
    }
    EXPECT_EQ(DumpJson(all), DumpJson(missed));
  }
}

const bool registered =
    testing::RegisterCases("DryRun", "src/dryrun/cases/dry_run.json", CheckCase);

}  // namespace
}  // namespace weir::dryrun
