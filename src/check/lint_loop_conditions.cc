// Until loops whose condition cannot change.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "base/names.h"
#include "check/lint_parts.h"

namespace weir::check {
namespace {

using Kind = expr::Reference::Kind;

/// Functions that give something else each time.
bool Changes(const std::string& function) {
  static constexpr std::array<std::string_view, 3> kNames{"utcNow", "guid", "rand"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&function](std::string_view one) { return SameName(one, function); });
}

class ConditionLinter {
 public:
  ConditionLinter(const LintScope& scope, const Json& loop) : scope_(scope), loop_(loop) {
    for (const model::ActivityPlace& place : scope.uses.places) {
      const bool inside = std::find(place.containers.begin(), place.containers.end(), &loop) !=
                          place.containers.end();
      if (inside) inner_.push_back(place.activity);
    }
  }

  void Lint() {
    const Json& condition = model::ExpressionText(loop_["typeProperties"]["expression"]);
    if (!model::IsExpression(condition) || model::IsTemplateExpression(condition)) return;
    std::string reads;
    for (const expr::Reference& reference : ReferencesOf(condition)) {
      if (CanChange(reference)) return;
      const std::string shown = Shown(reference);
      if (!shown.empty()) reads += (reads.empty() ? "" : ", ") + shown;
    }
    if (inner_.empty()) return;  // An empty loop is said by another rule.
    scope_.report.Report("UntilNeverChanges", condition.position(),
                         {{"reads", reads.empty() ? "nothing" : reads}}, &loop_);
  }

 private:
  bool CanChange(const expr::Reference& reference) const {
    switch (reference.kind) {
      case Kind::kActivity:
        return reference.name.empty() || Holds(reference.name) ||
               SameName(reference.name, loop_["name"].as_string());
      case Kind::kVariable:
        return reference.name.empty() || SetMeanwhile(reference.name);
      case Kind::kFunction:
        return Changes(reference.name);
      case Kind::kParameter:
      case Kind::kGlobalParameter:
      case Kind::kSystemVariable:
      case Kind::kItem:
      case Kind::kDataset:
      case Kind::kLinkedService:
      case Kind::kTrigger:
        return false;
    }
    return true;
  }

  bool Holds(const std::string& activity) const {
    return std::any_of(inner_.begin(), inner_.end(), [&activity](const Json* one) {
      return SameName((*one)["name"].as_string(), activity);
    });
  }

  /// Set inside, or outside by something that may run beside the loop.
  bool SetMeanwhile(const std::string& variable) const {
    return std::any_of(scope_.uses.places.begin(), scope_.uses.places.end(),
                       [&](const model::ActivityPlace& place) {
                         const Json& activity = *place.activity;
                         return SameName(activity["typeProperties"]["variableName"].as_string(),
                                         variable) &&
                                !Before(place);
                       });
  }

  /// True if the loop waits for the activity, which stands in the same list.
  bool Before(const model::ActivityPlace& place) const {
    const auto own =
        std::find_if(scope_.uses.places.begin(), scope_.uses.places.end(),
                     [this](const model::ActivityPlace& one) { return one.activity == &loop_; });
    if (own->siblings != place.siblings) return false;
    std::set<std::string> seen;
    std::vector<const Json*> open{&loop_};
    while (!open.empty()) {
      const Json* at = open.back();
      open.pop_back();
      for (const Json& dependency : (*at)["dependsOn"].items()) {
        const std::string key = NameKey(dependency["activity"].as_string());
        if (!seen.insert(key).second) continue;
        const Json* on = scope_.uses.FindActivity(key);
        if (on == place.activity) return true;
        if (on != nullptr) open.push_back(on);
      }
    }
    return false;
  }

  static std::string Shown(const expr::Reference& reference) {
    switch (reference.kind) {
      case Kind::kVariable:
        return "the variable '" + reference.name + "'";
      case Kind::kParameter:
        return "the parameter '" + reference.name + "'";
      case Kind::kActivity:
        return "the activity '" + reference.name + "' outside of the loop";
      case Kind::kGlobalParameter:
      case Kind::kSystemVariable:
      case Kind::kItem:
      case Kind::kDataset:
      case Kind::kLinkedService:
      case Kind::kTrigger:
      case Kind::kFunction:
        return {};
    }
    return {};
  }

  const LintScope& scope_;
  const Json& loop_;
  std::vector<const Json*> inner_;
};

}  // namespace

void LintLoopConditions(const LintScope& scope) {
  for (const model::ActivityPlace& place : scope.uses.places) {
    if (model::IsSkipped(place)) continue;
    if (!SameName((*place.activity)["type"].as_string(), "Until")) continue;
    ConditionLinter(scope, *place.activity).Lint();
  }
}

}  // namespace weir::check
