// Real factories load without a crash, and no error is reported that is not a fault of theirs.
#include "conformance/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
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

/// '*' stands for any text.
bool Matches(std::string_view pattern, std::string_view text) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  for (size_t at = star; at <= text.size(); ++at) {
    if (Matches(rest, text.substr(at))) return true;
  }
  return false;
}

/// The list of faults that are the corpus' own: [{code, file, why}].
class KnownFaults {
 public:
  KnownFaults() {
    const Result<Json> json = ParseJson(testing::ReadFile(kFaults));
    EXPECT_TRUE(json.ok()) << kFaults;
    if (json) list_ = *json;
  }

  bool Covers(const std::string& code, const std::string& file) {
    bool covered = false;
    for (size_t i = 0; i < list_.size(); ++i) {
      if (list_[i]["code"].as_string() != code) continue;
      if (!Matches(list_[i]["file"].as_string(), file)) continue;
      ++uses_[i];
      covered = true;
    }
    return covered;
  }

  std::vector<std::string> Unused() const {
    std::vector<std::string> unused;
    for (size_t i = 0; i < list_.size(); ++i) {
      if (!uses_.contains(i)) unused.push_back(DumpJson(list_[i]));
    }
    return unused;
  }

 private:
  Json list_;
  std::map<size_t, int> uses_;
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
    EXPECT_TRUE(faults->Covers(finding.code, prefix + finding.file)) << finding.ToString();
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
  EXPECT_EQ(faults.Unused(), std::vector<std::string>()) << "these entries are needless";
}

}  // namespace
}  // namespace weir
