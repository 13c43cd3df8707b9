#include "model/canonical.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/names.h"

namespace weir::model {
namespace {

constexpr std::string_view kDocumentOrder[] = {"name", "location", "identity", "tags",
                                               "properties"};
constexpr std::string_view kPropertiesOrder[] = {
    "description",    "activities", "linkedServiceName",
    "parameters",     "variables",  "concurrency",
    "policy",         "folder",     "annotations",
    "runtimeState",   "pipelines",  "type",
    "typeProperties", "connectVia", "schema"};
constexpr std::string_view kActivityOrder[] = {
    "name",      "description", "type",           "state",          "onInactiveMarkAs",
    "dependsOn", "policy",      "userProperties", "typeProperties", "linkedServiceName",
    "inputs",    "outputs"};

/// The members that `order` names, in that order, then the others by name.
Json Ordered(const Json& object, std::span<const std::string_view> order) {
  std::vector<Json::Member> members(object.members().begin(), object.members().end());
  const auto rank = [&](const Json::Member& member) {
    const auto* found = std::find_if(order.begin(), order.end(), [&](std::string_view name) {
                          return SameName(name, member.name);
                        }).base();
    return std::distance(order.data(), found);
  };
  std::stable_sort(members.begin(), members.end(),
                   [&](const Json::Member& left, const Json::Member& right) {
                     const auto ranks = std::pair(rank(left), rank(right));
                     if (ranks.first != ranks.second) return ranks.first < ranks.second;
                     return ranks.first == std::ssize(order) && left.name < right.name;
                   });
  return Json::Object(std::move(members));
}

Json OrderedActivities(const Json& activities);

/// typeProperties of an activity: lists of activities in it, and in its cases.
void OrderInside(Json* settings) {
  if (!settings->is_object()) return;
  for (Json::Member& member : settings->MutableMembers()) {
    if (NameKey(member.name).ends_with("activities")) {
      member.value = OrderedActivities(member.value);
    } else if (SameName(member.name, "cases") && member.value.is_array()) {
      for (Json& one : member.value.MutableItems()) OrderInside(&one);
    }
  }
}

Json OrderedActivities(const Json& activities) {
  if (!activities.is_array()) return activities;
  Json ordered = Json::Array();
  for (const Json& activity : activities.items()) {
    if (!activity.is_object()) {
      ordered.Append(activity);
      continue;
    }
    Json one = Ordered(activity, kActivityOrder);
    for (Json::Member& member : one.MutableMembers()) {
      if (SameName(member.name, "typeProperties")) OrderInside(&member.value);
    }
    ordered.Append(std::move(one));
  }
  return ordered;
}

}  // namespace

Json CanonicalDocument(const Json& document) {
  if (!document.is_object()) return document;
  Json ordered = Ordered(document, kDocumentOrder);
  for (Json::Member& member : ordered.MutableMembers()) {
    if (!SameName(member.name, "properties") || !member.value.is_object()) continue;
    member.value = Ordered(member.value, kPropertiesOrder);
    for (Json::Member& property : member.value.MutableMembers()) {
      if (!SameName(property.name, "activities")) continue;
      property.value = OrderedActivities(property.value);
    }
  }
  return ordered;
}

}  // namespace weir::model
