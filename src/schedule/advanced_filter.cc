// Event Grid's advanced filters. Source: learn.microsoft.com/azure/event-grid/event-filtering.
#include <algorithm>
#include <array>
#include <functional>

#include "base/names.h"
#include "schedule/events.h"

namespace weir::schedule {
namespace {

/// Compare a value of the event with one of the filter's.
using Compare = bool (*)(const Json& found, const Json& value);

bool SameNumber(const Json& found, const Json& value) {
  return found.is_number() && found.as_double() == value.as_double();
}
bool InRange(const Json& found, const Json& value) {
  return found.is_number() && found.as_double() >= value[size_t{0}].as_double() &&
         found.as_double() <= value[size_t{1}].as_double();
}
bool SameText(const Json& found, const Json& value) {
  return found.is_string() && SameName(found.as_string(), value.as_string());
}
bool Contains(const Json& found, const Json& value) {
  return found.is_string() &&
         NameKey(found.as_string()).find(NameKey(value.as_string())) != std::string::npos;
}
bool BeginsWith(const Json& found, const Json& value) {
  return found.is_string() && NameKey(found.as_string()).starts_with(NameKey(value.as_string()));
}
bool EndsWith(const Json& found, const Json& value) {
  return found.is_string() && NameKey(found.as_string()).ends_with(NameKey(value.as_string()));
}
bool Never(const Json& /*found*/, const Json& /*value*/) {
  return false;
}

struct Operator {
  std::string_view name;
  Json::Kind takes;  ///< Kind of its values: kFloat is any number, kArray a pair of them.
  Compare compare;   ///< Any of the values must satisfy it …
  bool negated;      ///< … or none.
};

constexpr std::array<Operator, 19> kOperators = {{
    {"NumberIn", Json::Kind::kFloat, SameNumber, false},
    {"NumberNotIn", Json::Kind::kFloat, SameNumber, true},
    {"NumberLessThan", Json::Kind::kFloat,
     [](const Json& a, const Json& b) { return a.is_number() && a.as_double() < b.as_double(); },
     false},
    {"NumberGreaterThan", Json::Kind::kFloat,
     [](const Json& a, const Json& b) { return a.is_number() && a.as_double() > b.as_double(); },
     false},
    {"NumberLessThanOrEquals", Json::Kind::kFloat,
     [](const Json& a, const Json& b) { return a.is_number() && a.as_double() <= b.as_double(); },
     false},
    {"NumberGreaterThanOrEquals", Json::Kind::kFloat,
     [](const Json& a, const Json& b) { return a.is_number() && a.as_double() >= b.as_double(); },
     false},
    {"NumberInRange", Json::Kind::kArray, InRange, false},
    {"NumberNotInRange", Json::Kind::kArray, InRange, true},
    {"BoolEquals", Json::Kind::kBool,
     [](const Json& a, const Json& b) { return a.is_bool() && a.as_bool() == b.as_bool(); }, false},
    {"StringIn", Json::Kind::kString, SameText, false},
    {"StringNotIn", Json::Kind::kString, SameText, true},
    {"StringContains", Json::Kind::kString, Contains, false},
    {"StringNotContains", Json::Kind::kString, Contains, true},
    {"StringBeginsWith", Json::Kind::kString, BeginsWith, false},
    {"StringNotBeginsWith", Json::Kind::kString, BeginsWith, true},
    {"StringEndsWith", Json::Kind::kString, EndsWith, false},
    {"StringNotEndsWith", Json::Kind::kString, EndsWith, true},
    {"IsNullOrUndefined", Json::Kind::kNull, Never, true},
    {"IsNotNull", Json::Kind::kNull, Never, true},
}};

const Operator* FindOperator(std::string_view name) {
  const auto* found = std::find_if(kOperators.begin(), kOperators.end(),
                                   [&](const Operator& one) { return SameName(one.name, name); });
  return found == kOperators.end() ? nullptr : found;
}

bool Takes(const Operator& one, const Json& value) {
  if (one.takes == Json::Kind::kFloat) return value.is_number();
  if (one.takes == Json::Kind::kArray) {
    return value.size() == 2 && value[size_t{0}].is_number() && value[size_t{1}].is_number();
  }
  return value.kind() == one.takes;
}

/// The value at a path with dots: "data.a.b".
const Json& At(const Json& event, std::string_view path) {
  const size_t dot = path.find('.');
  const Json& here = event[path.substr(0, dot)];
  return dot == std::string_view::npos ? here : At(here, path.substr(dot + 1));
}

Error Bad(std::string message, const Json& at) {
  return Fail(ErrorKind::kInvalid, "InvalidEventTrigger", std::move(message)).At(at.position());
}

}  // namespace

Result<AdvancedFilter> AdvancedFilter::Parse(const Json& json) {
  const Operator* found = FindOperator(json["operatorType"].as_string());
  if (found == nullptr) {
    std::vector<std::string> known;
    for (const Operator& one : kOperators) known.emplace_back(one.name);
    return Bad("there is no filter operator " + DumpJson(json["operatorType"]) +
                   DidYouMean(json["operatorType"].as_string(), known),
               json);
  }
  AdvancedFilter made{std::string(found->name), json["key"].as_string(), {}};
  if (made.key.empty()) return Bad("an advanced filter needs a 'key'", json);
  const Json& values = json["values"];
  made.values.assign(values.items().begin(), values.items().end());
  if (!json["value"].is_null()) made.values.push_back(json["value"]);
  if (found->takes == Json::Kind::kNull) return made;
  if (made.values.empty()) return Bad("'" + made.operator_type + "' needs 'values'", json);
  for (const Json& value : made.values) {
    if (Takes(*found, value)) continue;
    return Bad(
        "'" + made.operator_type + "' does not take the value " + DumpJson(value).substr(0, 100),
        value);
  }
  return made;
}

bool AdvancedFilter::Holds(const Json& event) const {
  const Json& found = At(event, key);
  if (operator_type == "IsNullOrUndefined") return found.is_null();
  if (operator_type == "IsNotNull") return !found.is_null();
  const Operator& rule = *FindOperator(operator_type);
  const bool any = std::any_of(values.begin(), values.end(),
                               [&](const Json& value) { return rule.compare(found, value); });
  return any != rule.negated;
}

}  // namespace weir::schedule
