#pragma once

#include <vector>

#include "model/finding.h"
#include "model/v1/factory.h"

namespace weir::check {

/// Everything that can be said of a factory of version 1 before it runs, besides what reading its
/// documents said. Counts no slices, so long active periods cost nothing.
///
/// Codes: InvalidReference, UnknownActivityType, SchedulerDiffers, CalendarsNeverMeet,
/// DatasetCycle, ExternalMissing, InvalidSliceExpression, MissingProperty; warnings: UnknownType,
/// SeveralProducers, ExternalProduced, ExternalPolicyUnused; note: PipelineInactive; azure:
/// SliceTooShort.
std::vector<model::Finding> ValidateV1(const model::V1Factory& factory, bool azure = true);

}  // namespace weir::check
