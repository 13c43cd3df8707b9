// Windows of a trigger run again: what `weir backfill` asks for. Not part of Data Factory's
// contract.
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using schedule::WindowStatus;

constexpr std::string_view kBefore = "/weir";
constexpr std::string_view kBehind = "/backfill";
constexpr size_t kWindowsMax = 10'000;

Result<UtcTime> ReadTime(const Json& body, const char* name) {
  const Json& value = body[name];
  if (value.is_string()) {
    Result<UtcTime> time = ParseUtc(value.as_string());
    if (time) return time;
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              std::string("'") + name + "' must be a time as ISO 8601 has it, got " +
                  DumpJson(value))
      .At(value.position());
}

/// True if a rerun opens it again.
bool RunsAgain(WindowStatus status, bool only_failed) {
  const bool failed = status == WindowStatus::kFailed || status == WindowStatus::kCancelled;
  return failed || (!only_failed && status == WindowStatus::kSucceeded);
}

}  // namespace

bool IsBackfill(const http::ServerRequest& request) {
  return request.path().starts_with(kBefore) && request.path().ends_with(kBehind) &&
         request.path().size() > kBefore.size() + kBehind.size();
}

Result<http::ServerResponse> Backfill(const Services& services, const http::ServerRequest& request,
                                      const Caller& caller, Asked* asked) {
  std::string_view id = request.path().substr(kBefore.size());
  id.remove_suffix(kBehind.size());
  WEIR_ASSIGN(RouteTable::Match match, RouteTable::Get().Find("PUT", id));
  if (match.route->operation != "triggers_create_or_update" || request.method != "POST") {
    return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
                "expected POST /weir/subscriptions/…/factories/{factoryName}/triggers/"
                "{triggerName}/backfill");
  }
  *asked = {"weir_backfill", "Microsoft.DataFactory/factories/triggers/triggerRuns/rerun/action",
            match.Scope()};
  WEIR_ASSIGN(const Call call, Call::Read(request, std::move(match), caller));
  WEIR_TRY(NeedRole(caller, asked->action, asked->scope));
  const ResourcePath path = call.PathOf(model::ResourceKind::kTrigger);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  WEIR_ASSIGN(const Json body, call.Body());
  schedule::Window range;
  WEIR_ASSIGN(range.start, ReadTime(body, "from"));
  WEIR_ASSIGN(range.end, ReadTime(body, "to"));
  const bool only_failed = body["failed"].as_bool();
  const bool dry = body["dryRun"].as_bool();
  WEIR_ASSIGN(const auto windows,
              services.triggers->Windows(TriggerKey(path), range, kWindowsMax + 1));
  if (windows.size() > kWindowsMax) {
    return Fail(ErrorKind::kInvalid, "TooManyWindows",
                "at most 10000 windows can be asked for at a time; take a shorter period");
  }
  Json listed = Json::Array();
  for (const trigger::TriggerBook::ListedWindow& one : windows) {
    listed.Append(Json::Object({{"windowStartTime", schedule::TriggerTimeText(one.window.start)},
                                {"windowEndTime", schedule::TriggerTimeText(one.window.end)},
                                {"status", schedule::WindowStatusName(one.status)},
                                {"runsAgain", RunsAgain(one.status, only_failed)}}));
  }
  if (!dry) WEIR_TRY(services.triggers->Rerun(TriggerKey(path), range, only_failed));
  return JsonResponse(
      Json::Object({{"trigger", kept.name}, {"started", !dry}, {"windows", std::move(listed)}}));
}

}  // namespace weir::api::arm
