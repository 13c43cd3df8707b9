#pragma once

#include <string>

#include "api/arm/call.h"
#include "api/arm/factory_book.h"
#include "gateway/hub.h"

namespace weir::api::arm {

/// The integration runtime that a request is about.
ResourcePath RuntimePath(const Call& call);
const std::string& TypeOf(const Kept& runtime);
bool IsSelfHosted(const Kept& runtime);
/// "`what`, but the integration runtime 'x' is of the type 'y'".
Error NotFor(const Kept& runtime, std::string_view what);
/// A self-hosted runtime of its own; one that is shared from another factory has its keys there.
/// Errors: kInvalid BadRequest.
Result<> NeedSelfHosted(const Kept& runtime);

/// The nodes of a self-hosted runtime as getStatus lists them. `hub` may be null: none is
/// connected. Beside the contract: "draining", "location", and "trouble" {code, message, time} of a
/// node that was sent away.
Json NodesJson(const gateway::Hub* hub, const Kept& runtime);
/// The same, as monitoringData does.
Json NodeLoadsJson(const gateway::Hub* hub, const Kept& runtime);
/// What getStatus says of the runtime itself: version, capabilities, and beside the contract
/// "queueLength" and "averageTaskPickupDelayMs".
void ShowRuntime(const gateway::Hub* hub, const Kept& runtime, Json* details);
/// "Online", "Limited" if some nodes are not connected, "Offline", "NeedRegistration".
/// Source: documented states (monitor-integration-runtime).
std::string_view RuntimeState(const gateway::Hub* hub, const Kept& runtime);
/// The key of the factory that has a runtime, or a gateway of version 1, by its id.
std::string FactoryOfRuntime(const std::string& runtime_id);
/// The kept node of that name; null if there is none.
const Json* FindNode(const Kept& runtime, const std::string& name);

}  // namespace weir::api::arm
