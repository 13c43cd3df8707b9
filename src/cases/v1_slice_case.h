#pragma once

#include <string>
#include <vector>

#include "cases/area.h"
#include "model/v1/read.h"
#include "schedule/slices/slice_book.h"

// What the areas of slices of version 1 share.
namespace weir::cases {

using schedule::Interval;
using schedule::SliceActivity;
using schedule::SliceBook;
using schedule::SliceCalendar;
using schedule::SliceChanges;
using schedule::SliceDataset;
using schedule::SliceOutcome;
using schedule::SliceState;
using schedule::SliceView;

inline constexpr const char* kV1Output = "Out";

/// "2016-07-12T09:00:00Z".
Json V1Text(UtcTime time);
Json V1Span(const Interval& span);
UtcTime V1TimeOf(const Json& text);
Interval V1IntervalOf(const Json& pair);
SliceCalendar V1CalendarOf(const Json& availability);
model::V1Dataset V1DatasetOf(const Json& availability, const Json& policy = {});

/// The pipeline of one activity with the case's policy and active period, and what is wrong.
struct V1ReadPipeline {
  model::V1Pipeline pipeline;
  std::vector<model::Finding> findings;
};
V1ReadPipeline V1PipelineOf(const Json& given);
SliceActivity V1ActivityOf(const Json& given);

/// Of what the case asks for, what was found.
Verdict CompareAskedV1(const Json& want, const Json& all);

/// A book with the dataset that an activity fills, and what the activity reads.
struct V1Played {
  SliceBook book;
  std::vector<schedule::StartSlice> starts;
  std::vector<schedule::CheckSlice> checks;

  explicit V1Played(SliceActivity activity, bool validated = false);
  void Take(SliceChanges changes);
  /// The last attempt that was begun ends.
  void End(SliceOutcome outcome, UtcTime now);
  SliceView At(const Interval& slice, UtcTime now) const;
  /// Let all eligible slices run, one after another, as far as they go.
  void RunAll(UtcTime now);
};

Json V1StateJson(const SliceView& view);
/// Those that wait: [{slice, state, substate}].
Json V1WaitingJson(const std::vector<SliceView>& views, bool with_state);

}  // namespace weir::cases
