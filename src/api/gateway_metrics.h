#pragma once

#include <string>

#include "api/arm/factory_book.h"
#include "gateway/hub.h"
#include "observe/metric_family.h"

namespace weir::api {

/// Append what the self-hosted runtimes of all factories do, and their nodes; of those factories
/// that `shown` allows.
void PrintGatewayMetrics(const gateway::Hub& hub, const arm::FactoryBook& factories,
                         const observe::MetricFamily::Shown& shown, std::string* out);

}  // namespace weir::api
