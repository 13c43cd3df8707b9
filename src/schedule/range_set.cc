#include "schedule/range_set.h"

#include <algorithm>
#include <iterator>

namespace weir::schedule {

void RangeSet::Add(Range range) {
  if (range.first > range.second) return;
  auto next = ranges_.upper_bound(range.first);
  if (next != ranges_.begin() && std::prev(next)->second >= range.first - 1) --next;
  while (next != ranges_.end() && next->first <= range.second + 1) {
    range = {std::min(range.first, next->first), std::max(range.second, next->second)};
    next = ranges_.erase(next);
  }
  ranges_.insert(range);
}

void RangeSet::Remove(Range range) {
  if (range.first > range.second) return;
  auto next = ranges_.upper_bound(range.first);
  if (next != ranges_.begin() && std::prev(next)->second >= range.first) --next;
  while (next != ranges_.end() && next->first <= range.second) {
    const Range whole = *next;
    next = ranges_.erase(next);
    if (whole.first < range.first) ranges_.emplace(whole.first, range.first - 1);
    if (whole.second > range.second) ranges_.emplace(range.second + 1, whole.second);
  }
}

bool RangeSet::Intersects(Range range) const {
  if (range.first > range.second) return false;
  const auto next = ranges_.upper_bound(range.second);
  return next != ranges_.begin() && std::prev(next)->second >= range.first;
}

std::optional<int64_t> RangeSet::first() const {
  if (ranges_.empty()) return std::nullopt;
  return ranges_.begin()->first;
}

std::optional<int64_t> RangeSet::last() const {
  if (ranges_.empty()) return std::nullopt;
  return ranges_.rbegin()->second;
}

std::optional<int64_t> RangeSet::FirstAbsent(Range range) const {
  if (range.first > range.second) return std::nullopt;
  const auto next = ranges_.upper_bound(range.first);
  if (next == ranges_.begin()) return range.first;
  const int64_t end = std::prev(next)->second;
  if (end < range.first) return range.first;
  if (end >= range.second) return std::nullopt;
  return end + 1;
}

int64_t RangeSet::count() const {
  int64_t total = 0;
  for (const auto& [from, to] : ranges_) total += to - from + 1;
  return total;
}

std::vector<RangeSet::Range> RangeSet::Within(Range range) const {
  std::vector<Range> inside;
  auto next = ranges_.upper_bound(range.first);
  if (next != ranges_.begin() && std::prev(next)->second >= range.first) --next;
  for (; next != ranges_.end() && next->first <= range.second; ++next) {
    inside.emplace_back(std::max(next->first, range.first), std::min(next->second, range.second));
  }
  return inside;
}

}  // namespace weir::schedule
