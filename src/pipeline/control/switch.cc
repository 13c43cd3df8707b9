#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

class SwitchControl final : public Control {
 public:
  std::vector<InnerActivities> Inner(const Json& settings) const override {
    std::vector<InnerActivities> inner;
    for (const Json& one : settings["cases"].items()) {
      const Json& value = one["value"];
      inner.push_back({one["activities"], value.is_string() ? value.as_string() : DumpJson(value)});
    }
    inner.push_back({settings["defaultActivities"], {}});
    return inner;
  }
  void DropInner(Json& settings) const override {
    settings.Remove("cases");
    settings.Remove("defaultActivities");
  }
  bool insides_visible() const override { return true; }

  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const Json& on = (*settings)["on"].is_null() ? (*settings)["expression"] : (*settings)["on"];
    step.SetInput(Json::Object({{"on", on}}));
    if (!on.is_string() && !on.is_int()) {
      return step.Fail(Fail(
          ErrorKind::kInvalid, "InvalidTemplate",
          "expected 'on' to give a String or an Integer, got " + std::string(KindName(on.kind()))));
    }
    const std::string value = on.is_string() ? on.as_string() : DumpJson(on);
    const std::vector<std::string>& cases = step.definition().case_values;
    size_t chosen = 0;
    while (chosen + 1 < cases.size() && cases[chosen] != value) ++chosen;
    step.OpenInner(chosen, 0);
  }

  void InnerDone(Step& step, const ScopeState& /*scope*/,
                 const std::optional<ActivityError>& failure) const override {
    if (failure) return step.Fail(*failure);
    step.Succeed();
  }
};

}  // namespace

const Control& Switch() {
  static const SwitchControl control;
  return control;
}

}  // namespace weir::pipeline
