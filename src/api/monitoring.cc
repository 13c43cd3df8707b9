#include "api/monitoring.h"

#include "api/error_body.h"

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

}  // namespace

std::optional<http::ServerResponse> Monitoring::Answer(const arm::Services& services,
                                                       const http::ServerRequest& request,
                                                       const Caller& caller, arm::Asked* asked) {
  if (request.path() != "/metrics" || request.method != "GET") return std::nullopt;
  *asked = {"weir_metrics", kQueryRuns, "/"};
  if (!MayOfAny(caller)) return ErrorResponse(arm::NeedRole(caller, kQueryRuns, "/").error());
  const auto shown = [&](const std::string& factory) { return caller.May(kQueryRuns, factory); };
  return http::ServerResponse{200,
                              {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                              metrics_.Print(shown, services.engine->load())};
}

}  // namespace weir::api
