#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "model/finding.h"

namespace weir::model {

/// Reads properties of one document and reports what is wrong with their values. A property that is
/// missing or null keeps what it is read into.
class V1ValueReader {
 public:
  V1ValueReader(std::string file, std::vector<Finding>* findings)
      : file_(std::move(file)), findings_(findings) {}

  /// Reports with the severity of the code's rule. `where` is said first: "activity 'Load'".
  void Report(std::string_view code, Position position, std::string message) const;
  void set_where(std::string where) { where_ = std::move(where); }
  const std::string& where() const { return where_; }
  const std::string& file() const { return file_; }

  void Text(const Json& object, std::string_view name, std::string* text) const;
  void Flag(const Json& object, std::string_view name, bool* flag) const;
  /// A whole number, also as text ("1"), at least `min` and at most `max`.
  struct Limits {
    int64_t min = 0;
    int64_t max = INT64_MAX;
  };
  void Integer(const Json& object, std::string_view name, Limits limits, int64_t* number) const;
  void Number(const Json& object, std::string_view name, std::optional<double>* number) const;
  void TimeSpan(const Json& object, std::string_view name, std::chrono::seconds* span) const;
  void TimeSpan(const Json& object, std::string_view name,
                std::optional<std::chrono::seconds>* span) const;
  /// False if it is there and no time: reported with `code`.
  bool Time(const Json& object, std::string_view name, std::string_view code,
            std::optional<UtcTime>* time) const;

  /// True if the value was cut out of an ARM template, or stands for what only its deployment
  /// knows; which is reported.
  bool Unresolved(const Json& value) const;

 private:
  void ReportWrongType(const Json& value, std::string_view name, std::string_view wanted) const;

  std::string file_;
  std::string where_;
  std::vector<Finding>* findings_;
};

}  // namespace weir::model
