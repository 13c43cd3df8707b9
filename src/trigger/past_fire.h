#pragma once

#include "schedule/fire_scope.h"
#include "store/store.h"

namespace weir::trigger {

/// What the expressions in a trigger's parameters saw when it fired, as far as its run tells it:
/// the scheduled time to a second.
schedule::FireScope PastFire(const store::TriggerRunRecord& run);

}  // namespace weir::trigger
