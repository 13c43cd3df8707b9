#include "pipeline/scope.h"

#include "base/names.h"
#include "pipeline/state.h"

namespace weir::pipeline {
namespace {

/// Durations as activity('x').Duration prints them: hh:mm:ss.fffffff.
std::string FormatDuration(std::chrono::microseconds time) {
  const std::string stamp = FormatUtc(FromMicros(time.count()));
  return stamp.substr(11, 16);
}

Json ActivityObject(const ActivityDefinition& definition, const ActivityState& state,
                    const RunStart& start) {
  Json json = Json::Object();
  if (!state.output.is_null()) json.AppendMember("output", state.output);
  json.AppendMember("status", std::string(StatusName(state.status)));
  if (state.error) json.AppendMember("error", state.error->ToJson(definition.name));
  json.AppendMember("Duration", FormatDuration(state.end - state.start));
  json.AppendMember("ActivityRunId", DerivedGuid(start.run_id, state.work));
  json.AppendMember("ExecutionStartTime", FormatUtc(state.start));
  json.AppendMember("ExecutionEndTime", FormatUtc(state.end));
  json.AppendMember("PipelineRunId", start.run_id);
  json.AppendMember("PipelineName", start.pipeline->name);
  return json;
}

/// The state of the activity of that name in this scope or, inside If, Switch and Until, below it.
const ActivityState* FindHere(const ScopeState& scope, const std::string& key,
                              const ActivityDefinition** definition) {
  const auto place = scope.definition->places.find(key);
  if (place == scope.definition->places.end()) return nullptr;
  const ActivityDefinition& found = scope.definition->activities[place->second];
  const ActivityState& state = scope.activities[place->second];
  if (NameKey(found.name) == key) {
    *definition = &found;
    return &state;
  }
  for (const auto& inner : state.inner) {
    if (inner == nullptr) continue;
    if (const ActivityState* below = FindHere(*inner, key, definition)) return below;
  }
  return nullptr;
}

}  // namespace

std::optional<Json> RunScope::Item() const {
  if (item_) return item_;
  for (const ScopeState* scope = scope_; scope != nullptr; scope = scope->outer) {
    if (scope->item) return scope->item;
  }
  return std::nullopt;
}

std::optional<Json> RunScope::Activity(std::string_view name) const {
  const std::string key = NameKey(name);
  for (const ScopeState* scope = scope_; scope != nullptr; scope = scope->outer) {
    const ActivityDefinition* definition = nullptr;
    const ActivityState* state = FindHere(*scope, key, &definition);
    if (state == nullptr) continue;
    if (!IsFinal(state->status)) return std::nullopt;
    return ActivityObject(*definition, *state, machine_.start_);
  }
  return std::nullopt;
}

std::optional<Json> RunScope::Variable(std::string_view name) const {
  const auto found = machine_.variables_.find(NameKey(name));
  if (found == machine_.variables_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string> RunScope::ActivityNames() const {
  std::vector<std::string> names;
  for (const ScopeState* scope = scope_; scope != nullptr; scope = scope->outer) {
    for (const ActivityDefinition& activity : scope->definition->activities) {
      names.push_back(activity.name);
    }
  }
  return names;
}

std::vector<std::string> RunScope::VariableNames() const {
  std::vector<std::string> names;
  for (const VariableDefinition& variable : machine_.start_.pipeline->variables) {
    names.push_back(variable.name);
  }
  return names;
}

}  // namespace weir::pipeline
