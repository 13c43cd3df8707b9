#pragma once

#include <vector>

#include "model/finding.h"
#include "model/v1/factory.h"
#include "model/v1/values.h"

namespace weir::check {

// The parts of ValidateV1, each a pass over the factory.

/// A reporter for one document of version 1.
model::V1ValueReader ReporterOf(const std::string& file, std::vector<model::Finding>* findings);
model::V1ValueReader ReporterOf(const model::V1Pipeline& pipeline,
                                const model::V1Activity& activity,
                                std::vector<model::Finding>* findings);

/// What is named and not there; types that version 1 does not have.
void CheckV1Names(const model::V1Factory& factory, std::vector<model::Finding>* findings);
/// Calendars of activities, outputs and inputs against each other.
void CheckV1Calendars(const model::V1Factory& factory, bool azure,
                      std::vector<model::Finding>* findings);
/// Who fills each dataset: nobody, several, or in a circle.
void CheckV1Producers(const model::V1Factory& factory, std::vector<model::Finding>* findings);
/// Every expression: `$$` texts, periods of inputs, partitions.
void CheckV1Expressions(const model::V1Factory& factory, std::vector<model::Finding>* findings);

}  // namespace weir::check
