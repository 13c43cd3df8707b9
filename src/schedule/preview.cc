#include "schedule/preview.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/names.h"
#include "model/references.h"
#include "schedule/fire_scope.h"

namespace weir::schedule {
namespace {

using model::Factory;
using model::Resource;
using model::ResourceKind;

/// How many windows that wait for each other in a row are looked at.
constexpr int kDependencyDepthMax = 32;

TriggerTarget TargetOf(const Json& json) {
  return {json["pipelineReference"]["referenceName"].as_string(), json["parameters"]};
}

/// Pipelines that one calls by name.
std::vector<std::string> CalledBy(const Factory& factory, const std::string& pipeline) {
  std::vector<std::string> called;
  const Resource* resource = factory.Find(ResourceKind::kPipeline, pipeline);
  if (resource == nullptr) return called;
  model::ForEachReference(resource->document, [&](const model::Reference& reference) {
    if (reference.kind == ResourceKind::kPipeline && reference.fixed()) {
      called.push_back(reference.name->as_string());
    }
  });
  return called;
}

std::vector<Follower> ChainedAfter(const Factory& factory, const std::string& pipeline) {
  std::vector<Follower> chained;
  for (const Resource* trigger : factory.List(ResourceKind::kTrigger)) {
    if (!SameName(trigger->type(), "ChainingTrigger")) continue;
    std::vector<std::string> after;
    for (const Json& one : trigger->properties()["typeProperties"]["dependsOn"].items()) {
      after.push_back(one["referenceName"].as_string());
    }
    if (std::none_of(after.begin(), after.end(),
                     [&](const std::string& one) { return SameName(one, pipeline); })) {
      continue;
    }
    for (const TriggerTarget& target : TargetsOf(*trigger)) {
      chained.push_back({target.pipeline, trigger->name, after});
    }
  }
  return chained;
}

}  // namespace

std::vector<TriggerTarget> TargetsOf(const Resource& trigger) {
  std::vector<TriggerTarget> targets;
  const Json& properties = trigger.properties();
  for (const Json& one : properties["pipelines"].items()) targets.push_back(TargetOf(one));
  if (properties["pipeline"].is_object()) targets.push_back(TargetOf(properties["pipeline"]));
  std::erase_if(targets, [](const TriggerTarget& one) { return one.pipeline.empty(); });
  return targets;
}

std::vector<Follower> FollowersOf(const Factory& factory, const std::string& pipeline) {
  std::vector<Follower> followers;
  std::set<std::string> seen = {NameKey(pipeline)};
  const auto add = [&](Follower one) {
    if (seen.insert(NameKey(one.pipeline)).second) followers.push_back(std::move(one));
  };
  std::string at = pipeline;
  for (size_t i = 0;; ++i) {
    for (const std::string& called : CalledBy(factory, at)) add({called, "", {at}});
    for (Follower& chained : ChainedAfter(factory, at)) add(std::move(chained));
    if (i == followers.size()) return followers;
    at = followers[i].pipeline;
  }
}

Json Firing::ToContext() const {
  return FireScope{trigger->name, time, time, window, {}}.ToContext();
}

Result<Preview> Preview::Make(const Factory& factory, Options options) {
  Preview made;
  made.options_ = std::move(options);
  const std::string& only = made.options_.trigger;
  if (!only.empty() && factory.Find(ResourceKind::kTrigger, only) == nullptr) {
    return Fail(ErrorKind::kNotFound, "TriggerNotFound",
                "there is no trigger '" + only + "'" +
                    DidYouMean(only, factory.Names(ResourceKind::kTrigger)));
  }
  for (const Resource* trigger : factory.List(ResourceKind::kTrigger)) {
    if (!SameName(trigger->type(), "TumblingWindowTrigger")) continue;
    auto settings = TumblingSettings::Parse(trigger->properties()["typeProperties"]);
    if (settings) made.tumbling_.emplace(NameKey(trigger->name), *std::move(settings));
  }
  for (const Resource* trigger : factory.List(ResourceKind::kTrigger)) {
    if (only.empty() || SameName(only, trigger->name)) made.Add(factory, *trigger);
  }
  return made;
}

void Preview::Report(const Error& error, const Resource& trigger) {
  findings_.push_back(model::FindingOf(error, trigger.file));
}

void Preview::Add(const Factory& factory, const Resource& trigger) {
  if (SameName(trigger.type(), "TumblingWindowTrigger")) return AddTumbling(factory, trigger);
  if (!SameName(trigger.type(), "ScheduleTrigger")) {
    others_.push_back(&trigger);
    return;
  }
  auto recurrence = Recurrence::Parse(trigger.properties()["typeProperties"]["recurrence"]);
  if (!recurrence) return Report(recurrence.error(), trigger);
  Source source{&trigger, *std::move(recurrence), 0, std::nullopt};
  Step(&source, options_.from - std::chrono::microseconds(1));
  Keep(std::move(source));
}

void Preview::AddTumbling(const Factory& factory, const Resource& trigger) {
  const auto settings = TumblingSettings::Parse(trigger.properties()["typeProperties"]);
  if (!settings) return Report(settings.error(), trigger);
  const TumblingSettings& own = tumbling_.at(NameKey(trigger.name));
  for (const WindowDependency& one : own.dependencies) {
    if (one.on_itself() || tumbling_.contains(NameKey(one.trigger))) continue;
    Report(Fail(ErrorKind::kNotFound, "TriggerNotFound",
                "its windows wait for the tumbling window trigger '" + one.trigger +
                    "', which is not there" +
                    DidYouMean(one.trigger, factory.Names(ResourceKind::kTrigger))),
           trigger);
    return;
  }
  // The first window that is not ready before `from`: windows get ready in their order.
  int64_t low = 0;
  int64_t high = std::max<int64_t>(0, own.IndexAt(options_.from - own.delay));
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    const std::optional<UtcTime> ready = ReadyAt(own, middle);
    if (!ready) {
      return Report(Fail(ErrorKind::kInvalid, "InvalidTumblingWindow",
                         "its windows wait for triggers that wait for them"),
                    trigger);
    }
    if (*ready < options_.from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  Source source{&trigger, Tumbling{&own}, low, std::nullopt};
  Step(&source, options_.from);
  Keep(std::move(source));
}

std::optional<UtcTime> Preview::ReadyAt(const TumblingSettings& settings, int64_t window) const {
  Known known;
  return ReadyAt(settings, window, 0, &known);
}

std::optional<UtcTime> Preview::ReadyAt(const TumblingSettings& settings, int64_t window, int depth,
                                        Known* known) const {
  UtcTime ready = settings.DueAt(window);
  if (depth > kDependencyDepthMax) return ready;  // So far back that it was due long ago.
  // While it is looked for it counts as never: it is then waiting for itself.
  const auto [entry, is_new] = known->try_emplace({&settings, window}, std::nullopt);
  if (!is_new) return entry->second;
  for (const WindowDependency& one : settings.dependencies) {
    if (one.on_itself()) continue;  // Its earlier windows are due before it.
    const auto found = tumbling_.find(NameKey(one.trigger));
    if (found == tumbling_.end()) return std::nullopt;
    const auto [first, last] = found->second.Overlapping(one.RangeFor(settings.WindowAt(window)));
    if (first > last) continue;
    const std::optional<UtcTime> other = ReadyAt(found->second, last, depth + 1, known);
    if (!other) return std::nullopt;
    ready = std::max(ready, *other);
  }
  entry->second = ready;
  return ready;
}

/// Find what a source fires next: a recurrence after `after`, a tumbling trigger its next window.
void Preview::Step(Source* source, UtcTime after) {
  source->next.reset();
  if (const auto* recurrence = std::get_if<Recurrence>(&source->rule)) {
    const std::optional<FireTime> fire = recurrence->Next(after);
    if (!fire || fire->utc >= options_.to) return;
    source->next = Firing{source->trigger, fire->utc, recurrence->zone_name(), fire->offset, {}};
    return;
  }
  const TumblingSettings& settings = *std::get<Tumbling>(source->rule).settings;
  const std::optional<int64_t> count = settings.Count();
  if (count && source->window >= *count) return;
  const std::optional<UtcTime> ready = ReadyAt(settings, source->window);
  if (!ready || *ready >= options_.to) return;
  source->next = Firing{source->trigger, *ready, "UTC", std::chrono::seconds(0),
                        settings.WindowAt(source->window)};
  ++source->window;
}

/// Keep a source that fires at all.
void Preview::Keep(Source source) {
  if (!source.next) return;
  order_.emplace(source.next->time, sources_.size());
  sources_.push_back(std::move(source));
}

std::optional<Firing> Preview::Next() {
  // The earliest; of two at one moment the trigger that was loaded first.
  if (order_.empty()) return std::nullopt;
  const size_t index = order_.begin()->second;
  order_.erase(order_.begin());
  Source& source = sources_[index];
  Firing firing = *std::move(source.next);
  Step(&source, firing.time);
  if (source.next) order_.emplace(source.next->time, index);
  return firing;
}

}  // namespace weir::schedule
