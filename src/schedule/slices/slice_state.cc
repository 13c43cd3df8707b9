#include "schedule/slices/slice_state.h"

#include <array>

#include "base/names.h"

namespace weir::schedule {
namespace {

constexpr std::array<std::string_view, 6> kStates = {"None",  "Waiting", "InProgress",
                                                     "Ready", "Failed",  "Skipped"};
constexpr std::array<std::string_view, 12> kSubstates = {"",
                                                         "ScheduledTime",
                                                         "DatasetDependencies",
                                                         "ComputeResources",
                                                         "ConcurrencyLimit",
                                                         "ActivityResume",
                                                         "Retry",
                                                         "Validation",
                                                         "ValidationRetry",
                                                         "Validating",
                                                         "Canceled",
                                                         "TimedOut"};

template <typename Value, size_t kCount>
std::optional<Value> ValueOf(const std::array<std::string_view, kCount>& names,
                             std::string_view name) {
  for (size_t i = 0; i < kCount; ++i) {
    if (SameName(names[i], name)) return static_cast<Value>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view SliceStateName(SliceState state) {
  return kStates[static_cast<size_t>(state)];
}

std::string_view SliceSubstateName(SliceSubstate substate) {
  return kSubstates[static_cast<size_t>(substate)];
}

std::optional<SliceState> SliceStateOf(std::string_view name) {
  return ValueOf<SliceState>(kStates, name);
}

std::optional<SliceSubstate> SliceSubstateOf(std::string_view name) {
  // The portal's spelling.
  if (SameName(name, "ScheduleTime")) return SliceSubstate::kScheduledTime;
  return ValueOf<SliceSubstate>(kSubstates, name);
}

}  // namespace weir::schedule
