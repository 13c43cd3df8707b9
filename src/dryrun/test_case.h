#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "dryrun/dry_run.h"

namespace weir::dryrun {

/// A test of a pipeline kept as data beside the factory:
///
///     {"name": "a failed copy is told", "pipeline": "Load",
///      "parameters": {…}, "globalParameters": {…}, "trigger": {"type", "name", "time"},
///      "now": "2026-01-31T06:00:00Z", "fakes": {…},
///      "expect": {"status", "message", "returnValue", "variables", "durationInSeconds",
///                 "order": [names], "notRun": [names],
///                 "activities": {name: {"status", "calls", "input", "output", "error"}}}}
///
/// What is expected of objects is a part of what is there; texts, numbers and lists are compared
/// whole; `{"$contains": "text"}` is a text that holds another. `status`, `input`, `output` and
/// `error` speak of the last call; as `statuses`, `inputs`, … they list every call. Names may be
/// "Pipeline/Activity".
struct TestCase {
  std::string name;
  std::string file;
  Json json;
};

/// The cases of a document: a list, {"cases": [...]}, or one case. Errors: kInvalid InvalidTestCase
/// with the place: an unknown key, no pipeline, no expectation.
Result<std::vector<TestCase>> ReadCases(const Json& document, const std::string& file);

/// What was expected and did not come.
struct Mismatch {
  std::string what;  ///< "status", "activities.Copy.output.rowsCopied".
  std::string expected;
  std::string got;
  Position position;  ///< Of the expectation.
};

struct CaseResult {
  std::vector<Mismatch> mismatches;
  std::optional<Error> error;  ///< It could not be run at all.
  std::optional<DryReport> report;

  bool passed() const { return !error && mismatches.empty(); }
};

/// Run one case.
CaseResult RunCase(const TestCase& test, const std::shared_ptr<const model::Factory>& factory,
                   const model::LocalSettings& local);

}  // namespace weir::dryrun
