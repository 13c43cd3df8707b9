#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

/// Source: v2-semantics 3.5. The condition is evaluated for each item, so the settings are not
/// evaluated as a whole.
class FilterControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Json& settings = step.definition().body.source();
    Result<expr::Template> items = expr::Template::Compile(settings["items"]);
    Result<expr::Template> condition = expr::Template::Compile(settings["condition"]);
    if (!items) return step.Fail(items.error());
    if (!condition) return step.Fail(condition.error());
    const Result<Json> list = step.Evaluate(*items);
    if (!list) return step.Fail(list.error());
    if (!list->is_array()) return step.Fail(Wrong("items", "an Array", *list));
    step.SetInput(Json::Object({{"items", *list}}));
    std::vector<Json> kept;
    for (const Json& item : list->items()) {
      const Result<Json> keep = step.EvaluateFor(*condition, item);
      if (!keep) return step.Fail(keep.error());
      if (!keep->is_bool()) return step.Fail(Wrong("condition", "a Boolean", *keep));
      if (keep->as_bool()) kept.push_back(item);
    }
    const size_t count = kept.size();
    step.Succeed(Json::Object({{"ItemsCount", list->size()},
                               {"FilteredItemsCount", count},
                               {"Value", Json::Array(std::move(kept))}}));
  }

 private:
  static Error Wrong(std::string_view name, std::string_view expected, const Json& came) {
    return weir::Fail(ErrorKind::kInvalid, "InvalidTemplate",
                      "expected '" + std::string(name) + "' to give " + std::string(expected) +
                          ", got " + std::string(KindName(came.kind())));
  }
};

}  // namespace

const Control& Filter() {
  static const FilterControl control;
  return control;
}

}  // namespace weir::pipeline
