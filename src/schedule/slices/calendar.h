#pragma once

#include <cstdint>

#include "base/clock.h"
#include "model/v1/factory.h"
#include "schedule/range_set.h"

namespace weir::schedule {

/// A half-open span of time, [start, end).
struct Interval {
  UtcTime start;
  UtcTime end;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// How a dataset's time is cut into slices, which tile the time line without gaps. Slices have
/// numbers that count up; number 0 begins at the anchor.
///
/// Source: facts of version 1, 2.1; where they are silent, docs/internals/slices.md.
class SliceCalendar {
 public:
  explicit SliceCalendar(const model::V1Availability& availability = {});
  /// One slice, number 0, whatever the time: a pipeline of mode OneTime.
  static SliceCalendar Once(Interval slice);

  /// One slice, which overlaps every period.
  bool once() const { return once_; }
  /// The slice that holds the moment.
  int64_t NumberAt(UtcTime time) const;
  Interval SliceAt(int64_t number) const;
  /// The slices that overlap a period; of an empty period, the one that holds its moment.
  RangeSet::Range Overlapping(const Interval& period) const;
  /// When a slice may be made: at its end, or at its start if the style says so.
  UtcTime DueAt(int64_t number) const;
  /// Whether numbers mean the same slices; the one slice of OneTime is always the same.
  bool SameSlices(const SliceCalendar& other) const;
  /// How many slices are due at `time` at the latest: the number of the first that is not.
  int64_t FirstNotDue(UtcTime time) const;

 private:
  UtcTime Boundary(int64_t number) const;

  bool once_ = false;
  Interval only_;
  bool months_ = false;
  bool start_of_interval_ = false;
  int64_t step_ = 1;  ///< Months, or microseconds.
  UtcTime origin_;    ///< Boundary 0 without the offset.
  std::chrono::microseconds offset_{0};
};

}  // namespace weir::schedule
