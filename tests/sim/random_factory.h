#pragma once

#include <memory>

#include "base/ids.h"
#include "model/factory.h"

namespace weir::sim {

/// A factory of three pipelines P0, P1, P2 made from a seed: random graphs of every control
/// activity and of activities of type "Work", nested; P0 may call P1 and P2, P1 may call P2.
///
/// What it does follows from the graph and from what each Work answers, never from timing:
/// variables are written but decide nothing.
std::shared_ptr<const model::Factory> RandomFactory(uint64_t seed);

}  // namespace weir::sim
