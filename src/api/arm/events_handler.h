#pragma once

#include "api/arm/handlers.h"

namespace weir::api::arm {

/// What happened in a run, in order, a page a call; data/own_routes.json says what it takes.
Result<http::ServerResponse> ShowEvents(const Services& services, const Call& call,
                                        model::ResourceKind kind);

}  // namespace weir::api::arm
