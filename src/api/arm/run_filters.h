#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "store/run_query.h"

namespace weir::api::arm {

/// Which runs are asked for.
enum class RunKind { kPipelineRuns, kActivityRuns, kTriggerRuns };

/// Read the body of queryPipelineRuns, queryActivityruns or queryTriggerRuns: {lastUpdatedAfter,
/// lastUpdatedBefore, filters: [{operand, operator, values}], orderBy: [{orderBy, order}],
/// continuationToken}. Errors: kInvalid InvalidRequestContent, with the names that are known.
/// Source: REST contract (RunFilterParameters).
Result<store::RunQuery> ReadRunQuery(const Json& body, RunKind kind);

// Its parts, for searches. Errors: as ReadRunQuery.
Result<store::RunCondition> ReadCondition(const Json& filter, RunKind kind);
Result<store::RunOrder> ReadRunOrder(const Json& order, RunKind kind);
Result<UtcTime> ReadTime(const Json& body, std::string_view name);
Result<> CheckList(const Json& body, std::string_view name);
/// What conditions may be on.
std::vector<std::string> OperandNames(RunKind kind);
/// kInvalid InvalidRequestContent at a place of the body.
Error Refuse(std::string message, const Json& at);
/// What the body has, for the end of a message: "'x'", "nothing", "number".
std::string Got(const Json& value);

}  // namespace weir::api::arm
