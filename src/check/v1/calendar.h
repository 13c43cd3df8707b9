#pragma once

#include "model/v1/factory.h"

namespace weir::check {

/// True if no slice of `input` ever lies inside a slice of `output`, so that an input without a
/// period of its own would never be there: it is longer, or of the same length and shifted.
/// Calendars of months against days are compared by the lengths that a month can have.
bool NeverMeet(const model::V1Availability& output, const model::V1Availability& input);

}  // namespace weir::check
