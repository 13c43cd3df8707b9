// What people do to slices, and what they see of them.
#include <algorithm>
#include <utility>

#include "base/names.h"
#include "schedule/slices/slice_book.h"

namespace weir::schedule {
namespace {

bool IsAttempt(const SliceStatus& status) {
  return status.state == SliceState::kInProgress && status.substate == SliceSubstate::kNone;
}

Error NoDataset(std::string_view name) {
  return Fail(ErrorKind::kNotFound, "DatasetNotFound",
              "the factory has no dataset '" + std::string(name) + "'");
}

/// "2016-07-12T00:00:00Z".
std::string Seconds(UtcTime time) {
  return FormatUtc(time).substr(0, 19) + "Z";
}

Error TooMany(const std::string& dataset, const Interval& range, const RangeSet::Range& slices,
              int64_t limit) {
  return Fail(ErrorKind::kInvalid, "TooManySlices",
              "dataset '" + dataset + "' has " + std::to_string(slices.second - slices.first + 1) +
                  " slices from " + Seconds(range.start) + " to " + Seconds(range.end) +
                  ", more than " + std::to_string(limit) + "; ask for a shorter time");
}

Error NoPipeline(std::string_view pipeline) {
  return Fail(ErrorKind::kNotFound, "PipelineNotFound",
              "the factory has no pipeline '" + std::string(pipeline) + "'");
}

}  // namespace

CheckSlice SliceBook::CheckOf(const Dataset& dataset, int64_t number, const SliceStatus& status) {
  return {dataset.settings.name, number, dataset.settings.calendar.SliceAt(number), status.runs};
}

void SliceBook::Restore(std::string_view name, int64_t number, const SliceStatus& status) {
  const auto found = by_name_.find(NameKey(name));
  if (found != by_name_.end()) TakeUp(found->second, number, status);
}

void SliceBook::TakeUp(size_t at, int64_t number, const SliceStatus& status) {
  Dataset& dataset = datasets_[at];
  Keep(dataset, number, status);
  if (status.until) timers_.insert({*status.until, at, number});
  if (!IsAttempt(status) || !dataset.producer) return;
  Activity& activity = activities_[*dataset.producer];
  if (activity.outputs.front() != at) return;
  ++activity.running;
  ++running_;
}

SliceChanges SliceBook::Inherit(const SliceBook& earlier) {
  for (size_t at = 0; at < datasets_.size(); ++at) {
    Dataset& dataset = datasets_[at];
    const Dataset* known = earlier.FindDataset(dataset.settings.name);
    if (known == nullptr) continue;
    if (known->settings.calendar.SameSlices(dataset.settings.calendar)) {
      dataset.ready = known->ready;
      dataset.skipped = known->skipped;
      dataset.runs = known->runs;
      for (const auto& [number, status] : known->special) TakeUp(at, number, status);
      if (!dataset.producer) EndOrphans(at);
      continue;
    }
    changes_.forgotten.push_back(dataset.settings.name);
    for (const auto& [first, last] : known->ready.ranges()) {
      const Interval made = {known->settings.calendar.SliceAt(first).start,
                             known->settings.calendar.SliceAt(last).end};
      RangeSet::Range now = dataset.settings.calendar.Overlapping(made);
      if (dataset.settings.calendar.SliceAt(now.first).start < made.start) ++now.first;
      if (dataset.settings.calendar.SliceAt(now.second).end > made.end) --now.second;
      for (int64_t number = now.first; number <= now.second; ++number) {
        Save(at, number, {SliceState::kReady});
      }
    }
  }
  return std::exchange(changes_, {});
}

/// Nobody goes on with attempts whose activity is gone.
void SliceBook::EndOrphans(size_t at) {
  std::vector<int64_t> orphans;
  for (const auto& [number, status] : datasets_[at].special) {
    if (IsAttempt(status)) orphans.push_back(number);
  }
  for (const int64_t number : orphans) {
    Save(at, number, {SliceState::kFailed, SliceSubstate::kCanceled});
  }
}

std::vector<CheckSlice> SliceBook::Checking() const {
  std::vector<CheckSlice> checking;
  for (const Dataset& dataset : datasets_) {
    for (const auto& [number, status] : dataset.special) {
      if (status.substate != SliceSubstate::kValidating) continue;
      checking.push_back(CheckOf(dataset, number, status));
    }
  }
  return checking;
}

std::vector<StartSlice> SliceBook::Running() const {
  std::vector<StartSlice> running;
  for (const Activity& activity : activities_) {
    if (activity.running == 0) continue;
    const Dataset& first = datasets_[activity.outputs.front()];
    for (const auto& [number, status] : first.special) {
      if (!IsAttempt(status)) continue;
      running.push_back(StartOf(activity, number, status));
    }
  }
  return running;
}

std::vector<std::string> SliceBook::Reached(std::string_view name, Reach reach) const {
  const auto found = by_name_.find(NameKey(name));
  if (found == by_name_.end()) return {};
  std::vector<size_t> reached = {found->second};
  const auto producer = datasets_[found->second].producer;
  for (size_t next = 0; producer && reach == Reach::kUpstreamInPipeline && next < reached.size();
       ++next) {
    const auto& by = datasets_[reached[next]].producer;
    if (!by ||
        !SameName(activities_[*by].settings.pipeline, activities_[*producer].settings.pipeline)) {
      continue;
    }
    for (const Input& input : activities_[*by].inputs) {
      if (std::find(reached.begin(), reached.end(), input.dataset) == reached.end()) {
        reached.push_back(input.dataset);
      }
    }
  }
  std::vector<std::string> names;
  for (const size_t one : reached) names.push_back(datasets_[one].settings.name);
  return names;
}

Result<SliceChanges> SliceBook::SetStatus(std::string_view name, const Interval& range,
                                          SliceState state, Reach reach, UtcTime now) {
  now_ = std::max(now_, now);
  if (state == SliceState::kNone || state == SliceState::kInProgress) {
    return Fail(ErrorKind::kInvalid, "InvalidSliceStatus",
                "a slice cannot be set to " + std::string(SliceStateName(state)) +
                    "; expected Waiting, Ready, Failed or Skipped");
  }
  const std::vector<std::string> names = Reached(name, reach);
  if (names.empty()) return NoDataset(name);
  std::vector<std::pair<size_t, RangeSet::Range>> all;
  for (const std::string& one : names) {
    const size_t at = by_name_.at(NameKey(one));
    const Dataset& dataset = datasets_[at];
    RangeSet::Range slices = dataset.settings.calendar.Overlapping(range);
    if (dataset.producer) {
      const RangeSet::Range& active = activities_[*dataset.producer].range;
      slices = {std::max(slices.first, active.first), std::min(slices.second, active.second)};
    }
    if (slices.first > slices.second && all.empty()) {
      return Fail(ErrorKind::kConflict, "OutsideActivePeriod",
                  "no slice of dataset '" + one + "' from " + Seconds(range.start) + " to " +
                      Seconds(range.end) + " is in its pipeline's active period");
    }
    if (slices.second - slices.first >= kSetMax) {
      return TooMany(dataset.settings.name, range, slices, kSetMax);
    }
    for (int64_t number = slices.first; number <= slices.second; ++number) {
      if (StatusOf(dataset, number).state != SliceState::kInProgress) continue;
      return Fail(ErrorKind::kConflict, "SliceInProgress",
                  "the slice of dataset '" + one + "' from " +
                      Seconds(dataset.settings.calendar.SliceAt(number).start) +
                      " is in progress; cancel its run first");
    }
    all.emplace_back(at, slices);
  }
  for (const auto& [at, slices] : all) {
    for (int64_t number = slices.first; number <= slices.second; ++number)
      SetOne(at, number, state);
  }
  // What is upstream is looked at first: only then is it known what has to wait.
  for (const auto& [at, slices] : all) {
    const Dataset& dataset = datasets_[at];
    if (state != SliceState::kWaiting) continue;
    for (int64_t number = slices.first; number <= slices.second; ++number) {
      if (dataset.producer) {
        Consider(*dataset.producer, number);
      } else if (dataset.settings.external) {
        Demand(at, number);
      }
    }
  }
  return Finish();
}

void SliceBook::SetOne(size_t at, int64_t number, SliceState state) {
  Dataset& dataset = datasets_[at];
  if (dataset.producer) activities_[*dataset.producer].candidates.Remove({number, number});
  if (state == SliceState::kReady) return MakeReady(at, number);
  Save(at, number, {state});
}

Result<SliceChanges> SliceBook::Pause(std::string_view pipeline, bool paused, UtcTime now) {
  now_ = std::max(now_, now);
  bool found = false;
  for (size_t i = 0; i < activities_.size(); ++i) {
    SliceActivity& settings = activities_[i].settings;
    if (activities_[i].gone || !SameName(settings.pipeline, pipeline)) continue;
    found = true;
    settings.paused = paused;
    touched_.insert(i);
  }
  if (found) return Finish();
  return NoPipeline(pipeline);
}

Result<SliceChanges> SliceBook::SetActivePeriod(std::string_view pipeline,
                                                std::optional<Interval> period, UtcTime now) {
  now_ = std::max(now_, now);
  bool found = false;
  for (Activity& activity : activities_) {
    if (activity.gone || !SameName(activity.settings.pipeline, pipeline)) continue;
    found = true;
    activity.settings.active = period;
    SetRange(activity);
  }
  if (!found) return NoPipeline(pipeline);
  return Tick(now);
}

Result<SliceChanges> SliceBook::MakeAgain(std::string_view pipeline, UtcTime now) {
  now_ = std::max(now_, now);
  bool found = false;
  for (Activity& activity : activities_) {
    if (activity.gone || !SameName(activity.settings.pipeline, pipeline)) continue;
    found = true;
    for (const size_t output : activity.outputs) {
      const Dataset& dataset = datasets_[output];
      RangeSet kept = dataset.ready;
      for (const auto& [from, to] : dataset.skipped.ranges()) kept.Add({from, to});
      for (const auto& [number, status] : dataset.special) {
        if (status.state != SliceState::kInProgress) kept.Add({number, number});
      }
      for (const auto& [from, to] : kept.Within(activity.range)) {
        for (int64_t number = from; number <= to; ++number) {
          SetOne(output, number, SliceState::kWaiting);
        }
      }
    }
    // Looked at once all are Waiting: so what is made from another waits for it.
    activity.considered = activity.range.first;
  }
  if (!found) return NoPipeline(pipeline);
  return Tick(now);
}

std::optional<UtcTime> SliceBook::NextTime() const {
  std::optional<UtcTime> next;
  const auto consider = [&next](UtcTime time) {
    if (!next || time < *next) next = time;
  };
  if (!timers_.empty()) consider(timers_.begin()->time);
  for (const Activity& activity : activities_) {
    if (activity.considered > activity.range.second) continue;
    if (activity.watching >= kWatchingMax) continue;
    consider(DueAt(activity, activity.considered));
  }
  return next;
}

Result<std::string> SliceBook::FirstOutputOf(std::string_view name) const {
  const Dataset* dataset = FindDataset(name);
  if (dataset == nullptr) return NoDataset(name);
  if (!dataset->producer) return dataset->settings.name;
  return datasets_[activities_[*dataset->producer].outputs.front()].settings.name;
}

Result<SliceStatus> SliceBook::StatusOf(std::string_view name, int64_t number) const {
  const Dataset* dataset = FindDataset(name);
  if (dataset == nullptr) return NoDataset(name);
  return StatusOf(*dataset, number);
}

bool SliceBook::IsExternal(std::string_view name) const {
  const Dataset* dataset = FindDataset(name);
  return dataset != nullptr && dataset->settings.external;
}

std::optional<UtcTime> SliceBook::NextTimer() const {
  if (timers_.empty()) return std::nullopt;
  return timers_.begin()->time;
}

SliceView SliceBook::ViewOf(const Dataset& dataset, int64_t number, UtcTime now) const {
  SliceView view{number, dataset.settings.calendar.SliceAt(number), StatusOf(dataset, number)};
  SliceStatus& status = view.status;
  if (status.state != SliceState::kWaiting || status.until) return view;
  if (!dataset.producer) {
    const UtcTime due = dataset.settings.calendar.DueAt(number);
    status.substate = due > now                           ? SliceSubstate::kScheduledTime
                      : dataset.demanded.Contains(number) ? SliceSubstate::kValidation
                                                          : SliceSubstate::kDatasetDependencies;
    return view;
  }
  const Activity& activity = activities_[*dataset.producer];
  if (DueAt(activity, number) > now) {
    status.substate = SliceSubstate::kScheduledTime;
  } else if (activity.settings.paused) {
    status.substate = SliceSubstate::kActivityResume;
  } else if (const auto missing = FirstMissing(activity, number)) {
    status.substate = SliceSubstate::kDatasetDependencies;
    const SliceDataset& input = datasets_[missing->dataset].settings;
    view.missing = input.name;
    view.missing_slice = input.calendar.SliceAt(missing->number);
  } else if (status.substate == SliceSubstate::kNone) {
    status.substate = SliceSubstate::kConcurrencyLimit;
  }
  return view;
}

Result<std::vector<SliceView>> SliceBook::View(std::string_view name, const Interval& range,
                                               UtcTime now, size_t limit) const {
  const Dataset* dataset = FindDataset(name);
  if (dataset == nullptr) return NoDataset(name);
  RangeSet::Range slices = dataset->settings.calendar.Overlapping(range);
  if (dataset->producer) {
    const RangeSet::Range& active = activities_[*dataset->producer].range;
    slices = {std::max(slices.first, active.first), std::min(slices.second, active.second)};
  }
  if (slices.second - slices.first >= static_cast<int64_t>(limit)) {
    return TooMany(dataset->settings.name, range, slices, static_cast<int64_t>(limit));
  }
  std::vector<SliceView> views;
  for (int64_t number = slices.first; number <= slices.second; ++number) {
    views.push_back(ViewOf(*dataset, number, now));
  }
  return views;
}

}  // namespace weir::schedule
