#pragma once

#include "base/result.h"
#include "connectors/connector.h"
#include "engine/activity.h"
#include "formats/format.h"

namespace weir::activity {

/// Add every activity that this folder executes. The registries of connectors and formats must
/// outlive the activities.
Result<> RegisterActivities(engine::ActivityRegistry& registry,
                            const connectors::ConnectorRegistry& connectors,
                            const formats::FormatRegistry& formats);

}  // namespace weir::activity
