#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/v1/factory.h"
#include "schedule/slices/calendar.h"
#include "schedule/slices/slice_state.h"

namespace weir::schedule {

/// A dataset as the book needs it.
struct SliceDataset {
  std::string name;
  SliceCalendar calendar;
  /// Filled from outside: its slices are looked for when somebody needs them.
  bool external = false;
  model::V1ExternalPolicy external_policy = {};
  /// What was produced is looked at before it is Ready.
  bool validated = false;
};

struct SliceInput {
  std::string dataset;
  /// The dependency period of an output slice; null: the slice's own period. Slices of the dataset
  /// that overlap it must be Ready.
  std::function<Interval(const Interval& slice)> period = nullptr;
};

/// An activity as the book needs it: it fills the slices of its outputs, which share a calendar.
struct SliceActivity {
  std::string pipeline;
  std::string name;
  std::vector<SliceInput> inputs;
  std::vector<std::string> outputs;
  SliceCalendar calendar;
  /// The active period; nothing: inactive. Slices that overlap it are made, whole.
  std::optional<Interval> active = {};
  bool paused = false;
  model::V1ActivityPolicy policy = {};
};

enum class SliceOutcome : uint8_t { kSucceeded, kFailed, kTimedOut, kCanceled };

/// Begin an attempt at a slice.
struct StartSlice {
  std::string pipeline;
  std::string activity;
  std::string output;  ///< The first of its outputs, by which its attempts go.
  int64_t number = 0;
  Interval slice;
  int64_t attempt = 1;
  /// Counts the attempts at this slice from 1, whatever was set in between.
  int64_t run = 1;
};

/// Look whether the data of a slice is there: of an external dataset, or just produced.
struct CheckSlice {
  std::string dataset;
  int64_t number = 0;
  Interval slice;
  int64_t run = 1;  ///< Counts the attempts, or the checks of what is external, as StartSlice.
};

/// A slice that is in another state now.
struct SavedSlice {
  std::string dataset;
  int64_t number = 0;
  Interval slice;
  /// Waiting and nothing else: nothing needs to be kept of it.
  SliceStatus status;
};

/// What follows from an event: to be saved first, then done.
struct SliceChanges {
  /// Datasets of which nothing is to be kept but the saves.
  std::vector<std::string> forgotten;
  std::vector<SavedSlice> saves;
  std::vector<StartSlice> starts;
  std::vector<CheckSlice> checks;
};

/// A slice as people see it.
struct SliceView {
  int64_t number = 0;
  Interval slice;
  SliceStatus status;
  /// Of DatasetDependencies: the first input slice that is not Ready.
  std::string missing = {};
  std::optional<Interval> missing_slice = {};
};

/// The slices of a factory of version 1 as a state machine: no clock, no thread, no I/O.
///
/// Feed it what happened (Tick, RunEnded, Checked, SetStatus); save `saves`, then do `starts` and
/// `checks`. Slices that wait cost nothing: a period of ten years of minutes is a few ranges.
class SliceBook {
 public:
  /// So many slices of an external dataset are looked for at a time; the others wait for them.
  static constexpr int64_t kChecksMax = 100;
  /// So many slices of an activity wait for inputs by expression; those behind them are looked at
  /// once there are fewer.
  static constexpr int64_t kWatchingMax = 20'000;
  /// So many slices of a dataset are set at a time.
  static constexpr int64_t kSetMax = 100'000;

  /// Add it, or change it; its slices keep their states.
  void Put(SliceDataset dataset);
  /// Add it, or change it. Its datasets must be there. Errors: kNotFound DatasetNotFound; kConflict
  /// TwoProducers.
  Result<> Put(SliceActivity activity);
  /// Forget the activities of a pipeline; datasets and their slices stay.
  void RemovePipeline(std::string_view pipeline);

  /// Take up a slice as it was saved, once all is put and before anything else. What was under way
  /// still is.
  void Restore(std::string_view dataset, int64_t number, const SliceStatus& status);
  /// Take up all slices of an earlier book of the factory, in the same way. Of a dataset with
  /// another calendar now, slices that lie in what was Ready are; nothing else is known of it.
  SliceChanges Inherit(const SliceBook& earlier);
  /// Attempts that are under way, and checks.
  std::vector<StartSlice> Running() const;
  std::vector<CheckSlice> Checking() const;

  /// Looks at so many slices that are due at the most; NextTime is not later than `now` if there
  /// are more.
  SliceChanges Tick(UtcTime now, int64_t limit = std::numeric_limits<int64_t>::max());
  /// An attempt ended. Reports of attempts that are not under way change nothing.
  SliceChanges RunEnded(std::string_view dataset, int64_t number, SliceOutcome outcome,
                        UtcTime now);
  /// A check ended. `timed_out`: it took too long.
  SliceChanges Checked(std::string_view dataset, int64_t number, bool there, bool timed_out,
                       UtcTime now);
  enum class Reach : uint8_t { kDataset, kUpstreamInPipeline };
  /// Set the slices of a dataset that overlap `range`, and those of the datasets that its pipeline
  /// makes it from. Errors: kNotFound DatasetNotFound; kConflict OutsideActivePeriod,
  /// SliceInProgress; kInvalid TooManySlices; kInvalid for a state that nobody can set.
  Result<SliceChanges> SetStatus(std::string_view dataset, const Interval& range, SliceState state,
                                 Reach reach, UtcTime now);
  /// The datasets that SetStatus reaches, the named one first.
  std::vector<std::string> Reached(std::string_view dataset, Reach reach) const;
  /// Errors: kNotFound PipelineNotFound.
  Result<SliceChanges> Pause(std::string_view pipeline, bool paused, UtcTime now);
  Result<SliceChanges> SetActivePeriod(std::string_view pipeline, std::optional<Interval> period,
                                       UtcTime now);
  /// Set all slices of the pipeline's active period that are not in progress to Waiting.
  Result<SliceChanges> MakeAgain(std::string_view pipeline, UtcTime now);

  /// When Tick has something to do; nothing if only events go on.
  std::optional<UtcTime> NextTime() const;
  /// When a pause between attempts or checks ends; nothing if there is none.
  std::optional<UtcTime> NextTimer() const;
  /// Slices of a dataset that overlap `range`, oldest first; of one that is produced, those of the
  /// active period. Errors: kNotFound DatasetNotFound; kInvalid TooManySlices beyond `limit`.
  Result<std::vector<SliceView>> View(std::string_view dataset, const Interval& range, UtcTime now,
                                      size_t limit = 100'000) const;
  /// The first output of the activity that fills the dataset, by which its attempts go; the dataset
  /// itself if none does. Errors: kNotFound DatasetNotFound.
  Result<std::string> FirstOutputOf(std::string_view dataset) const;
  /// What the book keeps of a slice. Errors: kNotFound DatasetNotFound.
  Result<SliceStatus> StatusOf(std::string_view dataset, int64_t number) const;
  bool IsExternal(std::string_view dataset) const;
  /// How many attempts are under way.
  int64_t running() const { return running_; }

 private:
  struct Dataset {
    SliceDataset settings;
    RangeSet ready;
    RangeSet skipped;
    std::unordered_map<int64_t, SliceStatus> special;  ///< All others that are not plain waiting.
    std::unordered_map<int64_t, int64_t> runs;  ///< Of Ready and Skipped ones, where not as usual.
    std::set<size_t> consumers;
    std::optional<size_t> producer;
    int64_t checking = 0;  ///< Of an external one: how many of its slices are looked for.
    RangeSet demanded;     ///< And which are, once fewer are looked for.
  };
  struct Input {
    size_t dataset = 0;
    std::function<Interval(const Interval&)> period;
  };
  struct Activity {
    SliceActivity settings;
    std::vector<Input> inputs;
    std::vector<size_t> outputs;
    RangeSet::Range range = {0, -1};  ///< The slices of the active period.
    int64_t considered = 0;           ///< Slices below are due and were looked at.
    RangeSet candidates;              ///< May be started.
    int64_t running = 0;
    int64_t watching = 0;  ///< Notes in watchers_.
    bool gone = false;
  };
  struct Missing {
    size_t dataset = 0;
    int64_t number = 0;
    bool by_expression = false;
  };
  struct Timer {
    UtcTime time;
    size_t dataset = 0;
    int64_t number = 0;
    auto operator<=>(const Timer&) const = default;
  };

  Dataset* FindDataset(std::string_view name);
  const Dataset* FindDataset(std::string_view name) const;
  void SetRange(Activity& activity);
  UtcTime DueAt(const Activity& activity, int64_t number) const;
  int64_t FirstNotDue(const Activity& activity, UtcTime now) const;
  static int64_t UsualRuns(SliceState state);
  static SliceStatus StatusOf(const Dataset& dataset, int64_t number);
  std::optional<Missing> FirstMissing(const Activity& activity, int64_t number) const;

  StartSlice StartOf(const Activity& activity, int64_t number, const SliceStatus& status) const;
  int64_t Advance(size_t activity, int64_t limit);
  void Consider(size_t activity, int64_t number);
  void Demand(size_t dataset, int64_t number);
  void LookFor(size_t dataset, int64_t number);
  void LookForMore(size_t dataset);
  void Save(size_t dataset, int64_t number, SliceStatus status);
  static void Keep(Dataset& dataset, int64_t number, const SliceStatus& status);
  static CheckSlice CheckOf(const Dataset& dataset, int64_t number, const SliceStatus& status);
  void EndOrphans(size_t dataset);
  void TakeUp(size_t dataset, int64_t number, const SliceStatus& status);
  void Produced(size_t dataset, int64_t number);
  void MakeReady(size_t dataset, int64_t number);
  void Wake(size_t dataset, int64_t number);
  void Dispatch(size_t activity);
  void Strike(const Timer& timer);
  void AttemptFailed(size_t activity, size_t dataset, int64_t number, SliceOutcome outcome);
  void SetOne(size_t dataset, int64_t number, SliceState state);
  SliceChanges Finish();
  SliceView ViewOf(const Dataset& dataset, int64_t number, UtcTime now) const;

  std::vector<Dataset> datasets_;
  std::vector<Activity> activities_;
  std::map<std::string, size_t> by_name_;
  std::set<Timer> timers_;
  /// What a slice that waits for an input by expression looks at: (dataset, number) → (activity,
  /// number).
  std::map<std::pair<size_t, int64_t>, std::set<std::pair<size_t, int64_t>>> watchers_;
  std::set<size_t> touched_;  ///< Activities that may have something to start.
  UtcTime now_;
  int64_t running_ = 0;
  SliceChanges changes_;
};

}  // namespace weir::schedule
