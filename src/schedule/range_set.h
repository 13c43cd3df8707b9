#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace weir::schedule {

/// A set of whole numbers kept as ranges that neither touch nor overlap: a hundred thousand in a
/// row cost as much as one.
class RangeSet {
 public:
  using Range = std::pair<int64_t, int64_t>;  ///< First and last, both in it.

  /// A range with first > last is empty; adding or removing it changes nothing.
  void Add(Range range);
  void Remove(Range range);

  bool empty() const { return ranges_.empty(); }
  bool Contains(int64_t number) const { return Intersects({number, number}); }
  bool Intersects(Range range) const;
  /// The lowest number; nothing if there is none.
  std::optional<int64_t> first() const;
  /// The highest number; nothing if there is none.
  std::optional<int64_t> last() const;
  /// The lowest number of `range` that is not in the set; nothing if all are.
  std::optional<int64_t> FirstAbsent(Range range) const;
  /// How many numbers are in it. Cost: O(ranges).
  int64_t count() const;
  /// What of it lies in `range`, ascending.
  std::vector<Range> Within(Range range) const;
  std::vector<Range> ranges() const { return {ranges_.begin(), ranges_.end()}; }

 private:
  std::map<int64_t, int64_t> ranges_;  // First → last.
};

}  // namespace weir::schedule
