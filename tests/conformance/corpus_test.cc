// Real factories load without a crash, and no error is reported that is not a fault of theirs.
#include "conformance/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "check/expression_check.h"
#include "check/lint.h"
#include "model/load.h"
#include "model/rules.h"
#include "model/validate.h"
#include "testing/json_cases.h"

namespace weir {
namespace {

namespace fs = std::filesystem;
constexpr const char* kSample = "tests/conformance/corpus";
constexpr const char* kFaults = "tests/conformance/known-faults.json";

/// The first text in quotes: what a finding is about.
std::string QuotedIn(const std::string& message) {
  const size_t open = message.find('\'');
  const size_t close = open == std::string::npos ? open : message.find('\'', open + 1);
  return close == std::string::npos ? "" : message.substr(open + 1, close - open - 1);
}

/// The list of faults that are the corpus' own: [{code, file, names, why}]. With `names`, only
/// findings about one of these.
class KnownFaults {
 public:
  KnownFaults() {
    const Result<Json> json = ParseJson(testing::ReadFile(kFaults));
    EXPECT_TRUE(json.ok()) << kFaults;
    if (!json) return;
    for (const Json& fault : json->items()) {
      EXPECT_FALSE(fault["why"].as_string().empty()) << DumpJson(fault);
      const std::string key = KeyOf(fault["code"].as_string(), fault["file"].as_string());
      if (fault["names"].is_null()) left_.insert(key);
      for (const Json& name : fault["names"].items()) left_.insert(key + "|" + name.as_string());
    }
    known_ = left_;
  }

  bool Covers(const model::Finding& finding, const std::string& prefix) {
    const std::string key = KeyOf(finding.code, prefix + finding.file);
    const std::string named = key + "|" + QuotedIn(finding.message);
    left_.erase(key);
    left_.erase(named);
    return known_.contains(key) || known_.contains(named);
  }

  /// What no finding needed.
  const std::set<std::string>& unused() const { return left_; }

 private:
  static std::string KeyOf(const std::string& code, const std::string& file) {
    return code + "|" + file;
  }

  std::set<std::string> known_;
  std::set<std::string> left_;
};

struct Totals {
  size_t resources = 0;
  size_t findings = 0;
};

/// Load and validate what lies at `path`; every error must be a known fault.
void CheckOne(const fs::path& path, const std::string& prefix, KnownFaults* faults,
              Totals* totals) {
  SCOPED_TRACE(path.string());
  const Result<model::LoadedFactory> loaded = model::LoadFactory(path.string());
  if (!loaded) {
    EXPECT_EQ(loaded.error().code(), "NoResources") << loaded.error().ToString();
    return;
  }
  std::vector<model::Finding> findings = loaded->findings;
  const std::vector<model::Finding> more = check::ValidateAll(loaded->factory);
  findings.insert(findings.end(), more.begin(), more.end());
  for (model::Finding& finding : check::Lint(loaded->factory)) {
    findings.push_back(std::move(finding));
  }
  totals->resources += loaded->factory.resources().size();
  totals->findings += findings.size();
  for (const model::Finding& finding : findings) {
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
    EXPECT_NE(model::FindRule(finding.code), nullptr) << finding.ToString();
    if (finding.severity != model::Severity::kError) continue;
    EXPECT_TRUE(faults->Covers(finding, prefix)) << finding.ToString();
  }
  for (const model::Resource& resource : loaded->factory.resources()) {
    const Result<Json> again = ParseJson(model::PrintResource(resource));
    ASSERT_TRUE(again.ok()) << resource.file;
    EXPECT_EQ(*again, resource.bare ? resource.properties() : resource.document) << resource.file;
  }
}

Totals CheckCorpus(const fs::path& corpus, KnownFaults* faults) {
  Totals totals;
  for (const conformance::CorpusEntry& entry : conformance::ListCorpus(corpus)) {
    CheckOne(entry.path, entry.prefix, faults, &totals);
  }
  return totals;
}

TEST(Corpus, Sample) {
  KnownFaults faults;
  const Totals totals = CheckCorpus(kSample, &faults);
  EXPECT_GE(totals.resources, 40U);
}

TEST(Corpus, Whole) {
  const char* given = std::getenv("WEIR_CORPUS");
  const fs::path corpus = given != nullptr ? given : "../shared/corpus";
  if (!fs::is_directory(corpus)) {
    GTEST_SKIP() << "no corpus at '" << corpus.string() << "'; set WEIR_CORPUS to its folder";
  }
  KnownFaults faults;
  const Totals totals = CheckCorpus(corpus, &faults);
  std::cout << totals.resources << " resources, " << totals.findings << " findings\n";
  EXPECT_GE(totals.resources, 3000U);
  EXPECT_EQ(faults.unused(), std::set<std::string>()) << "these entries are needless";
}

}  // namespace
}  // namespace weir
