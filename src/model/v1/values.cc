#include "model/v1/values.h"

#include <charconv>
#include <cmath>

#include "base/check.h"
#include "base/names.h"
#include "model/activities.h"
#include "model/arm_expression.h"
#include "model/rules.h"
#include "model/v1/time_span.h"

namespace weir::model {

void V1ValueReader::Report(std::string_view code, Position position, std::string message) const {
  const Rule* rule = FindRule(code);
  WEIR_CHECK(rule != nullptr, "every code has its row in data/rules.json");
  if (!where_.empty()) message = where_ + ": " + message;
  findings_->push_back({rule->severities.front(), file_, position, rule->code, std::move(message)});
}

void V1ValueReader::ReportWrongType(const Json& value, std::string_view name,
                                    std::string_view wanted) const {
  Report("WrongType", value.position(),
         "'" + std::string(name) + "' must be " + std::string(wanted) + ", got " + Shown(value));
}

bool V1ValueReader::Unresolved(const Json& value) const {
  if (!IsTemplateExpression(value) && !IsPlaceholder(value.as_string())) return false;
  Report("TemplateExpression", value.position(),
         "the expression " + Shown(value) + " of an ARM template is not resolved");
  return true;
}

void V1ValueReader::Text(const Json& object, std::string_view name, std::string* text) const {
  const Json& value = object[name];
  if (value.is_null()) return;
  if (!value.is_string()) return ReportWrongType(value, name, "a text");
  *text = value.as_string();
}

void V1ValueReader::Flag(const Json& object, std::string_view name, bool* flag) const {
  const Json& value = object[name];
  if (value.is_null() || Unresolved(value)) return;
  if (value.is_bool()) {
    *flag = value.as_bool();
  } else if (SameName(value.as_string(), "true") || SameName(value.as_string(), "false")) {
    *flag = SameName(value.as_string(), "true");
  } else {
    ReportWrongType(value, name, "true or false");
  }
}

void V1ValueReader::Integer(const Json& object, std::string_view name, Limits limits,
                            int64_t* number) const {
  const Json& value = object[name];
  if (value.is_null() || Unresolved(value)) return;
  int64_t found = value.as_int();
  if (!value.is_int()) {
    const std::string& text = value.as_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
      return ReportWrongType(value, name, "a whole number");
    }
  }
  if (found < limits.min || found > limits.max) {
    std::string range = limits.max == INT64_MAX ? std::to_string(limits.min) + " or more"
                                                : "from " + std::to_string(limits.min) + " to " +
                                                      std::to_string(limits.max);
    return Report(
        "SlicePolicyOutOfRange", value.position(),
        "'" + std::string(name) + "' must be " + range + ", got " + std::to_string(found));
  }
  *number = found;
}

void V1ValueReader::Number(const Json& object, std::string_view name,
                           std::optional<double>* number) const {
  const Json& value = object[name];
  if (value.is_null() || Unresolved(value)) return;
  double found = value.is_int() ? static_cast<double>(value.as_int()) : value.as_double();
  if (!value.is_number()) {
    const std::string& text = value.as_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
      return ReportWrongType(value, name, "a number");
    }
  }
  if (!std::isfinite(found) || found < 0) return ReportWrongType(value, name, "a number from 0 on");
  *number = found;
}

void V1ValueReader::TimeSpan(const Json& object, std::string_view name,
                             std::chrono::seconds* span) const {
  std::optional<std::chrono::seconds> found;
  TimeSpan(object, name, &found);
  if (!found) return;
  if (*found < std::chrono::seconds(0)) {
    return Report("InvalidTimeSpan", object[name].position(),
                  "'" + std::string(name) + "' must not be negative, got " + Shown(object[name]));
  }
  *span = *found;
}

void V1ValueReader::TimeSpan(const Json& object, std::string_view name,
                             std::optional<std::chrono::seconds>* span) const {
  const Json& value = object[name];
  if (value.is_null() || Unresolved(value)) return;
  const std::string text = value.is_int() ? std::to_string(value.as_int()) : value.as_string();
  const Result<std::chrono::seconds> found = ParseV1TimeSpan(text);
  if (!found) {
    return Report("InvalidTimeSpan", value.position(),
                  "'" + std::string(name) +
                      "' must be a time span such as '1.00:00:00' (d.hh:mm:ss), got " +
                      Shown(value));
  }
  *span = *found;
}

bool V1ValueReader::Time(const Json& object, std::string_view name, std::string_view code,
                         std::optional<UtcTime>* time) const {
  const Json& value = object[name];
  if (value.is_null()) return true;
  if (Unresolved(value)) return false;
  const Result<UtcTime> found = ParseUtc(value.as_string());
  if (!found) {
    Report(code, value.position(),
           "'" + std::string(name) + "' must be a time such as '2016-07-12T00:00:00Z', got " +
               Shown(value));
    return false;
  }
  *time = *found;
  return true;
}

}  // namespace weir::model
