#pragma once

#include <string>

#include "base/clock.h"

namespace weir::trigger {

/// "1/31/2026 8:00:00 AM", UTC: as properties of trigger runs show times.
std::string TimeText(UtcTime time);

}  // namespace weir::trigger
