// Runs of slices and their logs.
#include <algorithm>

#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/query_values.h"
#include "api/v1/routes.h"
#include "api/v1/run_print.h"
#include "base/names.h"
#include "base/secret.h"
#include "http/message.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;
using schedule::Interval;

/// How long the address of a log is good.
constexpr std::chrono::hours kLogAddressGood{1};
constexpr size_t kRunsMax = 1000;

/// The runs of some slices of a dataset; those that the store no longer has are left out.
Result<Json> PrintRuns(const Services& services, const ResourcePath& factory,
                       const std::string& dataset, const std::vector<slices::Slice>& slices,
                       const std::function<bool(const Json& run)>& wanted) {
  Json value = Json::Array();
  for (const slices::Slice& slice : slices) {
    WEIR_ASSIGN(const auto ids,
                services.slices->RunsOf(factory.FactoryKey(), dataset, slice.view.number));
    for (const std::string& id : ids) {
      WEIR_ASSIGN(const auto run, services.store->FindRun(id));
      if (!run) continue;
      WEIR_ASSIGN(Json printed, PrintRun(services, factory, *run));
      if (wanted(printed)) value.Append(std::move(printed));
      if (value.size() == kRunsMax) return value;
    }
  }
  return value;
}

std::string LogPath(const ResourcePath& factory, const std::string& run_id) {
  return "/weir" + factory.FactoryId() + "/runs/" + run_id + "/log";
}

/// Who has the address may read the log, until it expires. It follows from the key of the service.
std::string SignatureOf(const Services& services, const ResourcePath& factory,
                        const std::string& run_id, const std::string& expires) {
  return services.sealer->Tag("log\n" + factory.FactoryKey() + "\n" + NameKey(run_id) + "\n" +
                              expires);
}

}  // namespace

Result<ServerResponse> ListSliceRuns(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  const bool long_name = !call.QueryValue("startTime").empty();
  WEIR_ASSIGN(const UtcTime start, ReadTime(call, long_name ? "startTime" : "start"));
  WEIR_ASSIGN(const auto slices,
              services.slices->Slices(path.FactoryKey(), path.name, {start, start}, 1));
  WEIR_ASSIGN(Json value, PrintRuns(services, FactoryPathOf(call), path.name, slices,
                                    [](const Json&) { return true; }));
  return JsonResponse(Json::Object({{"value", std::move(value)}}));
}

Result<ServerResponse> ListPipelineRuns(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const Interval range, ReadRange(call));
  WEIR_ASSIGN(const Kept known, services.factories->Get(path));
  WEIR_ASSIGN(const auto factory, services.factories->FactoryOf(path.FactoryKey()));
  const model::V1Pipeline* pipeline = factory->FindPipeline(path.name);
  const std::string& name = call.QueryValue("activityName");
  const model::V1Activity* activity = pipeline == nullptr ? nullptr : pipeline->FindActivity(name);
  if (activity == nullptr || activity->outputs.empty()) {
    return Fail(ErrorKind::kNotFound, "ActivityNotFound",
                "the pipeline '" + known.name + "' has no activity '" + name + "'")
        .At(known.id);
  }
  const std::string& dataset = activity->outputs[0].dataset;
  const std::string& status = call.QueryValue("status");
  WEIR_ASSIGN(const auto slices, services.slices->Slices(path.FactoryKey(), dataset, range));
  WEIR_ASSIGN(Json value,
              PrintRuns(services, FactoryPathOf(call), dataset, slices, [&](const Json& run) {
                return status.empty() || SameName(run["status"].as_string(), status);
              }));
  return JsonResponse(Json::Object({{"value", std::move(value)}}));
}

Result<ServerResponse> GetRun(const Services& services, const Call& call, Kind /*kind*/) {
  const ResourcePath factory = FactoryPathOf(call);
  WEIR_ASSIGN(const store::RunRecord run, FindSliceRun(services, factory, call.PathValue("runId")));
  WEIR_ASSIGN(const Json printed, PrintRun(services, factory, run));
  return JsonResponse(printed);
}

Result<ServerResponse> CancelRun(const Services& services, const Call& call, Kind /*kind*/) {
  WEIR_ASSIGN(const store::RunRecord run,
              FindSliceRun(services, FactoryPathOf(call), call.PathValue("runId")));
  if (run.end) {
    return Fail(ErrorKind::kConflict, "RunIsOver",
                "the run is over: it is " + std::string(RunStatusOf(run)))
        .At(run.run_id);
  }
  services.engine->Cancel(run.run_id);
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> GetLogAddress(const Services& services, const Call& call, Kind /*kind*/) {
  const ResourcePath factory = FactoryPathOf(call);
  WEIR_ASSIGN(const store::RunRecord run, FindSliceRun(services, factory, call.PathValue("runId")));
  const std::string expires =
      FormatUtc(services.clock->Now() + kLogAddressGood).substr(0, 19) + "Z";
  const std::string path = LogPath(factory, run.run_id) +
                           "?api-version=" + std::string(kApiVersions[0]) +
                           "&se=" + http::PercentEncode(expires) +
                           "&sig=" + SignatureOf(services, factory, run.run_id, expires);
  return JsonResponse(Json(AddressOf(call, path)));
}

Result<ServerResponse> ReadLog(const Services& services, const Call& call, Kind /*kind*/) {
  const ResourcePath factory = FactoryPathOf(call);
  const std::string& run_id = call.PathValue("runId");
  const std::string& expires = call.QueryValue("se");
  const Result<UtcTime> until = ParseUtc(expires);
  if (!until || *until < services.clock->Now() ||
      !SameSecret(SignatureOf(services, factory, run_id, expires), call.QueryValue("sig"))) {
    return Fail(ErrorKind::kDenied, "AuthorizationFailed",
                "the address of the log has expired, or its signature is wrong: ask logInfo again");
  }
  WEIR_ASSIGN(const store::RunRecord run, FindSliceRun(services, factory, run_id));
  WEIR_ASSIGN(std::string log, LogOf(services, run));
  return ServerResponse{200, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(log)};
}

std::optional<ServerResponse> AnswerLog(const Services& services,
                                        const http::ServerRequest& request) {
  if (!request.path().ends_with("/log") || !IsV1Path(request.path())) return std::nullopt;
  Result<arm::RouteTable::Match> match = Routes().Find(request.method, request.path());
  if (!match || match->route->operation != "v1_run_log") return std::nullopt;
  const Caller nobody;
  const Result<Call> call = Call::Read(request, *std::move(match), nobody, kApiVersions);
  if (!call) return ErrorResponse(call.error());
  Result<ServerResponse> log = ReadLog(services, *call, Kind::kFactory);
  return log ? *std::move(log) : ErrorResponse(log.error());
}

}  // namespace weir::api::v1
