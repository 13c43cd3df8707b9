#pragma once

#include <memory>

#include "engine/activity.h"
#include "gateway/hub.h"

namespace weir::gateway {

/// The activities that a node can carry out.
bool IsRemote(const std::string& type);

/// The same activities, where those that reach a store through a self-hosted runtime are carried
/// out by a node of it, while the hub is open. Others that would need one are refused.
Result<engine::ActivityRegistry> OverGateways(const engine::ActivityRegistry& activities,
                                              std::shared_ptr<Hub> hub);

}  // namespace weir::gateway
