#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "dryrun/coverage.h"
#include "dryrun/test_case.h"

namespace weir::cli {

/// Results of `weir test`, for people and for machines.
class TestReport {
 public:
  explicit TestReport(const model::Factory& factory) : coverage_(factory) {}

  void Add(const dryrun::TestCase& test, dryrun::CaseResult result);
  /// One line for the case added last; if it failed, what differs and where that is expected.
  void PrintLast() const;
  /// A table of pipelines, and what was never reached.
  void PrintCoverage() const;
  std::string JUnit() const;
  Json ToJson(bool coverage) const;

  size_t passed() const { return lines_.size() - failed_; }
  size_t failed() const { return failed_; }

 private:
  struct Line {
    std::string name;
    std::string file;
    std::string pipeline;
    double seconds = 0;  ///< Virtual.
    size_t activities = 0;
    std::vector<std::string> problems;
  };

  std::vector<Line> lines_;
  size_t failed_ = 0;
  dryrun::Coverage coverage_;
};

}  // namespace weir::cli
