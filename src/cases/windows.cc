// The areas `tumbling` and `tumbling-dependency`.
#include <array>

#include "cases/area.h"
#include "model/factory.h"
#include "model/load.h"
#include "model/validate.h"
#include "schedule/fire_scope.h"
#include "schedule/tumbling_set.h"

namespace weir::cases {
namespace {

using schedule::RunOutcome;
using schedule::TumblingSet;
using schedule::TumblingSettings;
using schedule::Window;
using schedule::WindowEvent;
using schedule::WindowMachine;
using schedule::WindowStatus;

const char* const kStart = "2026-01-01T00:00:00Z";
const char* const kOther = "TumblingWindowTriggerDependencyReference";

/// What the case gives of a trigger's typeProperties, and hours from kStart for the rest.
Json TriggerOf(const Json& given) {
  Json settings = Json::Object(
      {{"frequency", "Hour"}, {"interval", 1}, {"startTime", kStart}, {"maxConcurrency", 50}});
  for (const char* name : {"frequency", "interval", "startTime", "endTime", "delay",
                           "maxConcurrency", "retryPolicy", "dependsOn"}) {
    if (!given[name].is_null()) settings.Set(name, given[name]);
  }
  return settings;
}

Json WindowJson(const Window& window) {
  return Json::Array(
      {schedule::TriggerTimeText(window.start), schedule::TriggerTimeText(window.end)});
}

/// Keep the members of `all` that the case asks for.
Verdict CompareAsked(const Json& want, const Json& all) {
  Json got = Json::Object();
  for (const Json::Member& one : want.members()) {
    if (all.Find(one.name) != nullptr) got.Set(one.name, all[one.name]);
  }
  return Compare(want, got);
}

/// True if it can run, and the cloud service would take it.
bool IsValid(const Json& settings) {
  if (!TumblingSettings::Parse(settings)) return false;
  model::Factory factory;
  const Json pipeline = Json::Object({{"activities", Json::Array()}});
  factory.Add(model::MakeResource(model::ResourceKind::kPipeline, "P", "p.json", pipeline));
  factory.Add(model::MakeResource(
      model::ResourceKind::kTrigger, "T", "t.json",
      Json::Object(
          {{"name", "T"},
           {"properties",
            Json::Object(
                {{"type", "TumblingWindowTrigger"},
                 {"pipeline", Json::Object({{"pipelineReference",
                                             Json::Object({{"referenceName", "P"},
                                                           {"type", "PipelineReference"}})}})},
                 {"typeProperties", settings}})}})));
  for (const model::Finding& finding : model::Validate(factory, {.azure = true})) {
    const bool refused =
        finding.severity == model::Severity::kError || finding.severity == model::Severity::kAzure;
    // The triggers that it waits for are not part of a case.
    if (refused && finding.file == "t.json" && finding.code != "InvalidReference") {
      return false;
    }
  }
  return true;
}

/// A set with one trigger, T.
struct Played {
  TumblingSet set;
  std::vector<schedule::StartWindow> starts;

  explicit Played(const Json& settings) {
    if (auto parsed = TumblingSettings::Parse(settings)) set.Put("T", *std::move(parsed));
  }
  void Send(WindowEvent event) {
    for (TumblingSet::Step& step : set.Advance("T", event)) {
      for (schedule::StartWindow& start : step.changes.starts) starts.push_back(start);
    }
  }
  void At(UtcTime time) { Send({.time = time}); }
};

UtcTime Start() {
  return ParseUtc(kStart).ok() ? *ParseUtc(kStart) : UtcTime();
}

RunOutcome OutcomeOf(const Json& name) {
  return name.as_string() == "Succeeded" ? RunOutcome::kSucceeded : RunOutcome::kFailed;
}

Verdict CheckWindows(const Json& one) {
  const auto settings = TumblingSettings::Parse(TriggerOf(one["given"]));
  if (!settings) return Unexpected(one["expect"], settings.error());
  const int64_t index = one["given"]["window"].as_int();
  const Window window = settings->WindowAt(index);
  Json windows = Json::Array();
  for (int64_t i = 0; i < one["given"]["first"].as_int(); ++i) {
    windows.Append(WindowJson(settings->WindowAt(i)));
  }
  const Json context =
      schedule::FireScope{"T", settings->DueAt(index), settings->DueAt(index), window, {}}
          .ToContext();
  const Json& outputs = context["trigger"]["outputs"];
  return CompareAsked(
      one["expect"],
      Json::Object({{"windows", std::move(windows)},
                    {"dueAt", schedule::TriggerTimeText(settings->DueAt(index))},
                    {"windowStartTime", schedule::TriggerTimeText(window.start)},
                    {"windowEndTime", schedule::TriggerTimeText(window.end)},
                    {"trigger().outputs.windowStartTime", outputs["windowStartTime"]},
                    {"trigger().outputs.windowEndTime", outputs["windowEndTime"]}}));
}

Verdict CheckBackfill(const Json& one) {
  Played played(TriggerOf(one["given"]));
  const auto now = ParseUtc(one["given"]["now"].as_string());
  if (!now) return Unexpected(one["expect"], now.error());
  played.At(*now);
  bool ascending = true;
  for (size_t i = 1; i < played.starts.size(); ++i) {
    ascending = ascending && played.starts[i].index > played.starts[i - 1].index;
  }
  return CompareAsked(one["expect"],
                      Json::Object({{"backfillRuns", played.starts.size()},
                                    {"order", ascending ? "oldest first" : "mixed"}}));
}

std::string Hours(const Window& window) {
  return FormatUtc(window.start).substr(11, 5) + "-" + FormatUtc(window.end).substr(11, 5);
}

Verdict CheckBatch(const Json& one) {
  Played played(TriggerOf(one["given"]));
  played.At(Start() + std::chrono::hours(one["given"]["windowsReady"].as_int()));
  const std::vector<schedule::StartWindow> batch = played.starts;
  if (batch.empty()) return Compare(one["expect"], Json::Object());
  played.Send({.kind = WindowEvent::Kind::kRunFinished,
               .first = batch.front().index,
               .serial = batch.front().serial});
  std::string next = "nothing follows";
  if (played.starts.size() == batch.size() + 1) {
    next = "as runs complete the following windows start, " + Hours(played.starts.back().window) +
           " first";
  }
  return CompareAsked(
      one["expect"],
      Json::Object(
          {{"startedFirst", batch.size()},
           {"firstBatch", Json::Array({Hours(batch.front().window), Hours(batch.back().window)})},
           {"next", next}}));
}

Verdict CheckAttempts(const Json& one, const Json& results) {
  Played played(TriggerOf(one["given"]));
  UtcTime now = Start() + std::chrono::hours(1);
  played.At(now);
  for (const Json& result : results.items()) {
    if (played.starts.empty()) break;
    played.Send({.kind = WindowEvent::Kind::kRunFinished,
                 .time = now,
                 .serial = played.starts.back().serial,
                 .outcome = OutcomeOf(result)});
    now += std::chrono::seconds(30);
    played.At(now);
  }
  bool same = true;
  for (const auto& start : played.starts) same = same && start.window == played.starts[0].window;
  const WindowStatus status = played.set.Find("T")->StatusOf(0);
  return CompareAsked(one["expect"],
                      Json::Object({{"attempts", played.starts.size()},
                                    {"sameParameters", same},
                                    {"windowStatus", schedule::WindowStatusName(status)}}));
}

/// Bring window 0 into a state, then ask to cancel it.
Verdict CheckCancel(const Json& one) {
  const std::string& state = one["given"]["windowState"].as_string();
  Json settings = TriggerOf(Json::Object());
  settings.Set("maxConcurrency", 1);
  int64_t index = 0;
  if (state == "Waiting") index = 1;  // Window 0 holds the only place.
  if (state == "WaitingOnDependency") {
    const Json reference = Json::Object({{"referenceName", "Gone"}});
    settings.Set("dependsOn",
                 Json::Array({Json::Object({{"type", kOther}, {"referenceTrigger", reference}})}));
  }
  Played played(settings);
  played.At(Start() + std::chrono::hours(2));
  WindowMachine& machine = *played.set.Find("T");
  if (schedule::WindowStatusName(machine.StatusOf(index)) != state) return Absent();
  const auto steps = played.set.Advance(
      "T", {.kind = WindowEvent::Kind::kCancelAsked, .first = index, .last = index});
  const bool through_run = steps.front().changes.cancels.size() == 1;
  const bool done = machine.StatusOf(index) == WindowStatus::kCancelled;
  Json got = Json::Object({{"cancelAllowed", through_run || done}});
  if (through_run) got.Set("via", "pipeline run cancel");
  return CompareAsked(one["expect"], got);
}

Verdict CheckChange(const Json& one) {
  const std::string& property = one["given"]["change"][size_t{0}].as_string();
  Json changed = TriggerOf(Json::Object());
  if (property == "frequency") changed.Set("frequency", "Minute");
  if (property == "interval") changed.Set("interval", 2);
  const bool end = property == "endTime" || one["given"]["newEndTime"].is_string();
  if (end) changed.Set("endTime", property == "endTime" ? "2027-01-01T00:00:00Z" : kStart);
  Played played(TriggerOf(Json::Object()));
  played.At(Start() + std::chrono::hours(3));
  WindowMachine& machine = *played.set.Find("T");
  const int64_t processed = machine.state().next;
  auto settings = TumblingSettings::Parse(changed);
  if (!settings) return Unexpected(one["expect"], settings.error());
  const bool accepted = machine.Redefine(*std::move(settings)).ok();
  return CompareAsked(one["expect"],
                      Json::Object({{"accepted", accepted},
                                    {"processedWindowsReset", machine.state().next != processed},
                                    {"triggerStops", machine.state().stopped}}));
}

Verdict CheckRange(const Json& one) {
  const Json& given = one["given"];
  Json dependency = Json::Object(
      {{"type", kOther}, {"referenceTrigger", Json::Object({{"referenceName", "Up"}})}});
  for (const char* name : {"offset", "size"}) {
    if (!given[name].is_null()) dependency.Set(name, given[name]);
  }
  Json waits = TriggerOf(Json::Object());
  waits.Set("dependsOn", Json::Array({dependency}));
  Json upstream = TriggerOf(Json::Object());
  upstream.Set("frequency", "Minute");
  upstream.Set("interval", given["upstreamWindowMinutes"]);
  upstream.Set("startTime", given["upstreamStartTime"]);
  const auto waiting = TumblingSettings::Parse(waits);
  const auto other = TumblingSettings::Parse(upstream);
  const auto start = ParseUtc(given["window"][size_t{0}].as_string());
  const auto end = ParseUtc(given["window"][size_t{1}].as_string());
  if (!waiting || !other || !start || !end) return Compare(one["expect"], Json());
  const Window range = waiting->dependencies.front().RangeFor({*start, *end});
  const auto [first, last] = other->Overlapping(range);
  return Compare(one["expect"],
                 Json::Object({{"range", WindowJson(range)},
                               {"upstreamWindowsNeeded", last - first + 1},
                               {"firstUpstream", WindowJson(other->WindowAt(first))},
                               {"lastUpstream", WindowJson(other->WindowAt(last))}}));
}

/// A window that needs as many windows of another trigger as the case names.
Verdict CheckUpstream(const Json& one) {
  const Json& statuses = one["given"]["upstream"];
  Json waits = TriggerOf(Json::Object());
  waits.Set("interval", std::max<size_t>(statuses.size(), 1));
  waits.Set(
      "dependsOn",
      Json::Array({Json::Object(
          {{"type", kOther}, {"referenceTrigger", Json::Object({{"referenceName", "Up"}})}})}));
  Played played(TriggerOf(Json::Object()));  // Window 0 of T is never asked for here.
  auto up = TumblingSettings::Parse(TriggerOf(Json::Object()));
  auto down = TumblingSettings::Parse(waits);
  if (!up || !down) return Compare(one["expect"], Json());
  const UtcTime due = down->DueAt(0);
  played.set.Put("Up", *std::move(up));
  played.set.Put("Down", *std::move(down));
  const auto steps = played.set.Advance("Up", {.time = due});
  for (size_t i = 0; i < statuses.size(); ++i) {
    if (statuses[i].as_string() == "Running") continue;
    played.set.Advance("Up", {.kind = WindowEvent::Kind::kRunFinished,
                              .time = due,
                              .first = static_cast<int64_t>(i),
                              .serial = steps.front().changes.starts[i].serial,
                              .outcome = OutcomeOf(statuses[i])});
  }
  played.set.Advance("Down", {.time = due});
  if (one["given"]["waited"].is_string()) {
    const auto waited = ParseTimeSpan(one["given"]["waited"].as_string());
    if (!waited) return Unexpected(one["expect"], waited.error());
    played.set.Advance("Down", {.time = due + *waited});
  }
  const WindowStatus status = played.set.Find("Down")->StatusOf(0);
  // Ready, and with a place to run in.
  const std::string_view state =
      status == WindowStatus::kRunning ? "ready" : schedule::WindowStatusName(status);
  return Compare(one["expect"], Json::Object({{"state", state}}));
}

/// A trigger whose dependencies the case describes.
Json WithDependencies(const Json& given) {
  Json list = Json::Array();
  const int64_t count = given["dependencies"].is_int() ? given["dependencies"].as_int() : 1;
  for (int64_t i = 0; i < count; ++i) {
    const std::string type = given["type"].is_string() ? given["type"].as_string() : kOther;
    Json dependency = Json::Object({{"type", type}});
    if (type == kOther) {
      dependency.Set("referenceTrigger", Json::Object({{"referenceName", "Up" + std::to_string(i)},
                                                       {"type", "TriggerReference"}}));
    }
    if (!given["size"].is_null()) dependency.Set("size", given["size"]);
    list.Append(std::move(dependency));
  }
  Json settings = TriggerOf(Json::Object());
  settings.Set("dependsOn", std::move(list));
  return settings;
}

}  // namespace

/// Windows, their runs and what is refused.
Verdict CheckTumbling(const Json& one) {
  const Json& given = one["given"];
  if (one["expect"]["valid"].is_bool()) {
    return Compare(one["expect"], Json::Object({{"valid", IsValid(TriggerOf(given))}}));
  }
  if (!given["windowsReady"].is_null()) return CheckBatch(one);
  if (!given["now"].is_null()) return CheckBackfill(one);
  if (!given["pipelineResults"].is_null()) return CheckAttempts(one, given["pipelineResults"]);
  if (!given["pipelineResult"].is_null()) {
    return CheckAttempts(one, Json::Array({given["pipelineResult"]}));
  }
  if (!given["windowState"].is_null()) return CheckCancel(one);
  if (!given["change"].is_null() || !given["newEndTime"].is_null()) return CheckChange(one);
  if (!given["first"].is_null() || !given["window"].is_null()) return CheckWindows(one);
  return Absent();
}

/// What a window waits for.
Verdict CheckTumblingDependency(const Json& one) {
  const Json& given = one["given"];
  if (one["expect"]["valid"].is_bool()) {
    return Compare(one["expect"], Json::Object({{"valid", IsValid(WithDependencies(given))}}));
  }
  if (given["window"].is_array()) return CheckRange(one);
  if (given["upstream"].is_array() || given["waited"].is_string()) return CheckUpstream(one);
  return Absent();
}

}  // namespace weir::cases
