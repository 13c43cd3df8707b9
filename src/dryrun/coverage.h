#pragma once

#include <map>
#include <string>
#include <vector>

#include "dryrun/dry_run.h"
#include "model/factory.h"

namespace weir::dryrun {

/// What of a factory's pipelines dry runs have reached: activities that ran, and branches of If and
/// Switch of which an activity ran.
class Coverage {
 public:
  explicit Coverage(const model::Factory& factory);

  void Add(const DryReport& report);

  struct Pipeline {
    std::string name;
    size_t activities = 0;
    size_t activities_run = 0;
    size_t branches = 0;
    size_t branches_run = 0;
    std::vector<std::string> missed;  ///< "Look up", "If new: ifFalseActivities".
  };
  std::vector<Pipeline> Pipelines() const;

 private:
  struct Activity {
    std::string name;
    bool run = false;
  };
  struct Branch {
    std::string title;
    std::vector<std::string> activities;
  };
  struct Seen {
    std::string name;
    std::vector<Activity> activities;
    std::vector<Branch> branches;
  };
  static bool HasRun(const Seen& seen, const std::string& activity);

  std::map<std::string, Seen> pipelines_;  ///< By lower-case name.
};

}  // namespace weir::dryrun
