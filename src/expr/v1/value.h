#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::expr {

/// A value of the function language of version 1.
struct V1Value {
  enum class Kind : uint8_t { kText, kInteger, kDate, kWeekday };
  Kind kind = Kind::kText;
  /// The integer; the ticks of a date; 0 (Sunday) to 6 of a weekday.
  int64_t number = 0;
  std::string text = {};

  /// A text, an integer, "Monday", or a date as "2016-07-12T00:00:00Z", with seven digits behind
  /// the second if there are any.
  Json ToJson() const;
};

/// "Text", "Integer", "Date", "Weekday", as messages name a kind.
std::string_view V1KindName(V1Value::Kind kind);
/// "Sunday" of 0.
std::string_view V1WeekdayName(int64_t day);

/// The dates that an expression sees by name, whatever the case.
class V1Variables {
 public:
  V1Variables() = default;
  /// SliceStart, SliceEnd, WindowStart and WindowEnd of one slice. The calendar of an activity is
  /// that of its output, so its window is the slice.
  static V1Variables OfSlice(UtcTime start, UtcTime end);

  void Set(std::string name, UtcTime time);
  /// Ticks since 0001-01-01; null if there is none of that name.
  const int64_t* Find(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, int64_t>> ticks_;
};

/// The names that may stand where no others are said.
const std::vector<std::string>& V1VariableNames();

}  // namespace weir::expr
