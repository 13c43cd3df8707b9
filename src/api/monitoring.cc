#include "api/monitoring.h"

#include <algorithm>

#include "api/error_body.h"
#include "api/gateway_metrics.h"
#include "base/names.h"

namespace weir::api {
namespace {

constexpr const char* kQueryRuns = "Microsoft.DataFactory/factories/queryPipelineRuns/action";

/// True if it may query the runs of something.
bool MayOfAny(const Caller& caller) {
  for (const Assignment& one : caller.roles) {
    if (caller.May(kQueryRuns, one.scope)) return true;
  }
  return false;
}

/// True if a factory's key is the one that was asked for, by its id or its name.
bool Names(const std::string& factory, const std::string& asked) {
  return asked.empty() || factory == asked || factory.substr(factory.rfind('/') + 1) == asked;
}

/// A reader of the log as the body of an answer.
class EventBody final : public http::BodyStream {
 public:
  explicit EventBody(std::unique_ptr<observe::EventLog::Reader> reader)
      : reader_(std::move(reader)) {}
  std::optional<std::string> Take() override { return reader_->Take(); }
  void OnMore(std::function<void()> wake) override { reader_->OnMore(std::move(wake)); }

 private:
  std::unique_ptr<observe::EventLog::Reader> reader_;
};

}  // namespace

std::optional<http::ServerResponse> Monitoring::Answer(const arm::Services& services,
                                                       const http::ServerRequest& request,
                                                       const Caller& caller, arm::Asked* asked) {
  if (request.method != "GET") return std::nullopt;
  if (request.path() == "/weir/events") {
    Result<http::ServerResponse> events = AnswerEvents(request, caller, asked);
    return events ? *std::move(events) : ErrorResponse(events.error());
  }
  if (request.path() != "/metrics") return std::nullopt;
  *asked = {"weir_metrics", kQueryRuns, "/"};
  if (!MayOfAny(caller)) return ErrorResponse(arm::NeedRole(caller, kQueryRuns, "/").error());
  const auto shown = [&](const std::string& factory) { return caller.May(kQueryRuns, factory); };
  std::string text = metrics_.Print(shown, services.engine->load());
  observe::PrintMetric("weir_watchers", "Clients that follow /weir/events.",
                       observe::MetricFamily::Type::kGauge, static_cast<double>(events_.readers()),
                       &text);
  if (services.gateway != nullptr) {
    std::vector<arm::Kept> runtimes = services.factories->Runtimes();
    if (gateways_) {
      for (arm::Kept& gateway : gateways_()) runtimes.push_back(std::move(gateway));
    }
    PrintGatewayMetrics(*services.gateway, runtimes, shown, &text);
  }
  if (lineage_ != nullptr) {
    observe::PrintMetric("weir_lineage_events_sent_total", "OpenLineage events that were taken.",
                         observe::MetricFamily::Type::kCounter,
                         static_cast<double>(lineage_->sent()), &text);
    observe::PrintMetric(
        "weir_lineage_events_lost_total", "OpenLineage events that could not be sent.",
        observe::MetricFamily::Type::kCounter, static_cast<double>(lineage_->lost()), &text);
  }
  return http::ServerResponse{
      200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, std::move(text)};
}

Result<http::ServerResponse> Monitoring::AnswerEvents(const http::ServerRequest& request,
                                                      const Caller& caller, arm::Asked* asked) {
  WEIR_ASSIGN(const std::string asked_for, arm::QueryValueOf(request.query(), "factory"));
  const std::string factory = NameKey(asked_for);
  const std::string scope = factory.starts_with('/') ? factory : "/";
  *asked = {"weir_event_stream", kQueryRuns, scope};
  if (scope != "/" || !MayOfAny(caller)) WEIR_TRY(arm::NeedRole(caller, kQueryRuns, scope));
  WEIR_ASSIGN(auto reader, events_.Follow(request.header("Last-Event-ID"),
                                          [caller, factory](const std::string& of) {
                                            return Names(of, factory) && caller.May(kQueryRuns, of);
                                          }));
  http::ServerResponse response{
      200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}, {}};
  response.stream = std::make_shared<EventBody>(std::move(reader));
  return response;
}

}  // namespace weir::api
