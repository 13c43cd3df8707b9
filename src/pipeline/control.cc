#include "pipeline/control.h"

#include <utility>

#include "base/check.h"
#include "base/ids.h"
#include "base/names.h"

namespace weir::pipeline {
namespace {

/// 16 hex digits.
std::string HexText(uint64_t number) {
  std::string text(16, '0');
  for (size_t i = 0; i < text.size(); ++i) {
    text[text.size() - 1 - i] = "0123456789abcdef"[number >> (4 * i) & 15];
  }
  return text;
}

}  // namespace

void Step::Succeed(Json output) {
  machine.Finish(place, ActivityStatus::kSucceeded, std::move(output), std::nullopt);
}

void Step::Fail(ActivityError error, Json output) {
  machine.Finish(place, ActivityStatus::kFailed, std::move(output), std::move(error));
}

void Step::EndCancelled() {
  machine.Finish(place, ActivityStatus::kCancelled, {}, std::nullopt);
}

void Step::OpenInner(size_t scope, size_t slot, std::optional<Json> item,
                     std::optional<size_t> iteration) {
  ActivityState& here = state();
  if (here.inner.size() <= slot) here.inner.resize(slot + 1);
  auto inner = std::make_unique<ScopeState>();
  inner->definition = &definition().scopes[scope];
  inner->outer = place.scope;
  inner->container = place.index;
  inner->slot = slot;
  inner->item = std::move(item);
  inner->iteration = iteration;
  inner->path =
      place.scope->path.empty() ? definition().name : place.scope->path + "/" + definition().name;
  if (iteration) inner->path += "[" + std::to_string(*iteration) + "]";
  inner->iteration_hash = place.scope->iteration_hash;
  if (inner->item) {
    inner->iteration_hash = HexText(StableHash(inner->iteration_hash + DumpJson(*inner->item)));
  }
  machine.OpenScope(std::move(inner), here.inner[slot]);
}

WorkId Step::StartTimer(std::chrono::microseconds time) {
  Machine::Work timer;
  timer.kind = Machine::WorkKind::kWait;
  timer.place = place;
  timer.due = now() + time;
  return machine.Hand(std::move(timer));
}

std::string Step::StartChild(const std::string& pipeline, Json parameters, bool wait) {
  Machine::Work work;
  work.kind = Machine::WorkKind::kChild;
  work.place = place;
  work.child.run_id = DerivedGuid(machine.start_.run_id + "/child", machine.last_work_ + 1);
  work.child.pipeline = pipeline;
  work.child.parameters = std::move(parameters);
  work.child.wait = wait;
  ActivityState& here = state();
  here.fresh = machine.start_.recovery.has_value();
  if (machine.MayRecover(place)) {
    const auto& children = machine.start_.recovery->children;
    const auto old = children.find(place.scope->path + "/" + definition().name);
    if (old != children.end()) {
      work.child.reference = old->second.run_id;
      here.fresh = !old->second.succeeded;
    }
  }
  std::string run_id = work.child.run_id;
  const WorkId id = machine.Hand(std::move(work));
  if (wait) state().pending = id;
  return run_id;
}

Json& Step::Variable(const std::string& name) {
  return machine.variables_[NameKey(name)];
}

}  // namespace weir::pipeline
