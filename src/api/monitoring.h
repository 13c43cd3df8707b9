#pragma once

#include <optional>

#include "api/arm/handlers.h"
#include "engine/observers.h"
#include "lineage/emitter.h"
#include "observe/event_log.h"
#include "observe/metrics.h"

namespace weir::api {

/// What a service says about itself and its runs beside Data Factory's contract: `/metrics` and
/// `/weir/events`. Thread safe.
class Monitoring {
 public:
  explicit Monitoring(const Clock& clock) : events_(clock) {
    observers_.Add(&metrics_);
    observers_.Add(&events_);
  }

  /// Whom the engine tells; more may be added before it starts.
  engine::Observers& observers() { return observers_; }
  /// Have it told, too, and say in the metrics how it goes. Before the engine starts.
  void Add(lineage::Emitter& lineage) {
    lineage_ = &lineage;
    observers_.Add(&lineage);
  }
  /// Who knows the gateways of version 1. Before it answers.
  void SetGateways(std::function<std::vector<arm::Kept>()> gateways) {
    gateways_ = std::move(gateways);
  }
  /// A run that was not over when the service ended last.
  void TakeUp(const store::RunRecord& run) {
    metrics_.TakeUp(run);
    events_.TakeUp(run);
    if (lineage_ != nullptr) lineage_->TakeUp(run);
  }

  /// Nothing if the path is not one of its own. Who may query the runs of a factory sees what there
  /// is of it. Answers 403 AuthorizationFailed to who may of none.
  std::optional<http::ServerResponse> Answer(const arm::Services& services,
                                             const http::ServerRequest& request,
                                             const Caller& caller, arm::Asked* asked);

 private:
  Result<http::ServerResponse> AnswerEvents(const http::ServerRequest& request,
                                            const Caller& caller, arm::Asked* asked);

  engine::Observers observers_;
  observe::Metrics metrics_;
  observe::EventLog events_;
  lineage::Emitter* lineage_ = nullptr;
  std::function<std::vector<arm::Kept>()> gateways_;
};

}  // namespace weir::api
