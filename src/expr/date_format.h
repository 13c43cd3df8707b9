#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/timestamp.h"

namespace weir::expr {

/// A .NET date format, parsed once: a standard letter (`o`, `D`, …) or a custom pattern
/// (`yyyy/MM/dd`), with the names and patterns of en-US.
class DateFormat {
 public:
  /// Nothing if .NET would refuse it: an unknown single letter, more than seven fraction digits, an
  /// open quote. Source: observed (facts, sections 7.2 and 7.3).
  static std::optional<DateFormat> Parse(std::string_view format);
  /// The format of timestamps that name none, `o`.
  static const DateFormat& RoundTrip();

  void Append(std::string& out, const Timestamp& time) const;

 private:
  enum class Field : uint8_t {
    kLiteral,
    kDay,
    kDayName,
    kMonth,
    kMonthName,
    kYear,
    kHour12,
    kHour24,
    kMinute,
    kSecond,
    kFraction,
    kTrimmedFraction,
    kHalfOfDay,
    kZone,
    kOffset,
    kEra,
  };
  /// A field and how often its letter stood there, or literal text.
  struct Part {
    Field field;
    int count = 0;
    std::string text = {};
  };

  bool ParsePattern(std::string_view pattern);
  bool AddField(char letter, int count);
  bool AddAlone(std::string_view character);
  bool AddQuoted(std::string_view pattern, size_t* at);
  void AddLiteral(std::string_view text);
  static void AppendFraction(std::string& out, int64_t fraction, const Part& part);
  static void AppendPart(std::string& out, const Part& part, const Timestamp& time,
                         const CalendarDate& date);

  std::vector<Part> parts_;
};

}  // namespace weir::expr
