#pragma once

#include <memory>
#include <string>

#include "alert/notifier.h"
#include "api/arm/handlers.h"
#include "observe/log.h"

namespace weir::api {

struct AlertOptions {
  std::string state_file;  ///< As alert::NotifierOptions.
  std::shared_ptr<const http::AddressPolicy> addresses;
  observe::Log* log = nullptr;  ///< Told what could not be sent; or null.
};

/// Judges the alerts of the factories of a service and sends what they say. `services` outlives it;
/// of them it asks the factories at once, all else once it starts.
/// Errors: as alert::Notifier::Open.
Result<std::unique_ptr<alert::Notifier>> OpenAlerts(const arm::Services& services,
                                                    AlertOptions options);

}  // namespace weir::api
