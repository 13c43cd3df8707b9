#pragma once

#include "lineage/graph.h"
#include "model/v1/factory.h"

namespace weir::lineage {

/// What a factory of version 1 reads and writes: the inputs and outputs that its activities say,
/// and the columns that its copies map. What only a slice knows stands in names in braces:
/// "logs/{Year}". What cannot be lowered keeps its datasets, and a note says why. Cost:
/// O(activities × datasets).
Graph GraphOf(const model::V1Factory& factory);

}  // namespace weir::lineage
