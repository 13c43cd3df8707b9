#include "api/health.h"

#include <sys/statvfs.h>

#include "api/error_body.h"

namespace weir::api {
namespace {

/// Less than this is told before it is too late.
constexpr int64_t kFreeBytesMin = int64_t{64} << 20U;
constexpr auto kBehindMin = std::chrono::seconds(1);

bool IsOk(const Json& check) {
  return check["status"].as_string() == "ok";
}

Json Clock(std::chrono::microseconds ahead) {
  if (ahead < kBehindMin) return Json::Object({{"status", "ok"}});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ahead).count();
  return Json::Object({{"status", "setBack"}, {"aheadSeconds", int64_t{seconds}}});
}

}  // namespace

void Health::Set(Trouble* trouble, const std::optional<Error>& error) {
  const std::lock_guard lock(mutex_);
  if (error && !trouble->error) trouble->since = clock_.Now();
  trouble->error = error;
}

Json Health::Print(const Trouble& trouble) {
  if (!trouble.error) return Json::Object({{"status", "ok"}});
  return Json::Object({{"status", "failing"},
                       {"code", trouble.error->code()},
                       {"message", trouble.error->message()},
                       {"since", FormatUtc(trouble.since)}});
}

Json Health::Disk() const {
  struct statvfs disk{};
  if (statvfs(data_folder_.c_str(), &disk) != 0) {
    return Json::Object({{"status", "unknown"}});
  }
  const auto free = static_cast<int64_t>(disk.f_bavail * disk.f_frsize);
  return Json::Object({{"status", free < kFreeBytesMin ? "low" : "ok"}, {"freeBytes", free}});
}

http::ServerResponse Health::Answer(const engine::Engine& engine) const {
  Json checks = Json::Object();
  {
    const std::lock_guard lock(mutex_);
    checks.Set("store", Print(store_));
    checks.Set("audit", Print(audit_));
  }
  if (!data_folder_.empty()) checks.Set("disk", Disk());
  checks.Set("clock", Clock(engine.clock_ahead()));
  bool all = true;
  for (const Json::Member& check : checks.members()) all = all && IsOk(check.value);
  const bool saves = IsOk(checks["store"]) && IsOk(checks["audit"]);
  const char* status = all ? "ok" : saves ? "degraded" : "unavailable";
  return JsonResponse(Json::Object({{"status", status}, {"checks", std::move(checks)}}),
                      saves ? 200 : 503);
}

}  // namespace weir::api
