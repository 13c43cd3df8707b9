#include "api/arm/debug_sessions.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

/// Source: our choice; the service allows three for each user.
constexpr size_t kSessionsOfFactoryMax = 20;
constexpr size_t kSessionsMax = 200;
constexpr size_t kPackageMax = size_t{1} << 20U;
constexpr int64_t kMinutesMax = int64_t{24} * 60;

Error Refuse(const std::string& message, const Json& at) {
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent", message).At(at.position());
}

Result<int64_t> ReadNumber(const Json& request, std::string_view name, int64_t otherwise,
                           int64_t max) {
  const Json& value = request[name];
  if (value.is_null()) return otherwise;
  if (value.is_int() && value.as_int() >= 1 && value.as_int() <= max) return value.as_int();
  return Refuse("'" + std::string(name) + "' must be a number from 1 to " + std::to_string(max),
                value);
}

}  // namespace

void DebugSessions::DropOldLocked() {
  const UtcTime now = clock_.Now();
  std::erase_if(sessions_,
                [&](const auto& one) { return one.second.used + one.second.time_to_live < now; });
}

Result<DebugSessions::Session*> DebugSessions::FindLocked(const std::string& factory,
                                                          const std::string& id) {
  DropOldLocked();
  const auto found = sessions_.find(NameKey(id));
  if (found != sessions_.end() && found->second.factory == factory) return &found->second;
  return Fail(ErrorKind::kNotFound, "DataFlowDebugSessionNotFound",
              "the factory has no debug session '" + id +
                  "': it was deleted, or nobody used it "
                  "for its time to live");
}

Result<std::string> DebugSessions::Create(const std::string& factory, const Json& request) {
  constexpr int64_t kCoresDefault = 8;
  constexpr int64_t kCoresMax = 272;
  constexpr int64_t kMinutesDefault = 60;
  WEIR_ASSIGN(const int64_t cores, ReadNumber(request, "coreCount", kCoresDefault, kCoresMax));
  WEIR_ASSIGN(const int64_t minutes,
              ReadNumber(request, "timeToLive", kMinutesDefault, kMinutesMax));
  const Json& compute = request["computeType"];
  if (!compute.is_null() && !compute.is_string()) {
    return Refuse("'computeType' must be a text", compute);
  }
  const Json& runtime = request["integrationRuntime"]["name"];
  const std::lock_guard lock(mutex_);
  DropOldLocked();
  const auto of_factory = std::count_if(sessions_.begin(), sessions_.end(), [&](const auto& one) {
    return one.second.factory == factory;
  });
  if (static_cast<size_t>(of_factory) >= kSessionsOfFactoryMax ||
      sessions_.size() >= kSessionsMax) {
    return Fail(ErrorKind::kConflict, "TooManyDebugSessions",
                "the factory has " + std::to_string(of_factory) +
                    " debug sessions; delete one that is not needed");
  }
  std::string id = NewGuid();
  Session session;
  session.factory = factory;
  session.start = session.used = clock_.Now();
  session.time_to_live = std::chrono::minutes(minutes);
  session.info = Json::Object({{"sessionId", id},
                               {"computeType", compute.is_null() ? Json("General") : compute},
                               {"coreCount", cores},
                               {"integrationRuntimeName", runtime.is_string() ? runtime : Json()},
                               {"timeToLiveInMinutes", minutes}});
  sessions_[id] = std::move(session);
  return id;
}

Result<> DebugSessions::Add(const std::string& factory, const std::string& id,
                            const Json& package) {
  if (DumpJson(package).size() > kPackageMax) {
    return Fail(ErrorKind::kInvalid, "RequestContentTooLarge",
                "what a debug session is sent must not exceed 1 MiB");
  }
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Session * session, FindLocked(factory, id));
  session->package = package;
  session->used = clock_.Now();
  return {};
}

Result<> DebugSessions::Touch(const std::string& factory, const std::string& id) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Session * session, FindLocked(factory, id));
  session->used = clock_.Now();
  return {};
}

Result<> DebugSessions::Delete(const std::string& factory, const std::string& id) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(const Session* session, FindLocked(factory, id));
  (void)session;
  sessions_.erase(NameKey(id));
  return {};
}

Json DebugSessions::List(const std::string& factory) {
  const std::lock_guard lock(mutex_);
  DropOldLocked();
  std::vector<const Session*> found;
  for (const auto& [id, session] : sessions_) {
    if (session.factory == factory) found.push_back(&session);
  }
  std::sort(found.begin(), found.end(),
            [](const Session* left, const Session* right) { return left->start < right->start; });
  Json list = Json::Array();
  for (const Session* session : found) {
    Json info = session->info;
    info.Set("startTime", FormatUtc(session->start));
    info.Set("lastActivityTime", FormatUtc(session->used));
    const Json& flow = session->package["dataFlow"]["name"];
    if (flow.is_string()) info.Set("dataFlowName", flow);
    list.Append(std::move(info));
  }
  return list;
}

}  // namespace weir::api::arm
