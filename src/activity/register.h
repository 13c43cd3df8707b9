#pragma once

#include "activity/outbound.h"
#include "base/result.h"
#include "connectors/connector.h"
#include "engine/activity.h"
#include "formats/format.h"

namespace weir::activity {

/// Add every activity that this folder executes. The registries of connectors and formats must
/// outlive the activities; `outbound` is what they reach web services with.
Result<> RegisterActivities(engine::ActivityRegistry& registry,
                            const connectors::ConnectorRegistry& connectors,
                            const formats::FormatRegistry& formats,
                            const Outbound& outbound = MakeOutbound());

}  // namespace weir::activity
