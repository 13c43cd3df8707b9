// When the triggers of a factory fire: what `weir schedule --server` asks for. Not part of Data
// Factory's contract.
#include <charconv>

#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"
#include "trigger/forecast.h"

namespace weir::api::arm {
namespace {

constexpr size_t kFirings = 100;
constexpr size_t kFiringsMax = 10'000;
/// Waiting windows that are told of each trigger.
constexpr size_t kWaitingMax = 10;

Result<UtcTime> ReadMoment(const Call& call, const char* name, UtcTime otherwise) {
  const std::string& text = call.QueryValue(name);
  if (text.empty()) return otherwise;
  Result<UtcTime> time = ParseUtc(text);
  if (time) return time;
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              std::string("'") + name + "': " + time.error().message());
}

Result<size_t> ReadLimit(const Call& call) {
  const std::string& text = call.QueryValue("limit");
  if (text.empty()) return kFirings;
  size_t limit = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, limit).ptr == end && limit >= 1 && limit <= kFiringsMax) {
    return limit;
  }
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              "'limit' must be a number from 1 to 10000, got '" + text + "'");
}

/// Beside what is foreseen: what is due and waits, and how stores are watched.
Result<> AddWhatIs(const Services& services, const std::string& factory, const std::string& trigger,
                   Json* answer) {
  WEIR_ASSIGN(const auto waiting,
              services.triggers->Waiting(factory, NameKey(trigger), kWaitingMax));
  Json windows = Json::Array();
  for (const trigger::TriggerBook::WaitingWindow& one : waiting) {
    windows.Append(Json::Object({{"trigger", one.trigger},
                                 {"windowStartTime", schedule::TriggerTimeText(one.window.start)},
                                 {"windowEndTime", schedule::TriggerTimeText(one.window.end)},
                                 {"status", schedule::WindowStatusName(one.status)},
                                 {"reason", one.reason}}));
  }
  answer->Set("waiting", std::move(windows));
  Json others = Json::Array();
  for (const Json& one : (*answer)["otherTriggers"].items()) {
    Json other = one;
    const Json watch = WatchJson(services, {factory, NameKey(one["trigger"].as_string())});
    if (!watch.is_null()) other.Set("watch", watch);
    others.Append(std::move(other));
  }
  answer->Set("otherTriggers", std::move(others));
  return {};
}

}  // namespace

Result<http::ServerResponse> ShowSchedule(const Services& services, const Call& call,
                                          model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));
  schedule::Preview::Options options;
  options.trigger = call.QueryValue("trigger");
  WEIR_ASSIGN(options.from, ReadMoment(call, "from", services.clock->Now()));
  WEIR_ASSIGN(options.to, ReadMoment(call, "to", options.from + std::chrono::hours(24)));
  WEIR_ASSIGN(const size_t limit, ReadLimit(call));
  if (options.to <= options.from) {
    return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
                "'to' must be later than 'from'");
  }
  const std::string key = path.FactoryKey();
  WEIR_ASSIGN(Json answer,
              trigger::ForecastOf(*factory, options, limit, [&](const model::Resource& trigger) {
                return services.triggers->started({key, NameKey(trigger.name)});
              }));
  WEIR_TRY(AddWhatIs(services, key, options.trigger, &answer));
  return JsonResponse(answer);
}

}  // namespace weir::api::arm
