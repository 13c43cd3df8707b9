#include "gateway/remote_executor.h"

#include <algorithm>

#include "base/names.h"
#include "gateway/parcel.h"
#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

constexpr std::string_view kRemote[] = {
    "Copy",          "Lookup", "GetMetadata", "Delete",
    "Validation",    "Script", "WebActivity", "SqlServerStoredProcedure",
    "TestConnection"};
constexpr const char* kHandle = "gateway";

/// One attempt that a node carries out. Its handle: {"gateway": seat} before the job is sent,
/// with "result" before the node may forget it.
class RemoteAttempt {
 public:
  RemoteAttempt(Hub& hub, engine::ActivityContext& context) : hub_(hub), context_(context) {}

  Result<Json> Run(const Parcel& parcel) {
    const Json kept = context_.handle()[kHandle];
    if (kept["result"].is_object()) return Finish(Seat::FromJson(kept), kept["result"]);
    if (kept.is_object()) {
      seat_ = Seat::FromJson(kept);
      hub_.Adopt(seat_);
    } else {
      WEIR_ASSIGN(seat_, hub_.Reserve(parcel.runtime_id, context_.activity()["type"].as_string(),
                                      context_.cancel()));
      const Result<> saved = Save(seat_.ToJson());
      if (!saved) return Leave(saved.error());
    }
    const Result<> sent = hub_.Send(seat_, parcel.content);
    if (!sent) return Leave(sent.error());
    const Result<Json> result = hub_.Await(
        seat_, context_.cancel(), [&](const engine::Progress& far) { context_.Report(far); });
    if (result) return Keep(*result);
    return context_.cancel().cancelled() ? Abandon(result.error()) : Leave(result.error());
  }

 private:
  Result<> Save(Json seat) {
    return context_.SaveHandle(Json::Object({{kHandle, std::move(seat)}}));
  }

  Error Leave(const Error& error) {
    hub_.Forget(seat_);
    return error;
  }

  /// Durable before the node forgets it: a restart in between finds it here.
  Result<Json> Keep(const Json& result) {
    Json kept = seat_.ToJson();
    kept.Set("result", Json::Object({{"output", result["output"]}, {"error", result["error"]}}));
    WEIR_TRY(Save(kept));
    return Finish(seat_, kept["result"]);
  }

  Result<Json> Finish(const Seat& seat, const Json& result) {
    hub_.Forget(seat);
    if (result["error"].is_object()) return ErrorFromJson(result["error"]);
    Json output = result["output"];
    if (output.Find("effectiveIntegrationRuntime") != nullptr) {
      output.Set("effectiveIntegrationRuntime",
                 seat.runtime_id.substr(seat.runtime_id.rfind('/') + 1));
    }
    return output;
  }

  /// The attempt is cancelled. If it is the engine that stops, the job goes on.
  Error Abandon(const Error& reason) {
    Json handle = seat_.ToJson();
    handle.Set("cancelling", true);
    const Result<> saved = Save(std::move(handle));
    if (!saved && saved.error().code() == "EngineStopped") return reason;
    hub_.Cancel(seat_);
    return Leave(reason);
  }

  Hub& hub_;
  engine::ActivityContext& context_;
  Seat seat_;
};

class RemoteExecutor final : public engine::ActivityExecutor {
 public:
  RemoteExecutor(std::shared_ptr<Hub> hub, std::shared_ptr<ActivityExecutor> inner, bool remote)
      : hub_(std::move(hub)), inner_(std::move(inner)), remote_(remote) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const bool sent = context.handle()[kHandle].is_object();
    if (!sent && (context.Runtimes().empty() || !hub_->open())) return inner_->Execute(context);
    Result<Parcel> parcel = Pack(context);
    if (!parcel) return parcel.error();
    if (parcel->runtime_id.empty() && !sent) return inner_->Execute(context);
    if (!remote_) {
      return Fail(ErrorKind::kUnsupported, "GatewayActivityUnsupported",
                  "a " + context.activity()["type"].as_string() +
                      " activity cannot be carried out by a node of the self-hosted integration "
                      "runtime '" +
                      parcel->runtime_name + "'");
    }
    return RemoteAttempt(*hub_, context).Run(*parcel);
  }

 private:
  const std::shared_ptr<Hub> hub_;
  const std::shared_ptr<ActivityExecutor> inner_;
  const bool remote_;
};

}  // namespace

bool IsRemote(const std::string& type) {
  return std::any_of(std::begin(kRemote), std::end(kRemote),
                     [&](std::string_view one) { return SameName(one, type); });
}

Result<engine::ActivityRegistry> OverGateways(const engine::ActivityRegistry& activities,
                                              std::shared_ptr<Hub> hub) {
  engine::ActivityRegistry over;
  for (engine::ActivitySpec spec : activities.all()) {
    spec.executor = std::make_shared<RemoteExecutor>(hub, spec.executor, IsRemote(spec.type));
    WEIR_TRY(over.Add(std::move(spec)));
  }
  return over;
}

}  // namespace weir::gateway
