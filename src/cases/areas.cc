#include <algorithm>

#include "cases/area.h"
#include "expr/value.h"

namespace weir::cases {
namespace {

constexpr Area kAreas[] = {
    {"dependency", CheckDependency},
    {"pipeline-outcome", CheckPipelineOutcome},
    {"activities", CheckActivity},
    {"rerun", CheckRerun},
    {"recurrence", CheckRecurrence},
    {"tumbling", CheckTumbling},
    {"tumbling-dependency", CheckTumblingDependency},
    {"events", CheckEvents},
    {"files", CheckFiles},
    {"getmetadata", CheckGetMetadata},
    {"copy", CheckCopy},
    {"expression", CheckExpression},
    {"expression-json", CheckExpressionJson},
    {"v1-function", CheckV1Function},
    {"v1-partition", CheckV1Partition},
    {"v1-timespan", CheckV1TimeSpan},
    {"v1-activity", CheckV1Activity},
    {"v1-slices", CheckV1Slices},
    {"v1-due", CheckV1Due},
    {"v1-order", CheckV1Order},
    {"v1-dependency", CheckV1Dependency},
    {"v1-readiness", CheckV1Readiness},
    {"v1-external", CheckV1External},
    {"v1-state", CheckV1State},
};

}  // namespace

std::span<const Area> Areas() {
  return kAreas;
}

const Area* FindArea(std::string_view name) {
  const auto* found = std::find_if(std::begin(kAreas), std::end(kAreas),
                                   [&](const Area& a) { return a.name == name; });
  return found == std::end(kAreas) ? nullptr : found;
}

Verdict Compare(const Json& want, const Json& got) {
  return {expr::SameByValue(want, got), DumpJson(want), DumpJson(got)};
}

Verdict Absent() {
  return {false, {}, {}, true};
}

Verdict Unexpected(const Json& want, const Error& error) {
  return {false, DumpJson(want), "the error " + error.ToString()};
}

}  // namespace weir::cases
