#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace weir::trigger {

/// "1/31/2026 8:00:00 AM", UTC: as properties of trigger runs show times.
std::string TimeText(UtcTime time);
/// The moment that TimeText wrote. Errors: kInvalid InvalidTime.
Result<UtcTime> ParseTimeText(const std::string& text);

}  // namespace weir::trigger
