#include "gateway/remote_executor.h"

#include <algorithm>
#include <optional>

#include "base/names.h"
#include "gateway/parcel.h"
#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

constexpr std::string_view kRemote[] = {
    "Copy",           "Lookup",     "GetMetadata", "Delete",
    "Validation",     "Script",     "WebActivity", "SqlServerStoredProcedure",
    "TestConnection", "PreviewData"};
constexpr const char* kHandle = "gateway";

/// One attempt that a node carries out. Its handle: {"gateway": seat} before the job is sent,
/// with "result" before the node may forget it.
class RemoteAttempt {
 public:
  RemoteAttempt(Hub& hub, engine::ActivityContext& context) : hub_(hub), context_(context) {}

  /// True if a node stands where the copy's sink is, or else its source, and has room: Run then
  /// goes there.
  bool FindNear(const Parcel& parcel) {
    for (const Parcel::Place& place : parcel.places) {
      near_ = hub_.ReserveAt(parcel.factory, place.location, "Copy");
      if (!near_) continue;
      near_name_ = place.runtime + " (" + place.location + ")";
      return true;
    }
    return false;
  }

  Result<Json> Run(const Parcel& parcel) {
    runtime_name_ = near_ ? near_name_ : parcel.runtime_name;
    if (context_.handle()[kHandle]["shownAs"].is_string()) {
      runtime_name_ = context_.handle()[kHandle]["shownAs"].as_string();
    }
    const Json kept = context_.handle()[kHandle];
    if (kept["result"].is_object()) return Finish(Seat::FromJson(kept), kept["result"]);
    if (kept.is_object()) {
      seat_ = Seat::FromJson(kept);
      hub_.Adopt(seat_);
    } else {
      WEIR_TRY(TakeSeat(parcel));
      const Result<> saved = Save(Handle());
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

  Json Handle() const {
    Json handle = seat_.ToJson();
    handle.Set("shownAs", runtime_name_);
    return handle;
  }

  Result<> TakeSeat(const Parcel& parcel) {
    if (near_) {
      seat_ = *near_;
      return {};
    }
    WEIR_ASSIGN(const std::string runtime, hub_.Resolve(parcel.runtime_id));
    WEIR_ASSIGN(seat_,
                hub_.Reserve(runtime, context_.activity()["type"].as_string(), context_.cancel()));
    return {};
  }

  /// Durable before the node forgets it: a restart in between finds it here.
  Result<Json> Keep(const Json& result) {
    Json kept = Handle();
    kept.Set("result", Json::Object({{"output", result["output"]}, {"error", result["error"]}}));
    WEIR_TRY(Save(kept));
    return Finish(seat_, kept["result"]);
  }

  Result<Json> Finish(const Seat& seat, const Json& result) {
    hub_.Forget(seat);
    if (result["error"].is_object()) return ErrorFromJson(result["error"]);
    Json output = result["output"];
    if (output.Find("effectiveIntegrationRuntime") != nullptr) {
      output.Set("effectiveIntegrationRuntime", runtime_name_);
    }
    return output;
  }

  /// The attempt is cancelled. If it is the engine that stops, the job goes on.
  Error Abandon(const Error& reason) {
    Json handle = Handle();
    handle.Set("cancelling", true);
    const Result<> saved = Save(std::move(handle));
    if (!saved && saved.error().code() == "EngineStopped") return reason;
    hub_.Cancel(seat_);
    return Leave(reason);
  }

  Hub& hub_;
  engine::ActivityContext& context_;
  Seat seat_;
  std::optional<Seat> near_;
  std::string near_name_;
  std::string runtime_name_;  // As the activity's factory calls it.
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
    RemoteAttempt attempt(*hub_, context);
    if (parcel->runtime_id.empty() && !sent && !attempt.FindNear(*parcel)) {
      return inner_->Execute(context);
    }
    if (!remote_) {
      return Fail(ErrorKind::kUnsupported, "GatewayActivityUnsupported",
                  "a " + context.activity()["type"].as_string() +
                      " activity cannot be carried out by a node of the self-hosted integration "
                      "runtime '" +
                      parcel->runtime_name + "'");
    }
    return attempt.Run(*parcel);
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
