#pragma once

#include <string>

#include "api/arm/factory_book.h"
#include "gateway/hub.h"
#include "observe/metric_family.h"

namespace weir::api {

/// Append what self-hosted runtimes and gateways of version 1 do, and their nodes; of those
/// factories that `shown` allows. Other runtimes are passed over.
void PrintGatewayMetrics(const gateway::Hub& hub, const std::vector<arm::Kept>& runtimes,
                         const observe::MetricFamily::Shown& shown, std::string* out);

}  // namespace weir::api
