#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

class IfConditionControl final : public Control {
 public:
  std::vector<InnerActivities> Inner(const Json& settings) const override {
    return {{settings["ifTrueActivities"], {}}, {settings["ifFalseActivities"], {}}};
  }
  void DropInner(Json& settings) const override {
    settings.Remove("ifTrueActivities");
    settings.Remove("ifFalseActivities");
  }
  bool insides_visible() const override { return true; }

  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const Json& value = (*settings)["expression"];
    step.SetInput(Json::Object({{"expression", value}}));
    if (!value.is_bool()) {
      return step.Fail(Fail(ErrorKind::kInvalid, "InvalidTemplate",
                            "expected 'expression' to give a Boolean, got " +
                                std::string(KindName(value.kind())) + " " +
                                DumpJson(value).substr(0, 100)));
    }
    step.OpenInner(value.as_bool() ? 0 : 1, 0);
  }

  void InnerDone(Step& step, const ScopeState& /*scope*/,
                 const std::optional<ActivityError>& failure) const override {
    if (failure) return step.Fail(*failure);
    step.Succeed();
  }
};

}  // namespace

const Control& IfCondition() {
  static const IfConditionControl control;
  return control;
}

}  // namespace weir::pipeline
