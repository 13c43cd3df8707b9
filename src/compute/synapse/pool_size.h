#pragma once

#include "base/json.h"
#include "base/result.h"

namespace weir::compute::synapse {

/// Put a size of a Spark pool's nodes (Small to XXLarge) in `settings` into the body of a batch or
/// session, as `<prefix>Cores` and `<prefix>Memory`; nothing if it is absent. Errors: kInvalid
/// 2104.
Result<> AddSize(const Json& settings, const char* property, const char* prefix, Json* body);

/// `executorSize`, `driverSize`, `numExecutors`, and `sparkConfig` or else `conf` as texts without
/// what is null. `targetSparkConfiguration` is refused. Errors: kInvalid 2104; kUnsupported.
Result<Json> ReadSizes(const Json& settings, const char* activity);

}  // namespace weir::compute::synapse
