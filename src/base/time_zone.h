#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace weir {

/// A time zone by its Windows name ("Pacific Standard Time", any case), as ADF names them, or by
/// its IANA name, which ADF lacks. Cheap to copy; may be read by many threads.
///
/// The zone files reach to 2037; of a later year, January and February and the rest are each read
/// as those of the last known year that begin on the same day of the week, which keeps "second
/// Sunday in March" true.
class TimeZone {
 public:
  /// Nothing if no zone has the name.
  static std::optional<TimeZone> Find(std::string_view name);
  /// The Windows names, for "did you mean".
  static const std::vector<std::string>& WindowsNames();

  bool is_utc() const { return utc_; }
  const std::string& iana_name() const { return iana_name_; }

  /// A stretch [begin, end) of UTC in which local clocks are `offset` ahead of it.
  struct Span {
    std::chrono::sys_seconds begin;
    std::chrono::sys_seconds end;
    std::chrono::seconds offset{0};
  };
  /// The stretch that holds `utc`. One without a change of clocks may come in several pieces.
  Span SpanAt(std::chrono::sys_seconds utc) const;

  enum class Fold { kUnique, kAmbiguous, kMissing };
  /// What local clocks do at one of their times.
  struct LocalInfo {
    Fold fold = Fold::kUnique;
    std::chrono::seconds before{0};  ///< The offset in force, or before the change of clocks.
    std::chrono::seconds after{0};   ///< The offset after it; the same if there is none.
  };
  /// `local` is what clocks show: a date and a time of day counted as if they were UTC's.
  LocalInfo AtLocal(std::chrono::sys_seconds local) const;

 private:
  const date::time_zone* zone_ = nullptr;
  std::string iana_name_;
  bool utc_ = false;
};

}  // namespace weir
