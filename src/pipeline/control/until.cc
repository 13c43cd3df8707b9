#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

/// Source: v2-semantics 3.2.
constexpr std::chrono::seconds kTimeoutDefault = std::chrono::hours(24 * 7);
constexpr std::chrono::seconds kTimeoutMax = std::chrono::hours(24 * 90);

/// Runs its body, then looks at the expression. Inner failures do not stop it; those of the last
/// pass decide. When its time is up it starts no further pass, stops what runs inside, and fails.
class UntilControl final : public Control {
 public:
  std::vector<InnerActivities> Inner(const Json& settings) const override {
    return {{settings["activities"], {}}};
  }
  /// The expression is looked at after each pass: the body template holds only it.
  void DropInner(Json& settings) const override { settings.Remove("activities"); }
  bool insides_visible() const override { return true; }

  void Begin(Step& step) const override {
    const Result<std::chrono::seconds> timeout = Timeout(step);
    if (!timeout) return step.Fail(timeout.error());
    step.state().loop = std::make_unique<LoopState>();
    step.state().loop->timeout = step.StartTimer(*timeout);
    NextPass(step);
  }

  void InnerDone(Step& step, const ScopeState& /*scope*/,
                 const std::optional<ActivityError>& failure) const override {
    LoopState& loop = *step.state().loop;
    if (loop.timed_out) return TimedOut(step);
    if (step.stopping()) return End(step, std::nullopt);
    const Result<Json> settings = step.Settings();
    if (!settings) return End(step, ActivityError::From(settings.error()));
    const Json& value = (*settings)["expression"];
    if (!value.is_bool()) {
      return End(step,
                 ActivityError::From(weir::Fail(ErrorKind::kInvalid, "InvalidTemplate",
                                                "expected 'expression' to give a Boolean, got " +
                                                    std::string(KindName(value.kind())))));
    }
    if (!value.as_bool()) return NextPass(step);
    End(step, failure);
  }

  void TimerDue(Step& step, WorkId /*timer*/) const override {
    LoopState& loop = *step.state().loop;
    loop.timed_out = true;
    loop.timeout = 0;
    step.CancelInner();
  }

 private:
  static void NextPass(Step& step) {
    const size_t pass = step.state().loop->next++;
    step.OpenInner(0, 0, std::nullopt, pass);
  }

  static void TimedOut(Step& step) {
    End(step, ActivityError{"ActivityTimeout",
                            "'" + step.definition().name + "' did not come true within its timeout",
                            true,
                            {}});
  }

  static void End(Step& step, std::optional<ActivityError> error) {
    step.DropTimer(step.state().loop->timeout);
    if (error) return step.Fail(*std::move(error));
    step.Succeed();
  }

  /// Evaluated apart: the expression beside it may speak of activities that have not run yet.
  static Result<std::chrono::seconds> Timeout(Step& step) {
    WEIR_ASSIGN(const expr::Template expression,
                expr::Template::Compile(step.definition().body.source()["timeout"]));
    WEIR_ASSIGN(const Json given, step.Evaluate(expression));
    if (given.is_null()) return kTimeoutDefault;
    WEIR_ASSIGN(const std::chrono::seconds timeout, ParseTimeSpan(given.as_string()));
    if (timeout <= kTimeoutMax) return timeout;
    return weir::Fail(ErrorKind::kInvalid, "InvalidTimeout",
                      "'timeout' must be at most 90.00:00:00, got '" + given.as_string() + "'");
  }
};

}  // namespace

const Control& Until() {
  static const UntilControl control;
  return control;
}

}  // namespace weir::pipeline
