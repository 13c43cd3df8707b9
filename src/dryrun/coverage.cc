#include "dryrun/coverage.h"

#include <algorithm>

#include "base/names.h"
#include "model/activities.h"

namespace weir::dryrun {
namespace {

/// "ifTrueActivities"; a Switch's lists are told apart by their value.
std::string TitleOf(const Json& activity, const model::ActivityList& list, size_t index) {
  std::string title = activity["name"].as_string() + ": " + std::string(list.property);
  if (list.property == "cases") {
    title += " '" + activity["typeProperties"]["cases"][index]["value"].as_string() + "'";
  }
  return title;
}

}  // namespace

Coverage::Coverage(const model::Factory& factory) {
  for (const model::Resource* pipeline : factory.List(model::ResourceKind::kPipeline)) {
    Seen& seen = pipelines_[NameKey(pipeline->name)];
    seen.name = pipeline->name;
    for (const model::ActivityPlace& place : model::AllActivities(pipeline->properties())) {
      const Json& activity = *place.activity;
      seen.activities.push_back({activity["name"].as_string()});
      const std::vector<model::ActivityList> lists = model::InnerActivities(activity);
      const std::string& type = activity["type"].as_string();
      if (!SameName(type, "IfCondition") && !SameName(type, "Switch")) continue;
      for (size_t i = 0; i < lists.size(); ++i) {
        Branch branch{TitleOf(activity, lists[i], i), {}};
        for (const Json& inner : lists[i].items->items()) {
          branch.activities.push_back(inner["name"].as_string());
        }
        if (!branch.activities.empty()) seen.branches.push_back(std::move(branch));
      }
    }
  }
}

void Coverage::Add(const DryReport& report) {
  for (const DryActivity& activity : report.activities) {
    if (activity.record.status == pipeline::ActivityStatus::kSkipped) continue;
    const auto found = pipelines_.find(NameKey(report.runs[activity.run].pipeline));
    if (found == pipelines_.end()) continue;
    for (Activity& one : found->second.activities) {
      if (SameName(one.name, activity.record.name)) one.run = true;
    }
  }
}

bool Coverage::HasRun(const Seen& seen, const std::string& activity) {
  return std::ranges::any_of(seen.activities, [&activity](const Activity& one) {
    return one.run && SameName(one.name, activity);
  });
}

std::vector<Coverage::Pipeline> Coverage::Pipelines() const {
  std::vector<Pipeline> result;
  for (const auto& [key, seen] : pipelines_) {
    Pipeline pipeline{seen.name, seen.activities.size(), 0, seen.branches.size(), 0, {}};
    for (const Activity& activity : seen.activities) {
      if (activity.run) {
        ++pipeline.activities_run;
      } else {
        pipeline.missed.push_back(activity.name);
      }
    }
    for (const Branch& branch : seen.branches) {
      const bool run = std::ranges::any_of(
          branch.activities, [&](const std::string& name) { return HasRun(seen, name); });
      if (run) {
        ++pipeline.branches_run;
      } else {
        pipeline.missed.push_back(branch.title);
      }
    }
    result.push_back(std::move(pipeline));
  }
  return result;
}

}  // namespace weir::dryrun
