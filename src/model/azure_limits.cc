// The limits of data/rules.json that say where they hold: one loop over rules and values.
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/names.h"
#include "model/activities.h"
#include "model/azure_parts.h"

namespace weir::model {
namespace {

using Measure = RuleTarget::Measure;

std::string SpanText(int64_t seconds) {
  constexpr int64_t kDay = 86400;
  constexpr int64_t kHour = 3600;
  constexpr int64_t kMinute = 60;
  const auto two = [](int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string days = seconds >= kDay ? std::to_string(seconds / kDay) + "." : "";
  return days + two(seconds % kDay / kHour) + ":" + two(seconds % kHour / kMinute) + ":" +
         two(seconds % kMinute);
}

std::optional<int64_t> NumberOf(const Json& value) {
  if (value.is_int()) return value.as_int();
  if (value.is_float()) return static_cast<int64_t>(value.as_double());
  const std::string& text = value.as_string();
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) return {};
  return number;
}

size_t CharactersOf(const std::string& text) {
  size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

/// What is measured of `value`; nothing where only a run can tell or another check reports.
std::optional<int64_t> Measured(const Json& value, Measure measure) {
  if (value.is_null() || IsExpression(value) || IsTemplateExpression(value)) return {};
  switch (measure) {
    case Measure::kValue:
      return NumberOf(value);
    case Measure::kCount:
      if (!value.is_array() && !value.is_object()) return {};
      return static_cast<int64_t>(value.size());
    case Measure::kLength:
      return static_cast<int64_t>(CharactersOf(value.as_string()));
    case Measure::kSeconds: {
      const Result<std::chrono::seconds> span = ParseTimeSpan(value.as_string());
      if (!span) return {};
      return span->count();
    }
  }
  return {};
}

std::string RangeText(const Rule& rule) {
  const bool span = rule.target->measure == Measure::kSeconds;
  const auto text = [span](int64_t limit) {
    return span ? SpanText(limit) : std::to_string(limit);
  };
  if (rule.min && rule.max) return text(*rule.min) + " to " + text(*rule.max);
  return (rule.min ? "at least " : "at most ") + text(rule.min ? *rule.min : *rule.max);
}

class LimitChecker {
 public:
  LimitChecker(const AzureScope& scope, const Rule& rule, const Json* activity)
      : scope_(scope), rule_(rule), activity_(activity) {}

  void Follow(const Json& from, std::string_view path) const {
    if (path.empty()) return Measure(from);
    const size_t dot = path.find('.');
    std::string_view step = path.substr(0, dot);
    const std::string_view rest = dot == std::string_view::npos ? "" : path.substr(dot + 1);
    const bool each = step.ends_with("[]");
    if (each) step.remove_suffix(2);
    const Json& next = from[step];
    if (!each) return Follow(next, rest);
    for (const Json& item : next.items()) Follow(item, rest);
  }

 private:
  void Measure(const Json& value) const {
    const std::optional<int64_t> found = Measured(value, rule_.target->measure);
    if (!found) return;
    if ((!rule_.min || *found >= *rule_.min) && (!rule_.max || *found <= *rule_.max)) return;
    // Fewer than one side by side cannot run anywhere; another check says so.
    scope_.report.Add(rule_, value.position(), Words(value, *found), activity_);
  }

  std::string Words(const Json& value, int64_t found) const {
    const std::string& path = rule_.target->property;
    std::string name = "'" + path.substr(path.rfind('.') + 1) + "'";
    if (name.ends_with("[]'")) name.erase(name.size() - 3, 2);
    switch (rule_.target->measure) {
      case Measure::kValue:
      case Measure::kSeconds:
        return name + " must be " + RangeText(rule_) + ", got " + Shown(value);
      case Measure::kCount:
        return name + " may have " + RangeText(rule_) + " entries, got " + std::to_string(found);
      case Measure::kLength:
        return name + " may have " + RangeText(rule_) + " characters, got " + std::to_string(found);
    }
    return name;
  }

  const AzureScope& scope_;
  const Rule& rule_;
  const Json* activity_;
};

bool Concerns(const Rule& rule, const Json& typed) {
  return rule.target->type.empty() || SameName(rule.target->type, typed["type"].as_string());
}

}  // namespace

void CheckAzureLimits(const AzureScope& scope) {
  const Resource& resource = scope.resource;
  const std::string_view folder = InfoOf(resource.kind).folder;
  static const std::vector<const Rule*> rules = [] {
    std::vector<const Rule*> with_target;
    for (const Rule& rule : AllRules()) {
      if (rule.target) with_target.push_back(&rule);
    }
    return with_target;
  }();
  for (const Rule* rule : rules) {
    if (rule->target->kind != folder || !Concerns(*rule, resource.properties())) continue;
    const bool own = rule->target->property == "name";
    LimitChecker(scope, *rule, nullptr)
        .Follow(own ? resource.document : resource.properties(), rule->target->property);
  }
  if (resource.kind != ResourceKind::kPipeline) return;
  for (const ActivityPlace& place : AllActivities(resource.properties())) {
    if (IsSkipped(place)) continue;
    for (const Rule* rule : rules) {
      if (rule->target->kind != "activity" || !Concerns(*rule, *place.activity)) continue;
      LimitChecker(scope, *rule, place.activity).Follow(*place.activity, rule->target->property);
    }
  }
}

}  // namespace weir::model
