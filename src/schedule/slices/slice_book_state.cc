// What people do to slices, and what they see of them.
#include <algorithm>

#include "base/names.h"
#include "schedule/slices/slice_book.h"

namespace weir::schedule {

void SliceBook::Restore(std::string_view name, int64_t number, const SliceStatus& status) {
  const auto found = by_name_.find(NameKey(name));
  if (found == by_name_.end()) return;
  Dataset& dataset = datasets_[found->second];
  if (status.state == SliceState::kReady) return dataset.ready.Add({number, number});
  if (status.state == SliceState::kSkipped) return dataset.skipped.Add({number, number});
  if (status == SliceStatus{}) return;
  dataset.special[number] = status;
  if (status.until) timers_.insert({*status.until, found->second, number});
  const bool runs =
      status.state == SliceState::kInProgress && status.substate == SliceSubstate::kNone;
  if (!runs || !dataset.producer) return;
  Activity& activity = activities_[*dataset.producer];
  if (activity.outputs.front() != found->second) return;
  ++activity.running;
  ++running_;
}

SliceChanges SliceBook::Resume(UtcTime now) {
  now_ = std::max(now_, now);
  for (const Dataset& dataset : datasets_) {
    for (const auto& [number, status] : dataset.special) {
      if (status.substate != SliceSubstate::kValidating) continue;
      changes_.checks.push_back(
          {dataset.settings.name, number, dataset.settings.calendar.SliceAt(number)});
    }
  }
  return Tick(now);
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
  if (names.empty()) {
    return Fail(ErrorKind::kNotFound, "DatasetNotFound",
                "the factory has no dataset '" + std::string(name) + "'");
  }
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
                  "no slice of dataset '" + one + "' from " + FormatUtc(range.start) + " to " +
                      FormatUtc(range.end) + " is in its pipeline's active period");
    }
    for (int64_t number = slices.first; number <= slices.second; ++number) {
      if (StatusOf(dataset, number).state != SliceState::kInProgress) continue;
      return Fail(ErrorKind::kConflict, "SliceInProgress",
                  "the slice of dataset '" + one + "' from " +
                      FormatUtc(dataset.settings.calendar.SliceAt(number).start) +
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
  return Fail(ErrorKind::kNotFound, "PipelineNotFound",
              "the factory has no pipeline '" + std::string(pipeline) + "'");
}

Result<SliceChanges> SliceBook::SetActivePeriod(std::string_view pipeline,
                                                std::optional<Interval> period, bool again,
                                                UtcTime now) {
  now_ = std::max(now_, now);
  bool found = false;
  for (Activity& activity : activities_) {
    if (activity.gone || !SameName(activity.settings.pipeline, pipeline)) continue;
    found = true;
    activity.settings.active = period;
    SetRange(activity);
    if (!again) continue;
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
  }
  if (found) return Tick(now);
  return Fail(ErrorKind::kNotFound, "PipelineNotFound",
              "the factory has no pipeline '" + std::string(pipeline) + "'");
}

std::optional<UtcTime> SliceBook::NextTime() const {
  std::optional<UtcTime> next;
  const auto consider = [&next](UtcTime time) {
    if (!next || time < *next) next = time;
  };
  if (!timers_.empty()) consider(timers_.begin()->time);
  for (const Activity& activity : activities_) {
    if (activity.considered > activity.range.second) continue;
    consider(DueAt(activity, activity.considered));
  }
  return next;
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
    status.substate =
        due > now ? SliceSubstate::kScheduledTime : SliceSubstate::kDatasetDependencies;
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
  if (dataset == nullptr) {
    return Fail(ErrorKind::kNotFound, "DatasetNotFound",
                "the factory has no dataset '" + std::string(name) + "'");
  }
  RangeSet::Range slices = dataset->settings.calendar.Overlapping(range);
  if (dataset->producer) {
    const RangeSet::Range& active = activities_[*dataset->producer].range;
    slices = {std::max(slices.first, active.first), std::min(slices.second, active.second)};
  }
  if (slices.second - slices.first >= static_cast<int64_t>(limit)) {
    return Fail(ErrorKind::kInvalid, "TooManySlices",
                "dataset '" + dataset->settings.name + "' has " +
                    std::to_string(slices.second - slices.first + 1) + " slices from " +
                    FormatUtc(range.start) + " to " + FormatUtc(range.end) + ", more than " +
                    std::to_string(limit) + "; ask for a shorter time");
  }
  std::vector<SliceView> views;
  for (int64_t number = slices.first; number <= slices.second; ++number) {
    views.push_back(ViewOf(*dataset, number, now));
  }
  return views;
}

}  // namespace weir::schedule
