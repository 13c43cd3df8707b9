#pragma once

#include <string>

namespace weir::api::arm {

/// The service's contract as an OpenAPI 3.0 document: every route, and the models of the catalogue
/// that they take and give. Models told apart by `type` are in `x-models-by-type` of their base.
/// What no handler answers has 501 alone. Built when it is first asked for, then kept.
const std::string& OpenApiText();

}  // namespace weir::api::arm
