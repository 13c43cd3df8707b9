#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace weir::schedule {

/// Names as the REST interface spells them. Source: facts of version 1, 2.4.
enum class SliceState : uint8_t { kNone, kWaiting, kInProgress, kReady, kFailed, kSkipped };
enum class SliceSubstate : uint8_t {
  kNone,
  kScheduledTime,
  kDatasetDependencies,
  kComputeResources,
  kConcurrencyLimit,
  kActivityResume,
  kRetry,
  kValidation,
  kValidationRetry,
  kValidating,
  kCanceled,
  kTimedOut
};

/// "InProgress". Of substates "" for kNone.
std::string_view SliceStateName(SliceState state);
std::string_view SliceSubstateName(SliceSubstate substate);
/// Ignores case; nothing for other texts.
std::optional<SliceState> SliceStateOf(std::string_view name);
std::optional<SliceSubstate> SliceSubstateOf(std::string_view name);

/// What is kept of a slice that is not simply waiting for its turn.
struct SliceStatus {
  SliceState state = SliceState::kWaiting;
  SliceSubstate substate = SliceSubstate::kNone;
  /// Attempts that were begun; of an external slice, checks.
  int64_t attempts = 0;
  /// When it goes on by itself: the next attempt or check.
  std::optional<UtcTime> until = {};
  /// How many attempts, or checks, were ever begun, since the last time its status was set and
  /// before.
  int64_t runs = 0;

  friend bool operator==(const SliceStatus&, const SliceStatus&) = default;
};

}  // namespace weir::schedule
