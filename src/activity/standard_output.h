#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::activity {

/// How ADF bills an activity; a key of its output.
enum class Billing { kPipeline, kExternal };

/// Add what every activity that runs on an integration runtime says: effectiveIntegrationRuntime,
/// executionDuration, durationInQueue, billingReference. `output` is an object.
Json WithStandardKeys(Json output, Billing billing, UtcTime start, UtcTime end);

/// Refuse an output beyond 4 MB, as ADF does. Errors: kInvalid 2001.
Result<> CheckOutputSize(const Json& output);

/// "2018-03-15T13:00:00Z": moments in outputs have whole seconds.
std::string FormatSeconds(UtcTime time);

}  // namespace weir::activity
