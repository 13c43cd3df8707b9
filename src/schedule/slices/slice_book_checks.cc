// Looking for data: of external datasets, and of what was produced.
#include <algorithm>

#include "base/names.h"
#include "schedule/slices/slice_book.h"

namespace weir::schedule {

/// Somebody needs a slice of an external dataset: have it looked for.
void SliceBook::Demand(size_t at, int64_t number) {
  Dataset& dataset = datasets_[at];
  const SliceStatus known = StatusOf(dataset, number);
  if (known.state != SliceState::kWaiting || known.until) return;
  if (known.substate != SliceSubstate::kNone) return;
  const UtcTime first =
      dataset.settings.calendar.DueAt(number) + dataset.settings.external_policy.data_delay;
  if (first <= now_) return LookFor(at, number);
  dataset.special[number] = {SliceState::kWaiting, SliceSubstate::kValidation, 0, first,
                             known.runs};
  timers_.insert({first, at, number});
}

/// Look for a slice of an external dataset, or keep in mind to do so.
void SliceBook::LookFor(size_t at, int64_t number) {
  Dataset& dataset = datasets_[at];
  SliceStatus status = StatusOf(dataset, number);
  status.until.reset();
  if (dataset.checking >= kChecksMax) {
    const auto special = dataset.special.find(number);
    if (special != dataset.special.end()) special->second = status;
    return dataset.demanded.Add({number, number});
  }
  ++status.attempts;
  ++status.runs;
  status.state = SliceState::kInProgress;
  status.substate = SliceSubstate::kValidating;
  Save(at, number, status);
  changes_.checks.push_back(CheckOf(dataset, number, status));
}

/// Fewer slices are looked for now: go on with those that wait for it.
void SliceBook::LookForMore(size_t at) {
  Dataset& dataset = datasets_[at];
  const bool newest_first = std::any_of(
      dataset.consumers.begin(), dataset.consumers.end(),
      [&](size_t consumer) { return activities_[consumer].settings.policy.newest_first; });
  while (dataset.checking < kChecksMax && !dataset.demanded.empty()) {
    const int64_t number = newest_first ? *dataset.demanded.last() : *dataset.demanded.first();
    dataset.demanded.Remove({number, number});
    const SliceStatus status = StatusOf(dataset, number);
    if (status.state == SliceState::kWaiting && !status.until) LookFor(at, number);
  }
}

SliceChanges SliceBook::Checked(std::string_view name, int64_t number, bool there, bool timed_out,
                                UtcTime now) {
  now_ = std::max(now_, now);
  Dataset* dataset = FindDataset(name);
  if (dataset == nullptr) return {};
  const size_t at = by_name_[NameKey(name)];
  SliceStatus status = StatusOf(*dataset, number);
  if (status.substate != SliceSubstate::kValidating) return {};
  const model::V1ExternalPolicy& policy = dataset->settings.external_policy;
  if (there) {
    MakeReady(at, number);
  } else if (!dataset->settings.external || status.attempts >= policy.maximum_retry) {
    status.state = SliceState::kFailed;
    status.substate = dataset->settings.external && timed_out ? SliceSubstate::kTimedOut
                                                              : SliceSubstate::kValidation;
    Save(at, number, status);
  } else {
    // Past slices are looked for again at once: what did not come by then is not on its way.
    const Interval slice = dataset->settings.calendar.SliceAt(number);
    const bool past = now_ > slice.end + policy.data_delay +
                                 (policy.retry_interval + policy.retry_timeout) * status.attempts;
    status.state = SliceState::kWaiting;
    status.substate = SliceSubstate::kValidationRetry;
    status.until = past ? now_ : now_ + policy.retry_interval;
    Save(at, number, status);
    if (past) {
      Strike({*status.until, at, number});
    } else {
      timers_.insert({*status.until, at, number});
    }
  }
  LookForMore(at);
  return Finish();
}

}  // namespace weir::schedule
