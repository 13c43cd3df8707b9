// What a run waits for, for people who ask.
#include <algorithm>

#include "base/ids.h"
#include "pipeline/machine.h"
#include "pipeline/state.h"

namespace weir::pipeline {
namespace {

/// Waiting iterations that are named of one loop, and of all loops of a run.
constexpr size_t kIterationsPerLoopMax = 20;
constexpr size_t kIterationsMax = 1000;

/// An iteration that waits, and the one under way before it in its queue.
struct Turn {
  size_t iteration = 0;
  const ScopeState* holder = nullptr;
  size_t place = 0;
  size_t of = 0;
};

/// The next that wait of a ForEach, in order; `all` counts the rest too.
std::vector<Turn> NextTurns(const ActivityState& loop, size_t* all) {
  std::vector<Turn> turns;
  const size_t count = loop.loop->items.size();
  const size_t queues = loop.loop->queues;
  for (const std::unique_ptr<ScopeState>& inner : loop.inner) {
    if (inner == nullptr || !inner->iteration) continue;
    const size_t of = (count - 1 - *inner->iteration) / queues;
    *all += of;
    for (size_t place = 1; place <= std::min(of, kIterationsPerLoopMax); ++place) {
      turns.push_back({*inner->iteration + place * queues, inner.get(), place, of});
    }
  }
  std::sort(turns.begin(), turns.end(),
            [](const Turn& a, const Turn& b) { return a.iteration < b.iteration; });
  if (turns.size() > kIterationsPerLoopMax) turns.resize(kIterationsPerLoopMax);
  return turns;
}

/// "ForEach1[0]" → "ForEach1[3]".
std::string PathOf(const Turn& turn) {
  const std::string& path = turn.holder->path;
  return path.substr(0, path.rfind('[')) + "[" + std::to_string(turn.iteration) + "]";
}

}  // namespace

void Machine::AddOpen(WorkId id, const Work& work, OpenWorks* open) const {
  OpenWork one;
  switch (work.kind) {
    case WorkKind::kActivity:
      one.kind = OpenWork::Kind::kActivity;
      break;
    case WorkKind::kRetry:
      one.kind = OpenWork::Kind::kRetry;
      one.until = work.due;
      break;
    case WorkKind::kWait:
      // Until's timer bounds it; nobody waits for it.
      if (work.place.scope->activities[work.place.index].pending != id) return;
      one.kind = OpenWork::Kind::kTimer;
      one.until = work.due;
      break;
    case WorkKind::kChild:
      one.kind = OpenWork::Kind::kChild;
      one.child_run_id = work.child.run_id;
      break;
    case WorkKind::kPause:
      one.kind = OpenWork::Kind::kPause;
      break;
    case WorkKind::kTimeout:
    case WorkKind::kYield:
      return;
  }
  if (work.timed_out || Stopping(work.place.scope)) return;
  const ActivityState& state = work.place.scope->activities[work.place.index];
  one.work = id;
  one.name = Definition(work.place).name;
  one.path = work.place.scope->path;
  if (state.work != 0) one.activity_run_id = DerivedGuid(start_.run_id, state.work);
  one.since = one.kind == OpenWork::Kind::kRetry ? state.end : state.start;
  open->works.push_back(std::move(one));
}

void Machine::AddIterations(const ScopeState& scope, OpenWorks* open) const {
  if (Stopping(&scope)) return;
  for (size_t i = 0; i < scope.activities.size(); ++i) {
    const ActivityState& state = scope.activities[i];
    if (state.loop != nullptr && state.loop->items.is_array()) {
      size_t all = 0;
      size_t named = 0;
      for (const Turn& turn : NextTurns(state, &all)) {
        if (open->works.size() >= kIterationsMax) break;
        OpenWork one;
        one.kind = OpenWork::Kind::kIteration;
        one.name = scope.definition->activities[i].name;
        one.path = PathOf(turn);
        one.activity_run_id = DerivedGuid(start_.run_id, state.work);
        one.since = state.start;
        one.iterations_max = state.loop->queues;
        one.holder = turn.holder->path;
        one.place = turn.place;
        one.of = turn.of;
        open->works.push_back(std::move(one));
        ++named;
      }
      open->more += all - named;
    }
    for (const std::unique_ptr<ScopeState>& inner : state.inner) {
      if (inner != nullptr) AddIterations(*inner, open);
    }
  }
}

OpenWorks Machine::Open() const {
  OpenWorks open;
  if (root_ == nullptr || finished_) return open;
  AddIterations(*root_, &open);
  for (const auto& [id, work] : works_) AddOpen(id, work, &open);
  return open;
}

}  // namespace weir::pipeline
