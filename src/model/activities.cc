#include "model/activities.h"

#include <algorithm>

#include "base/names.h"

namespace weir::model {
namespace {

constexpr std::string_view kLists[] = {"activities", "ifTrueActivities", "ifFalseActivities",
                                       "defaultActivities"};

void Collect(const Json& list, const std::vector<const Json*>& containers,
             std::vector<ActivityPlace>* places) {
  for (const Json& activity : list.items()) {
    if (!activity.is_object()) continue;
    places->push_back({&activity, &list, containers});
    std::vector<const Json*> inner = containers;
    inner.push_back(&activity);
    for (const ActivityList& one : InnerActivities(activity)) Collect(*one.items, inner, places);
  }
}

}  // namespace

std::vector<ActivityList> InnerActivities(const Json& activity) {
  std::vector<ActivityList> lists;
  for (const Json::Member& member : activity["typeProperties"].members()) {
    for (const std::string_view name : kLists) {
      if (SameName(name, member.name) && member.value.is_array()) {
        lists.push_back({&member.value, name});
      }
    }
    if (!SameName(member.name, "cases")) continue;
    for (const Json& one : member.value.items()) {
      if (one["activities"].is_array()) lists.push_back({&one["activities"], "cases"});
    }
  }
  return lists;
}

std::vector<ActivityPlace> AllActivities(const Json& pipeline_properties) {
  std::vector<ActivityPlace> places;
  Collect(pipeline_properties["activities"], {}, &places);
  return places;
}

bool IsInactive(const Json& activity) {
  return SameName(activity["state"].as_string(), "Inactive");
}

bool IsSkipped(const ActivityPlace& place) {
  return IsInactive(*place.activity) ||
         std::any_of(place.containers.begin(), place.containers.end(),
                     [](const Json* container) { return IsInactive(*container); });
}

const Json& ExpressionText(const Json& value) {
  return value.is_object() && SameName(value["type"].as_string(), "Expression") ? value["value"]
                                                                                : value;
}

bool IsExpression(const Json& value) {
  if (value.is_object()) {
    return SameName(value["type"].as_string(), "Expression") &&
           value.FindMember("value") != nullptr;
  }
  const std::string& text = value.as_string();
  return (text.starts_with('@') && !text.starts_with("@@")) || text.find("@{") != std::string::npos;
}

bool IsTemplateExpression(const Json& value) {
  const std::string& text = value.as_string();
  if (text.size() < 4 || text.front() != '[' || text.back() != ']') return false;
  const size_t end =
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.", 1);
  return end != 1 && end != std::string::npos && text[end] == '(';
}

}  // namespace weir::model
