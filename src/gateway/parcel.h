#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/activity.h"

namespace weir::gateway {

/// An activity with all that its executor will ask for: it can be carried out anywhere.
struct Parcel {
  /// {"runId", "activityRunId", "activity", "datasets", "linkedServices", "credentials",
  /// "secrets"}; the last four by what ParcelKey gives. Holds secrets.
  Json content;
  std::string runtime_id;  ///< Empty: nothing in it is reached through a self-hosted runtime.
  std::string runtime_name;
  /// Of a copy that needs no self-hosted runtime: where its sink is, then where its source is, as
  /// far as anybody said, and the integration runtime that said it.
  struct Place {
    std::string location;
    std::string runtime;
  };
  std::vector<Place> places;
  std::string factory;  ///< The key of the factory, if `places` has some.
};

/// What a reference is kept by: its name and its arguments.
std::string ParcelKey(const Json& reference);

/// Gather it. Errors: what the context says; kInvalid IntegrationRuntimesDiffer if its stores are
/// reached through more than one self-hosted runtime.
Result<Parcel> Pack(const engine::ActivityContext& context);

}  // namespace weir::gateway
