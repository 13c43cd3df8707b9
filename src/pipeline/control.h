#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "pipeline/machine.h"
#include "pipeline/state.h"

namespace weir::pipeline {

/// What a control activity may do when its turn comes: a view on the machine at its place.
struct Step {
  Machine& machine;
  Machine::Place place;

  const ActivityDefinition& definition() const { return machine.Definition(place); }
  ActivityState& state() { return machine.State(place); }
  UtcTime now() const { return machine.now_; }

  /// The typeProperties with every expression evaluated.
  Result<Json> Settings() { return machine.Evaluate(definition().body, place); }
  Result<Json> Evaluate(const expr::Template& expression) {
    return machine.Evaluate(expression, place);
  }
  Result<Json> EvaluateFor(const expr::Template& expression, Json item) {
    return machine.Evaluate(expression, place, std::move(item));
  }

  void SetInput(Json input) { state().input = std::move(input); }
  void Succeed(Json output = Json::Object());
  void Fail(ActivityError error, Json output = {});
  void EndCancelled();
  void Fail(const Error& error) { Fail(ActivityError::From(error)); }

  /// Run an inner scope of the definition in `slot`; InnerDone follows when it is over.
  void OpenInner(size_t scope, size_t slot, std::optional<Json> item = std::nullopt,
                 std::optional<size_t> iteration = std::nullopt);
  /// TimerDue follows, unless it is dropped before.
  WorkId StartTimer(std::chrono::microseconds time);
  void DropTimer(WorkId timer) { machine.works_.erase(timer); }
  /// ChildDone follows if `wait`. Gives the child's run id.
  std::string StartChild(const std::string& pipeline, Json parameters, bool wait);
  /// Stop everything under way inside.
  void CancelInner() { machine.CancelInside(&place); }
  /// True if nothing new may start here.
  bool stopping() const { return machine.Stopping(place.scope); }

  const std::vector<VariableDefinition>& variables() const {
    return machine.start_.pipeline->variables;
  }
  Json& Variable(const std::string& name);
  void SetReturnValue(Json value) { machine.return_value_ = std::move(value); }
};

/// Activities inside a control activity, and for Switch the case they belong to.
struct InnerActivities {
  Json activities;
  std::string case_value;
};

/// How one type of control activity behaves. Stateless: what it remembers lies in ActivityState.
class Control {
 public:
  virtual ~Control() = default;
  /// The inner `activities` arrays in `settings` (typeProperties), in scope order.
  virtual std::vector<InnerActivities> Inner(const Json& /*settings*/) const { return {}; }
  /// Take the inner activities out of `settings`: they are not evaluated with it.
  virtual void DropInner(Json& /*settings*/) const {}
  /// True if activities outside may refer to those inside once they ran.
  virtual bool insides_visible() const { return false; }

  virtual void Begin(Step& step) const = 0;
  /// An inner scope is over; `failure` is what made it fail.
  virtual void InnerDone(Step& /*step*/, const ScopeState& /*scope*/,
                         const std::optional<ActivityError>& /*failure*/) const {}
  virtual void TimerDue(Step& /*step*/, WorkId /*timer*/) const {}
  virtual void ChildDone(Step& /*step*/, const Event& /*event*/) const {}
};

/// The behaviour of a control activity type, or null; ignores case.
const Control* FindControl(std::string_view type);
/// The types of all control activities, in the order of their table.
std::vector<std::string_view> ControlTypes();

}  // namespace weir::pipeline
