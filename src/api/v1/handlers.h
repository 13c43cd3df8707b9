#pragma once

#include <optional>
#include <string_view>

#include "api/access/roles.h"
#include "api/arm/call.h"
#include "api/arm/handlers.h"
#include "api/v1/factory_book.h"
#include "api/v1/resource_path.h"
#include "engine/engine.h"
#include "slices/slice_host.h"
#include "store/store.h"

namespace weir::api::v1 {

/// What the handlers work on.
struct Services {
  FactoryBook* factories = nullptr;
  slices::SliceHost* slices = nullptr;
  engine::Engine* engine = nullptr;
  store::Store* store = nullptr;
  const Clock* clock = nullptr;
  const Sealer* sealer = nullptr;
  gateway::Hub* gateway = nullptr;  ///< As arm::Services.
};

using arm::Call;

/// Answers one operation for one kind of resource.
using Handler = Result<http::ServerResponse> (*)(const Services& services, const Call& call,
                                                 Kind kind);

// resource_handlers.cc
Result<http::ServerResponse> PutResource(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> GetResource(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> DeleteResource(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ListResources(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ListFactories(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> PatchFactory(const Services& services, const Call& call, Kind kind);

// apply_handler.cc
Result<http::ServerResponse> ApplyFactory(const Services& services, const Call& call, Kind kind);
/// True for an apply that is to change nothing (`plan=true`), which who may read may ask for.
bool ChangesNothing(const http::ServerRequest& request, const arm::Route& route);

// pipeline_handlers.cc
Result<http::ServerResponse> GetPipeline(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> PauseOrResume(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> SetActivePeriod(const Services& services, const Call& call, Kind kind);

// slice_handlers.cc
Result<http::ServerResponse> ListSlices(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> SetSliceStatus(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ExplainSlices(const Services& services, const Call& call, Kind kind);

// lineage_handler.cc
Result<http::ServerResponse> ShowLineage(const Services& services, const Call& call, Kind kind);

// run_handlers.cc
Result<http::ServerResponse> ListSliceRuns(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ListPipelineRuns(const Services& services, const Call& call,
                                              Kind kind);
Result<http::ServerResponse> GetRun(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> CancelRun(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> GetLogAddress(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ReadLog(const Services& services, const Call& call, Kind kind);
/// The log at a signed address, which needs no token; null for other paths.
std::optional<http::ServerResponse> AnswerLog(const Services& services,
                                              const http::ServerRequest& request);

// window_handlers.cc
Result<http::ServerResponse> ListWindows(const Services& services, const Call& call, Kind kind);

// gateway_handlers.cc
Result<http::ServerResponse> PutGateway(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ListGatewayKeys(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> NewGatewayKey(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> GetConnectionInfo(const Services& services, const Call& call,
                                               Kind kind);

// hub_handlers.cc
Result<http::ServerResponse> GetHub(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> ListHubs(const Services& services, const Call& call, Kind kind);
Result<http::ServerResponse> RefuseSignIn(const Services& services, const Call& call, Kind kind);

// operations.cc
Result<http::ServerResponse> ShowPermissions(const Services& services, const Call& call, Kind kind);

/// The factory of the path, and a resource in it.
ResourcePath FactoryPathOf(const Call& call);
ResourcePath PathOf(const Call& call, Kind kind);

/// A resource changed: its slices follow. Errors: what the host of slices says.
Result<> Follow(const Services& services, const ResourcePath& path);

/// The handler of an operation and its kind; a null handler if it has none.
struct Operation {
  std::string_view name;
  Handler handler = nullptr;
  Kind kind = Kind::kFactory;
};
Operation FindOperation(std::string_view name);

/// Answer a request of `caller` about factories of version 1, if its roles allow it.
/// Errors that it answers beside those of the handlers: kDenied AuthorizationFailed.
http::ServerResponse Answer(const Services& services, const http::ServerRequest& request,
                            const Caller& caller, arm::Asked* asked);

}  // namespace weir::api::v1
