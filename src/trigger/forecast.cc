#include "trigger/forecast.h"

#include <cstdio>
#include <optional>
#include <utility>

#include "base/names.h"
#include "expr/context_scope.h"
#include "expr/template.h"
#include "schedule/fire_scope.h"

namespace weir::trigger {
namespace {

using schedule::Firing;
using schedule::TriggerTimeText;

std::string OffsetText(std::chrono::seconds offset) {
  const std::chrono::hh_mm_ss clock(offset);
  char text[16];
  std::snprintf(text, sizeof text, "%c%02d:%02d", clock.is_negative() ? '-' : '+',
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
  return text;
}

Result<Json> Evaluate(const Json& parameters, const Firing& firing) {
  WEIR_ASSIGN(const auto compiled, expr::Template::Compile(parameters));
  WEIR_ASSIGN(const auto scope, expr::ContextScope::Make(firing.ToContext(), firing.time, 0));
  return compiled.Evaluate(scope);
}

Json StartJson(const model::Factory& factory, const schedule::TriggerTarget& target,
               const Firing& firing) {
  Json followers = Json::Array();
  for (const schedule::Follower& one : schedule::FollowersOf(factory, target.pipeline)) {
    Json after = Json::Array();
    for (const std::string& name : one.after) after.Append(name);
    followers.Append(Json::Object({{"pipeline", one.pipeline},
                                   {"trigger", one.trigger.empty() ? Json() : Json(one.trigger)},
                                   {"after", std::move(after)}}));
  }
  Json parameters = Json::Object();
  std::string error;
  if (!target.parameters.is_null()) {
    Result<Json> evaluated = Evaluate(target.parameters, firing);
    if (evaluated) {
      parameters = *std::move(evaluated);
    } else {
      error = evaluated.error().message();
    }
  }
  Json json = Json::Object({{"name", target.pipeline},
                            {"parameters", std::move(parameters)},
                            {"followedBy", std::move(followers)}});
  if (!error.empty()) json.Set("error", error);
  return json;
}

Json FiringJson(const model::Factory& factory, const Firing& firing, bool started) {
  Json pipelines = Json::Array();
  for (const schedule::TriggerTarget& target : schedule::TargetsOf(*firing.trigger)) {
    pipelines.Append(StartJson(factory, target, firing));
  }
  Json window;
  if (firing.window) {
    window = Json::Object({{"start", TriggerTimeText(firing.window->start)},
                           {"end", TriggerTimeText(firing.window->end)}});
  }
  const std::string local = FormatUtc(firing.time + firing.offset).substr(0, 19);
  return Json::Object({{"time", TriggerTimeText(firing.time)},
                       {"localTime", local + OffsetText(firing.offset)},
                       {"timeZone", firing.zone},
                       {"trigger", firing.trigger->name},
                       {"type", firing.trigger->type()},
                       {"started", started},
                       {"window", std::move(window)},
                       {"pipelines", std::move(pipelines)}});
}

}  // namespace

bool SaysStarted(const model::Resource& trigger) {
  return SameName(trigger.properties()["runtimeState"].as_string(), "Started");
}

Result<Json> ForecastOf(const model::Factory& factory, const schedule::Preview::Options& options,
                        size_t limit, const IsStarted& started) {
  WEIR_ASSIGN(schedule::Preview preview, schedule::Preview::Make(factory, options));
  Json firings = Json::Array();
  std::optional<Firing> next = preview.Next();
  for (; next && firings.size() < limit; next = preview.Next()) {
    firings.Append(FiringJson(factory, *next, started(*next->trigger)));
  }
  Json others = Json::Array();
  for (const model::Resource* trigger : preview.others()) {
    Json pipelines = Json::Array();
    for (const auto& target : schedule::TargetsOf(*trigger)) pipelines.Append(target.pipeline);
    others.Append(Json::Object({{"trigger", trigger->name},
                                {"type", trigger->type()},
                                {"started", started(*trigger)},
                                {"pipelines", std::move(pipelines)}}));
  }
  Json problems = Json::Array();
  for (const model::Finding& one : preview.findings()) problems.Append(one.ToJson());
  return Json::Object({{"from", TriggerTimeText(options.from)},
                       {"to", TriggerTimeText(options.to)},
                       {"firings", std::move(firings)},
                       {"more", next.has_value()},
                       {"otherTriggers", std::move(others)},
                       {"problems", std::move(problems)}});
}

}  // namespace weir::trigger
