#pragma once

#include <string>

#include "api/arm/factory_book.h"
#include "gateway/hub.h"

namespace weir::api::arm {

/// The nodes of a self-hosted runtime as getStatus lists them. `hub` may be null: none is
/// connected.
Json NodesJson(const gateway::Hub* hub, const Kept& runtime);
/// The same, as monitoringData does.
Json NodeLoadsJson(const gateway::Hub* hub, const Kept& runtime);
/// "Online", "Limited" if some nodes are not connected, "Offline", "NeedRegistration".
/// Source: documented states (monitor-integration-runtime).
std::string_view RuntimeState(const gateway::Hub* hub, const Kept& runtime);
/// The kept node of that name; null if there is none.
const Json* FindNode(const Kept& runtime, const std::string& name);

}  // namespace weir::api::arm
