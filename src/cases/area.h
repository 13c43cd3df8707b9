#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/json.h"

namespace weir::cases {

/// What came of one case: whether it holds, and both sides in words for the report.
struct Verdict {
  bool passed = false;
  std::string want;
  std::string got;
  /// The case speaks of something that does not exist yet; it is counted apart.
  bool absent = false;
};

/// A sort of case and the function that checks one. A checker never fails for want of a file or a
/// server: what it needs stands in the case.
struct Area {
  std::string_view name;
  Verdict (*check)(const Json& one);
};

/// Every area that can be checked. Add one: write `<area>.cc` with its checker, declare it below,
/// and add its line to the table in areas.cc.
std::span<const Area> Areas();
/// Null if the area does not exist yet; such cases are counted apart.
const Area* FindArea(std::string_view name);

/// Compare by value: numbers as numbers, the order of members without meaning.
Verdict Compare(const Json& want, const Json& got);
/// A failure where a value was wanted.
Verdict Unexpected(const Json& want, const Error& error);

/// Nothing here does what the case speaks of.
Verdict Absent();

Verdict CheckDependency(const Json& one);
Verdict CheckPipelineOutcome(const Json& one);
Verdict CheckActivity(const Json& one);
/// Of the area `activities`: what acts on stores.
Verdict CheckStoreActivity(const Json& one);
Verdict CheckFiles(const Json& one);
Verdict CheckGetMetadata(const Json& one);
Verdict CheckCopy(const Json& one);
/// Of the area `copy`: legacy formats.
Verdict CheckLegacyCopy(const Json& one);
Verdict CheckRerun(const Json& one);
Verdict CheckRecurrence(const Json& one);
Verdict CheckTumbling(const Json& one);
Verdict CheckTumblingDependency(const Json& one);
Verdict CheckEvents(const Json& one);
Verdict CheckExpression(const Json& one);
Verdict CheckExpressionJson(const Json& one);
// Version 1.
Verdict CheckV1Function(const Json& one);
Verdict CheckV1Partition(const Json& one);
Verdict CheckV1TimeSpan(const Json& one);
Verdict CheckV1Activity(const Json& one);
Verdict CheckV1Slices(const Json& one);
Verdict CheckV1Due(const Json& one);
Verdict CheckV1Order(const Json& one);
Verdict CheckV1Dependency(const Json& one);
Verdict CheckV1Readiness(const Json& one);
Verdict CheckV1External(const Json& one);
Verdict CheckV1State(const Json& one);

}  // namespace weir::cases
