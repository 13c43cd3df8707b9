// Windows of a trigger run again: what `weir backfill` asks for. Not part of Data Factory's
// contract.
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using schedule::WindowStatus;

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

Result<http::ServerResponse> Backfill(const Services& services, const Call& call,
                                      model::ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
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
