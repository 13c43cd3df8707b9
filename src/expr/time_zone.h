#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_zone.h"
#include "expr/timestamp.h"

namespace weir::expr {

/// A time zone as expressions use it: in ticks.
class TimeZone {
 public:
  /// Nothing if no zone has the name.
  static std::optional<TimeZone> Find(std::string_view name);
  /// The Windows names, for "did you mean".
  static const std::vector<std::string>& WindowsNames() { return weir::TimeZone::WindowsNames(); }

  bool is_utc() const { return zone_.is_utc(); }
  const std::string& iana_name() const { return zone_.iana_name(); }

  /// The local time at a moment of UTC: both in ticks. Nothing outside years 1 to 9999.
  std::optional<int64_t> ToLocal(int64_t utc_ticks) const;

  using Fold = weir::TimeZone::Fold;
  struct LocalTime {
    Fold fold = Fold::kUnique;
    /// The moment; of an ambiguous time the one in standard time, of a missing one none in truth.
    std::optional<int64_t> utc_ticks;
  };
  /// The moment at which local clocks show `local_ticks`.
  LocalTime ToUtc(int64_t local_ticks) const;

 private:
  explicit TimeZone(weir::TimeZone zone) : zone_(std::move(zone)) {}

  weir::TimeZone zone_;
};

}  // namespace weir::expr
