#pragma once

#include <optional>

#include "api/arm/handlers.h"
#include "engine/observers.h"
#include "observe/metrics.h"

namespace weir::api {

/// What a service says about itself and its runs beside Data Factory's contract: `/metrics`.
/// Thread safe.
class Monitoring {
 public:
  Monitoring() { observers_.Add(&metrics_); }

  /// Whom the engine tells; more may be added before it starts.
  engine::Observers& observers() { return observers_; }
  /// A run that was not over when the service ended last.
  void TakeUp(const store::RunRecord& run) { metrics_.TakeUp(run); }

  /// Nothing if the path is not one of its own. Who may query the runs of a factory sees what there
  /// is of it. Answers 403 AuthorizationFailed to who may of none.
  std::optional<http::ServerResponse> Answer(const arm::Services& services,
                                             const http::ServerRequest& request,
                                             const Caller& caller, arm::Asked* asked);

 private:
  engine::Observers observers_;
  observe::Metrics metrics_;
};

}  // namespace weir::api
