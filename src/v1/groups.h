#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/v1/factory.h"

namespace weir::v1 {

/// Activities of one pipeline of version 1 that become one pipeline of version 2.
struct Group {
  std::string name;
  const model::V1Pipeline* pipeline = nullptr;
  std::vector<const model::V1Activity*> activities;
  std::optional<model::V1Availability> calendar;

  /// True if a trigger can run it.
  bool scheduled() const { return calendar && pipeline->start && !pipeline->one_time; }
  std::string trigger() const { return name + "_slices"; }
};

/// The groups of one pipeline: one if its activities share a calendar and none reads another
/// period of what it makes itself, else one for each activity.
std::vector<Group> GroupsOf(const model::V1Factory& factory, const model::V1Pipeline& pipeline);

}  // namespace weir::v1
