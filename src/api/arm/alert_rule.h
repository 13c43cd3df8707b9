#pragma once

#include <string>

#include "alert/rule.h"
#include "api/arm/factory_book.h"

namespace weir::api::arm {

/// An alert as it is kept, for the runs of its factory. Errors: as alert::ReadRule.
Result<alert::Rule> ReadAlertRule(const std::string& factory_key, const Kept& kept);

}  // namespace weir::api::arm
