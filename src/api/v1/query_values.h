#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "api/arm/call.h"
#include "base/clock.h"
#include "schedule/slices/calendar.h"

namespace weir::api::v1 {

/// Where a request gives a start alone, its end lies so far behind. Source: facts of version 1,
/// REST 6, doubts 9.
inline constexpr std::chrono::hours kDefaultSpan{48};

/// A time of the query. Errors: kInvalid InvalidRequestUri.
Result<UtcTime> ReadTime(const arm::Call& call, std::string_view name);
/// [start, end) of the query; without an end, as long as kDefaultSpan. Errors: as ReadTime;
/// kInvalid InvalidRequestUri if the end lies before the start.
Result<schedule::Interval> ReadRange(const arm::Call& call);
/// true or false, false if it is not there. Errors: kInvalid InvalidRequestUri.
Result<bool> ReadFlag(const arm::Call& call, std::string_view name);

/// The address of a path of this service: absolute if the client named its host.
std::string AddressOf(const arm::Call& call, const std::string& path);

}  // namespace weir::api::v1
