#pragma once

#include <string>

namespace weir::model {

/// Why activities of this type can run nowhere but on a service that is gone or cannot be had, in a
/// sentence; empty for all others. Ignores case.
std::string WhyRetired(const std::string& activity_type);

}  // namespace weir::model
