#pragma once

#include <string_view>

#include "api/arm/routes.h"
#include "base/json.h"

namespace weir::api::v1 {

/// The api-versions that are taken, newest first. Earlier ones had other shapes.
inline constexpr std::string_view kApiVersions[] = {"2015-10-01", "2015-09-01"};

/// The routes of version 1, and ours beside them below /weir: data/routes.json.
/// Source: facts of version 1, REST; the version-1 .NET SDK and the REST reference.
const arm::RouteTable& Routes();

/// The schemas that they name, as OpenAPI has them.
const Json& Schemas();

/// True for paths of factories of version 1, ours among them.
bool IsV1Path(std::string_view path);

}  // namespace weir::api::v1
