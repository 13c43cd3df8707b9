// A trigger's windows as they are stored.
#include "schedule/window_machine.h"

namespace weir::schedule {
namespace {

Json RangesToJson(const RangeSet& set) {
  Json list = Json::Array();
  for (const auto& [first, last] : set.ranges()) list.Append(Json::Array({first, last}));
  return list;
}

Error Broken(const char* what, const Json& json) {
  return Fail(
      ErrorKind::kInvalid, "InvalidWindowState",
      std::string("stored windows: '") + what + "' is broken: " + DumpJson(json).substr(0, 100));
}

Result<RangeSet::Range> ReadRange(const char* what, const Json& json) {
  const RangeSet::Range range{json[size_t{0}].as_int(), json[size_t{1}].as_int()};
  if (!json[size_t{0}].is_int() || !json[size_t{1}].is_int() || range.first < 0 ||
      range.second < range.first) {
    return Broken(what, json);
  }
  return range;
}

Result<RangeSet> ReadRanges(const char* what, const Json& json) {
  RangeSet set;
  for (const Json& one : json.items()) {
    WEIR_ASSIGN(const RangeSet::Range range, ReadRange(what, one));
    set.Add(range);
  }
  return set;
}

Result<> ReadBlocked(const Json& json, WindowState* state) {
  for (const Json& one : json.items()) {
    WEIR_ASSIGN(const RangeSet::Range range, ReadRange("blocked", one));
    if (!one[size_t{2}].is_int()) return Broken("blocked", one);
    state->blocked[range.first] = {range.second, FromMicros(one[size_t{2}].as_int())};
  }
  return {};
}

Result<> ReadActive(const Json& json, WindowState* state) {
  for (const Json& one : json.items()) {
    if (!one["window"].is_int() || !one["attempt"].is_int() || !one["serial"].is_int()) {
      return Broken("active", one);
    }
    WindowState::Active active{static_cast<int>(one["attempt"].as_int()), one["serial"].as_int(),
                               std::nullopt, one["cancelling"].as_bool()};
    if (one["retryAt"].is_int()) active.retry_at = FromMicros(one["retryAt"].as_int());
    state->active[one["window"].as_int()] = active;
  }
  return {};
}

}  // namespace

Json WindowState::ToJson() const {
  Json waiting = Json::Array();
  for (const auto& [first, range] : blocked) {
    waiting.Append(Json::Array({first, range.last, ToMicros(range.since)}));
  }
  Json running = Json::Array();
  for (const auto& [index, one] : active) {
    Json entry =
        Json::Object({{"window", index}, {"attempt", one.attempt}, {"serial", one.serial}});
    if (one.retry_at) entry.Set("retryAt", ToMicros(*one.retry_at));
    if (one.cancelling) entry.Set("cancelling", true);
    running.Append(std::move(entry));
  }
  return Json::Object({{"next", next},
                       {"lastSerial", last_serial},
                       {"stopped", stopped},
                       {"now", ToMicros(now)},
                       {"progress", ToMicros(progress)},
                       {"ready", RangesToJson(ready)},
                       {"blocked", std::move(waiting)},
                       {"failed", RangesToJson(failed)},
                       {"cancelled", RangesToJson(cancelled)},
                       {"active", std::move(running)}});
}

Result<WindowState> WindowState::FromJson(const Json& json) {
  WindowState state;
  if (!json["next"].is_int() || json["next"].as_int() < 0) return Broken("next", json);
  state.next = json["next"].as_int();
  state.last_serial = json["lastSerial"].as_int();
  state.stopped = json["stopped"].as_bool();
  state.now = FromMicros(json["now"].as_int());
  state.progress = FromMicros(json["progress"].as_int());
  WEIR_ASSIGN(state.ready, ReadRanges("ready", json["ready"]));
  WEIR_ASSIGN(state.failed, ReadRanges("failed", json["failed"]));
  WEIR_ASSIGN(state.cancelled, ReadRanges("cancelled", json["cancelled"]));
  WEIR_TRY(ReadBlocked(json["blocked"], &state));
  WEIR_TRY(ReadActive(json["active"], &state));
  return state;
}

}  // namespace weir::schedule
