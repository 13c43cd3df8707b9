#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/timestamp.h"

namespace date {
class time_zone;
}

namespace weir::expr {

/// A time zone by its Windows name ("Pacific Standard Time", any case), as ADF names them, or by
/// its IANA name, which ADF lacks.
class TimeZone {
 public:
  /// Nothing if no zone has the name.
  static std::optional<TimeZone> Find(std::string_view name);
  /// The Windows names, for "did you mean".
  static const std::vector<std::string>& WindowsNames();

  bool is_utc() const { return utc_; }
  const std::string& iana_name() const { return iana_name_; }

  /// The local time at a moment of UTC: both in ticks. Nothing outside years 1 to 9999.
  std::optional<int64_t> ToLocal(int64_t utc_ticks) const;

  enum class Fold { kUnique, kAmbiguous, kMissing };
  struct LocalTime {
    Fold fold = Fold::kUnique;
    /// The moment; of an ambiguous time the one in standard time, of a missing one none in truth.
    std::optional<int64_t> utc_ticks;
  };
  /// The moment at which local clocks show `local_ticks`.
  LocalTime ToUtc(int64_t local_ticks) const;

 private:
  const date::time_zone* zone_ = nullptr;
  std::string iana_name_;
  bool utc_ = false;
};

}  // namespace weir::expr
