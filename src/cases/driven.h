#pragma once

#include <string>
#include <vector>

#include "pipeline/testing/machine_driver.h"

namespace weir::cases {

/// An activity's JSON: {name, type, typeProperties}, with `after` as {parent: condition}.
Json MakeActivity(std::string name, std::string type, Json settings = Json::Object(),
                  const Json& after = {});

/// Run a pipeline of these activities in virtual time; see MachineDriver for `answers`.
Result<pipeline::DrivenRun> DriveActivities(const Json& activities, const Json& answers = {},
                                            const Json& variables = {});

/// True if a pipeline of these activities validates without an error and without anything that the
/// cloud would refuse.
bool IsValid(const Json& activities);

/// The codes of all findings on such a pipeline.
std::vector<std::string> ValidationCodes(const Json& activities);

}  // namespace weir::cases
