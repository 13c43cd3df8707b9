// Breakpoints: a run that pauses before an activity until somebody lets it go on.
#include <algorithm>
#include <utility>

#include "base/names.h"
#include "pipeline/machine.h"
#include "pipeline/scope.h"
#include "pipeline/state.h"

namespace weir::pipeline {
namespace {

bool HasIn(const ScopeDefinition& scope, std::string_view path) {
  const size_t slash = path.find('/');
  const std::string_view first = path.substr(0, slash);
  return std::any_of(
      scope.activities.begin(), scope.activities.end(), [&](const ActivityDefinition& one) {
        if (!SameName(one.name, first)) return false;
        if (slash == std::string_view::npos) return true;
        return std::any_of(one.scopes.begin(), one.scopes.end(), [&](const ScopeDefinition& inner) {
          return HasIn(inner, path.substr(slash + 1));
        });
      });
}

}  // namespace

std::string PauseKey(std::string_view path) {
  return NameKey(path);
}

bool HasActivityAt(const PipelineDefinition& pipeline, std::string_view path) {
  return HasIn(pipeline.root, path);
}

Json InputOf(const Json& evaluated) {
  Json input = evaluated["typeProperties"];
  for (const char* datasets : {"inputs", "outputs"}) {
    if (!evaluated[datasets].empty()) input.Set(datasets, evaluated[datasets]);
  }
  return input;
}

bool Machine::PausesAt(Place place) const {
  if (!stepping_ && start_.pauses.empty()) return false;
  if (Definition(place).inactivity.inactive) return false;
  if (stepping_) return true;
  std::string path = Definition(place).name;
  for (const ScopeState* scope = place.scope; scope->outer != nullptr; scope = scope->outer) {
    path.insert(0, Definition({scope->outer, scope->container}).name + "/");
  }
  return start_.pauses.contains(PauseKey(path));
}

/// It has no record yet: it has not begun.
void Machine::Pause(Place place) {
  Work pause;
  pause.kind = WorkKind::kPause;
  pause.place = place;
  State(place).pending = Hand(std::move(pause));
}

bool Machine::Pauses(WorkId work) const {
  return std::any_of(works_.begin(), works_.end(), [&](const auto& entry) {
    return entry.second.kind == WorkKind::kPause && (work == 0 || entry.first == work);
  });
}

void Machine::Release(const Event& event) {
  stepping_ = event.output["step"].as_bool();
  std::vector<Place> released;
  std::erase_if(works_, [&](const auto& entry) {
    const auto& [id, work] = entry;
    if (work.kind != WorkKind::kPause || (event.work != 0 && id != event.work)) return false;
    released.push_back(work.place);
    return true;
  });
  for (const Place place : released) {
    State(place).pending = 0;
    State(place).start = now_;
    Proceed(place);
  }
}

/// What Proceed would evaluate, without leaving a trace in the run.
Result<Json> Machine::Look(Place place) const {
  const ActivityDefinition& definition = Definition(place);
  if (definition.policy.secure_input) return Json::Object();
  SeededRandom random(StableHash(start_.run_id) + evaluations_ + 1);
  const std::optional<Json> item;
  const RunScope scope(*this, place.scope, item, random);
  if (definition.body.constant() && definition.body.source().is_null()) return Json();
  WEIR_ASSIGN(Json evaluated, definition.body.Evaluate(scope));
  return definition.control == nullptr ? InputOf(evaluated) : std::move(evaluated);
}

PausedActivities Machine::Paused() const {
  PausedActivities paused;
  for (const auto& [id, work] : works_) {
    if (work.kind != WorkKind::kPause) continue;
    if (paused.activities.size() == kPausedMax) {
      ++paused.more;
      continue;
    }
    PausedActivity one;
    one.work = id;
    one.name = Definition(work.place).name;
    one.type = Definition(work.place).type;
    one.path = work.place.scope->path;
    one.since = work.place.scope->activities[work.place.index].start;
    Result<Json> input = Look(work.place);
    if (input) {
      one.input = *std::move(input);
    } else {
      one.error = ActivityError::From(input.error());
    }
    paused.activities.push_back(std::move(one));
  }
  return paused;
}

}  // namespace weir::pipeline
