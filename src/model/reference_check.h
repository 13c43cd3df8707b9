#pragma once

#include <vector>

#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Check what a resource names: that it exists (nearest names are offered), and that the parameters
/// passed are those it declares. What inactive activities name does not count.
void CheckReferences(const Factory& factory, const Resource& resource,
                     std::vector<Finding>* findings);

/// Report every circle of resources that name each other: pipelines by Execute Pipeline, linked
/// services, data flows, triggers.
void CheckReferenceCycles(const Factory& factory, std::vector<Finding>* findings);

}  // namespace weir::model
