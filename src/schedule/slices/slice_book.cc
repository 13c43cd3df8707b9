#include "schedule/slices/slice_book.h"

#include <algorithm>
#include <limits>

#include "base/names.h"

namespace weir::schedule {
namespace {

Error NoDataset(std::string_view name) {
  return Fail(ErrorKind::kNotFound, "DatasetNotFound",
              "the factory has no dataset '" + std::string(name) + "'");
}

/// An attempt at it may begin, as far as it alone goes.
bool MayRun(const SliceStatus& status) {
  return status.state == SliceState::kWaiting && !status.until;
}

/// It is being looked at.
bool IsCheck(const SliceStatus& status) {
  return status.state == SliceState::kInProgress && status.substate == SliceSubstate::kValidating;
}

}  // namespace

SliceBook::Dataset* SliceBook::FindDataset(std::string_view name) {
  const auto found = by_name_.find(NameKey(name));
  return found == by_name_.end() ? nullptr : &datasets_[found->second];
}

const SliceBook::Dataset* SliceBook::FindDataset(std::string_view name) const {
  const auto found = by_name_.find(NameKey(name));
  return found == by_name_.end() ? nullptr : &datasets_[found->second];
}

void SliceBook::Put(SliceDataset dataset) {
  if (Dataset* known = FindDataset(dataset.name)) {
    known->settings = std::move(dataset);
    return;
  }
  by_name_[NameKey(dataset.name)] = datasets_.size();
  Dataset& added = datasets_.emplace_back();
  added.settings = std::move(dataset);
}

Result<> SliceBook::Put(SliceActivity settings) {
  Activity activity;
  for (const SliceInput& input : settings.inputs) {
    if (FindDataset(input.dataset) == nullptr) return NoDataset(input.dataset);
    activity.inputs.push_back({by_name_[NameKey(input.dataset)], input.period});
  }
  size_t place = activities_.size();
  for (size_t i = 0; i < activities_.size(); ++i) {
    const SliceActivity& known = activities_[i].settings;
    if (!activities_[i].gone && SameName(known.pipeline, settings.pipeline) &&
        SameName(known.name, settings.name)) {
      place = i;
    }
  }
  for (const std::string& output : settings.outputs) {
    const Dataset* dataset = FindDataset(output);
    if (dataset == nullptr) return NoDataset(output);
    if (dataset->producer && *dataset->producer != place) {
      return Fail(ErrorKind::kConflict, "TwoProducers",
                  "dataset '" + output + "' is an output of activity '" +
                      activities_[*dataset->producer].settings.name + "' too");
    }
    activity.outputs.push_back(by_name_[NameKey(output)]);
  }
  activity.settings = std::move(settings);
  if (place < activities_.size()) {
    activity.running = activities_[place].running;
    for (const size_t output : activities_[place].outputs) datasets_[output].producer.reset();
    for (const Input& input : activities_[place].inputs) {
      datasets_[input.dataset].consumers.erase(place);
    }
    activities_[place] = std::move(activity);
  } else {
    activities_.push_back(std::move(activity));
  }
  for (const size_t output : activities_[place].outputs) datasets_[output].producer = place;
  for (const Input& input : activities_[place].inputs) {
    datasets_[input.dataset].consumers.insert(place);
  }
  SetRange(activities_[place]);
  return {};
}

void SliceBook::RemovePipeline(std::string_view pipeline) {
  for (size_t i = 0; i < activities_.size(); ++i) {
    Activity& activity = activities_[i];
    if (activity.gone || !SameName(activity.settings.pipeline, pipeline)) continue;
    activity.gone = true;
    activity.settings.active.reset();
    SetRange(activity);
    for (const size_t output : activity.outputs) datasets_[output].producer.reset();
    for (const Input& input : activity.inputs) datasets_[input.dataset].consumers.erase(i);
  }
}

void SliceBook::SetRange(Activity& activity) {
  activity.range = {0, -1};
  activity.candidates = {};
  const std::optional<Interval>& active = activity.settings.active;
  if (active && active->start < active->end) {
    activity.range = activity.settings.calendar.Overlapping(*active);
  }
  activity.considered = activity.range.first;
}

UtcTime SliceBook::DueAt(const Activity& activity, int64_t number) const {
  const model::V1ActivityPolicy& policy = activity.settings.policy;
  UtcTime due = activity.settings.calendar.DueAt(number);
  if (policy.start_of_interval) {
    const Interval slice = activity.settings.calendar.SliceAt(number);
    due = *policy.start_of_interval ? slice.start : slice.end;
  }
  return due + policy.delay;
}

int64_t SliceBook::FirstNotDue(const Activity& activity, UtcTime now) const {
  const model::V1ActivityPolicy& policy = activity.settings.policy;
  const UtcTime then = now - policy.delay;
  if (!policy.start_of_interval) return activity.settings.calendar.FirstNotDue(then);
  return activity.settings.calendar.NumberAt(then) + (*policy.start_of_interval ? 1 : 0);
}

/// How many attempts or checks it took if nothing else is noted.
int64_t SliceBook::UsualRuns(SliceState state) {
  return state == SliceState::kReady ? 1 : 0;
}

SliceStatus SliceBook::StatusOf(const Dataset& dataset, int64_t number) {
  const auto done = [&](SliceState state) {
    const auto runs = dataset.runs.find(number);
    return SliceStatus{
        state, {}, 0, {}, runs == dataset.runs.end() ? UsualRuns(state) : runs->second};
  };
  if (dataset.ready.Contains(number)) return done(SliceState::kReady);
  if (dataset.skipped.Contains(number)) return done(SliceState::kSkipped);
  const auto special = dataset.special.find(number);
  return special == dataset.special.end() ? SliceStatus{} : special->second;
}

std::optional<SliceBook::Missing> SliceBook::FirstMissing(const Activity& activity,
                                                          int64_t number) const {
  const Interval slice = activity.settings.calendar.SliceAt(number);
  for (const Input& input : activity.inputs) {
    const Dataset& dataset = datasets_[input.dataset];
    const Interval period = input.period ? input.period(slice) : slice;
    const auto absent = dataset.ready.FirstAbsent(dataset.settings.calendar.Overlapping(period));
    if (absent) return Missing{input.dataset, *absent, input.period != nullptr};
  }
  return std::nullopt;
}

SliceChanges SliceBook::Finish() {
  while (!touched_.empty()) {
    const size_t activity = *touched_.begin();
    touched_.erase(touched_.begin());
    Dispatch(activity);
  }
  return std::exchange(changes_, {});
}

SliceChanges SliceBook::Tick(UtcTime now, int64_t limit) {
  now_ = std::max(now_, now);
  while (!timers_.empty() && timers_.begin()->time <= now_) {
    const Timer timer = *timers_.begin();
    timers_.erase(timers_.begin());
    Strike(timer);
  }
  for (size_t i = 0; i < activities_.size() && limit > 0; ++i) limit -= Advance(i, limit);
  return Finish();
}

/// Look at slices that have become due; how many.
int64_t SliceBook::Advance(size_t at, int64_t limit) {
  Activity& activity = activities_[at];
  const int64_t due = std::min(FirstNotDue(activity, now_), activity.range.second + 1);
  if (activity.considered >= due) return 0;
  const int64_t first = activity.considered;
  const int64_t end = due - first > limit ? first + limit : due;
  for (; activity.considered < end && activity.watching < kWatchingMax; ++activity.considered) {
    Consider(at, activity.considered);
  }
  touched_.insert(at);
  return activity.considered - first;
}

/// Make a slice that is due a candidate if nothing is missing; else see to it that it is looked at
/// again.
void SliceBook::Consider(size_t at, int64_t number) {
  Activity& activity = activities_[at];
  if (number >= activity.considered + 1 || number < activity.range.first) return;
  if (!MayRun(StatusOf(datasets_[activity.outputs.front()], number))) return;
  const std::optional<Missing> missing = FirstMissing(activity, number);
  if (!missing) {
    activity.candidates.Add({number, number});
    touched_.insert(at);
    return;
  }
  if (missing->by_expression) {
    auto& watchers = watchers_[{missing->dataset, missing->number}];
    if (watchers.insert({at, number}).second) ++activity.watching;
  }
  if (datasets_[missing->dataset].settings.external) Demand(missing->dataset, missing->number);
}

/// The number of its runs goes with a slice through all states.
void SliceBook::Save(size_t at, int64_t number, SliceStatus status) {
  Dataset& dataset = datasets_[at];
  const SliceStatus before = StatusOf(dataset, number);
  if (IsCheck(before)) --dataset.checking;
  status.runs = std::max(status.runs, before.runs);
  dataset.ready.Remove({number, number});
  dataset.skipped.Remove({number, number});
  dataset.special.erase(number);
  dataset.runs.erase(number);
  Keep(dataset, number, status);
  changes_.saves.push_back(
      {dataset.settings.name, number, dataset.settings.calendar.SliceAt(number), status});
}

void SliceBook::Keep(Dataset& dataset, int64_t number, const SliceStatus& status) {
  const bool ready = status.state == SliceState::kReady;
  if (ready || status.state == SliceState::kSkipped) {
    (ready ? dataset.ready : dataset.skipped).Add({number, number});
    if (status.runs != UsualRuns(status.state)) dataset.runs[number] = status.runs;
  } else if (status != SliceStatus{}) {
    dataset.special[number] = status;
  }
  if (IsCheck(status)) ++dataset.checking;
}

void SliceBook::Strike(const Timer& timer) {
  Dataset& dataset = datasets_[timer.dataset];
  const auto special = dataset.special.find(timer.number);
  if (special == dataset.special.end() || special->second.until != timer.time) return;
  if (dataset.settings.external) return LookFor(timer.dataset, timer.number);
  special->second.until.reset();
  if (!dataset.producer) return;
  activities_[*dataset.producer].candidates.Add({timer.number, timer.number});
  touched_.insert(*dataset.producer);
}

StartSlice SliceBook::StartOf(const Activity& activity, int64_t number,
                              const SliceStatus& status) const {
  return {activity.settings.pipeline,
          activity.settings.name,
          datasets_[activity.outputs.front()].settings.name,
          number,
          activity.settings.calendar.SliceAt(number),
          status.attempts,
          status.runs};
}

void SliceBook::Dispatch(size_t at) {
  Activity& activity = activities_[at];
  const model::V1ActivityPolicy& policy = activity.settings.policy;
  if (activity.settings.paused) return;
  while (activity.running < policy.concurrency && !activity.candidates.empty()) {
    const int64_t number =
        policy.newest_first ? *activity.candidates.last() : *activity.candidates.first();
    activity.candidates.Remove({number, number});
    const Dataset& first = datasets_[activity.outputs.front()];
    SliceStatus status = StatusOf(first, number);
    if (!MayRun(status)) continue;
    if (FirstMissing(activity, number)) {
      Consider(at, number);
      continue;
    }
    status = {
        SliceState::kInProgress, SliceSubstate::kNone, status.attempts + 1, {}, status.runs + 1};
    for (const size_t output : activity.outputs) Save(output, number, status);
    ++activity.running;
    ++running_;
    changes_.starts.push_back(StartOf(activity, number, status));
  }
}

SliceChanges SliceBook::RunEnded(std::string_view name, int64_t number, SliceOutcome outcome,
                                 UtcTime now) {
  now_ = std::max(now_, now);
  const Dataset* dataset = FindDataset(name);
  if (dataset == nullptr || !dataset->producer) return {};
  const size_t at = *dataset->producer;
  Activity& activity = activities_[at];
  const SliceStatus status = StatusOf(*dataset, number);
  if (status.state != SliceState::kInProgress || status.substate != SliceSubstate::kNone) return {};
  --activity.running;
  --running_;
  touched_.insert(at);
  for (const size_t output : activity.outputs) {
    if (outcome == SliceOutcome::kSucceeded) {
      Produced(output, number);
    } else {
      AttemptFailed(at, output, number, outcome);
    }
  }
  return Finish();
}

void SliceBook::Produced(size_t at, int64_t number) {
  if (!datasets_[at].settings.validated) return MakeReady(at, number);
  SliceStatus status = StatusOf(datasets_[at], number);
  status.substate = SliceSubstate::kValidating;
  Save(at, number, status);
  changes_.checks.push_back(CheckOf(datasets_[at], number, status));
}

void SliceBook::AttemptFailed(size_t activity, size_t at, int64_t number, SliceOutcome outcome) {
  const model::V1ActivityPolicy& policy = activities_[activity].settings.policy;
  SliceStatus status = StatusOf(datasets_[at], number);
  const int64_t per_round = policy.attempts_per_round();
  if (outcome == SliceOutcome::kCanceled || status.attempts >= per_round * policy.rounds()) {
    status.state = SliceState::kFailed;
    status.substate = outcome == SliceOutcome::kCanceled   ? SliceSubstate::kCanceled
                      : outcome == SliceOutcome::kTimedOut ? SliceSubstate::kTimedOut
                                                           : SliceSubstate::kNone;
    return Save(at, number, status);
  }
  const bool round_over = status.attempts % per_round == 0;
  status.state = SliceState::kWaiting;
  status.substate = SliceSubstate::kRetry;
  status.until = round_over ? now_ + policy.long_retry_interval : now_;
  Save(at, number, status);
  if (at != activities_[activity].outputs.front()) return;
  if (*status.until > now_) {
    timers_.insert({*status.until, at, number});
  } else {
    Strike({*status.until, at, number});
  }
}

void SliceBook::MakeReady(size_t at, int64_t number) {
  Save(at, number, {SliceState::kReady});
  Wake(at, number);
}

/// A slice became Ready: look at those that may have waited for it.
void SliceBook::Wake(size_t at, int64_t number) {
  const Interval slice = datasets_[at].settings.calendar.SliceAt(number);
  for (const size_t consumer : datasets_[at].consumers) {
    const Activity& activity = activities_[consumer];
    const bool plain = std::any_of(
        activity.inputs.begin(), activity.inputs.end(),
        [&](const Input& input) { return input.dataset == at && input.period == nullptr; });
    if (!plain) continue;
    const bool once = datasets_[at].settings.calendar.once();
    const RangeSet::Range outputs =
        once ? activity.range : activity.settings.calendar.Overlapping(slice);
    const int64_t end = std::min(outputs.second, activity.considered - 1);
    for (int64_t one = outputs.first; one <= end; ++one) Consider(consumer, one);
  }
  const auto watchers = watchers_.find({at, number});
  if (watchers == watchers_.end()) return;
  const std::set<std::pair<size_t, int64_t>> waited = std::move(watchers->second);
  watchers_.erase(watchers);
  for (const auto& [activity, one] : waited) {
    --activities_[activity].watching;
    Consider(activity, one);
  }
}

}  // namespace weir::schedule
