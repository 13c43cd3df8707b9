#include "model/pipeline_check.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/names.h"
#include "model/activities.h"
#include "model/retired.h"
#include "model/rules.h"

namespace weir::model {
namespace {

const std::string& NameOf(const Json& activity) {
  return activity["name"].as_string();
}
const std::string& TypeOf(const Json& activity) {
  return activity["type"].as_string();
}

/// A literal with the sign of an expression undone, or null where only a run can tell.
const Json* LiteralOf(const Json& value) {
  return value.is_null() || IsExpression(value) ? nullptr : &value;
}

class PipelineChecker {
 public:
  PipelineChecker(const Factory& factory, const Resource& pipeline, const ValidateOptions& options,
                  std::vector<Finding>* findings)
      : factory_(factory),
        pipeline_(pipeline),
        options_(options),
        findings_(findings),
        places_(AllActivities(pipeline.properties())) {}

  void Check() {
    CheckNames();
    CheckDependencies();
    CheckVariableDefaults();
    for (const ActivityPlace& place : places_) {
      if (!IsSkipped(place)) CheckSettings(place);
    }
    if (options_.expressions != nullptr) CheckExpressions();
  }

 private:
  void Report(Severity severity, Position position, std::string code, std::string message) {
    findings_->push_back({severity, pipeline_.file, position, std::move(code), std::move(message)});
  }
  void ReportIn(Severity severity, const Json& activity, Position position, std::string code,
                const std::string& message) {
    Report(severity, position.known() ? position : activity.position(), std::move(code),
           "activity '" + NameOf(activity) + "': " + message);
  }

  void CheckNames() {
    std::map<std::string, const Json*> seen;
    for (const ActivityPlace& place : places_) {
      const Json& activity = *place.activity;
      const Json& name = activity["name"];
      if (!name.is_string() || name.as_string().empty()) {
        Report(Severity::kError, activity.position(), "ActivityWithoutName",
               "an activity needs a name that is not empty");
        continue;
      }
      const auto [first, added] = seen.emplace(NameKey(name.as_string()), &name);
      if (added) continue;
      Report(Severity::kError, name.position(), "DuplicateActivity",
             "the pipeline has a second activity '" + name.as_string() + "'; the first is at " +
                 first->second->position().ToString() + " (names ignore case)");
    }
  }

  // dependsOn ------------------------------------------------------------------------------------

  static std::vector<std::string> NamesIn(const Json& list) {
    std::vector<std::string> names;
    for (const Json& activity : list.items()) names.push_back(NameOf(activity));
    return names;
  }

  static const Json* FindIn(const Json& list, std::string_view name) {
    const auto items = list.items();
    const auto found = std::find_if(items.begin(), items.end(), [name](const Json& activity) {
      return SameName(NameOf(activity), name);
    });
    return found == items.end() ? nullptr : &*found;
  }

  void CheckDependencies() {
    std::set<const Json*> scopes;
    for (const ActivityPlace& place : places_) {
      for (const Json& dependency : (*place.activity)["dependsOn"].items()) {
        CheckDependency(place, dependency["activity"]);
      }
      if (scopes.insert(place.siblings).second) CheckCycles(*place.siblings);
    }
  }

  void CheckDependency(const ActivityPlace& place, const Json& on) {
    if (!on.is_string()) return;
    const Json& activity = *place.activity;
    if (SameName(on.as_string(), NameOf(activity))) {
      ReportIn(Severity::kError, activity, on.position(), "DependencyOnItself",
               "it depends on itself");
    } else if (FindIn(*place.siblings, on.as_string()) == nullptr) {
      const bool elsewhere =
          std::any_of(places_.begin(), places_.end(), [&on](const ActivityPlace& other) {
            return SameName(NameOf(*other.activity), on.as_string());
          });
      ReportIn(Severity::kError, activity, on.position(), "UnknownDependency",
               "it depends on '" + on.as_string() +
                   (elsewhere ? "', which is in another container"
                              : "', which does not exist" +
                                    DidYouMean(on.as_string(), NamesIn(*place.siblings))));
    }
  }

  /// Take away activities whose dependencies are all taken away; what is left is in or behind a
  /// cycle.
  void CheckCycles(const Json& list) {
    std::vector<const Json*> left;
    for (const Json& activity : list.items()) left.push_back(&activity);
    const auto waits = [&left, &list](const Json* activity) {
      for (const Json& dependency : (*activity)["dependsOn"].items()) {
        const Json* on = FindIn(list, dependency["activity"].as_string());
        if (on != activity && std::find(left.begin(), left.end(), on) != left.end()) return true;
      }
      return false;
    };
    size_t size = 0;
    while (size != left.size()) {
      size = left.size();
      std::vector<const Json*> still;
      std::copy_if(left.begin(), left.end(), std::back_inserter(still), waits);
      left = std::move(still);
    }
    if (left.empty()) return;
    std::vector<const Json*> cycle = FollowCycle(list, left);
    std::string names;
    for (const Json* activity : cycle) names += "'" + NameOf(*activity) + "' → ";
    ReportIn(Severity::kError, *cycle.front(), (*cycle.front())["dependsOn"].position(),
             "DependencyCycle",
             "its dependencies go in a circle: " + names + "'" + NameOf(*cycle.front()) + "'");
  }

  static std::vector<const Json*> FollowCycle(const Json& list,
                                              const std::vector<const Json*>& left) {
    std::vector<const Json*> path;
    const Json* at = left.front();
    while (std::find(path.begin(), path.end(), at) == path.end()) {
      path.push_back(at);
      for (const Json& dependency : (*at)["dependsOn"].items()) {
        const Json* on = FindIn(list, dependency["activity"].as_string());
        if (on != at && std::find(left.begin(), left.end(), on) != left.end()) {
          at = on;
          break;
        }
      }
    }
    return {std::find(path.begin(), path.end(), at), path.end()};
  }

  // Settings -------------------------------------------------------------------------------------

  void CheckSettings(const ActivityPlace& place) {
    const Json& activity = *place.activity;
    const std::string type = NameKey(TypeOf(activity));
    CheckTimeout(activity, activity["policy"]["timeout"]);
    const std::string retired = WhyRetired(type);
    if (!retired.empty()) {
      ReportIn(Severity::kWarning, activity, activity["type"].position(), "ActivityCannotRun",
               "this activity will fail when it runs: " + retired);
    }
    if (type == "setvariable" || type == "appendvariable") CheckVariable(activity, type);
    if (type == "foreach") CheckForEach(activity);
    if (type == "switch") CheckSwitch(activity);
    if (type == "until" || type == "validation" || type == "webhook") {
      CheckTimeout(activity, activity["typeProperties"]["timeout"]);
    }
  }

  void CheckTimeout(const Json& activity, const Json& timeout) {
    const Json* literal = LiteralOf(timeout);
    if (literal == nullptr || !literal->is_string()) return;
    const Result<std::chrono::seconds> span = ParseTimeSpan(literal->as_string());
    if (!span) {
      ReportIn(Severity::kError, activity, literal->position(), "InvalidTimeSpan",
               "'timeout' must be of the form d.hh:mm:ss or hh:mm:ss, got " + Shown(*literal));
    }
  }

  void CheckForEach(const Json& activity) {
    const Json& batch = activity["typeProperties"]["batchCount"];
    if (!batch.is_int() || batch.as_int() >= 1) return;
    ReportIn(Severity::kError, activity, batch.position(), "BatchCountOutOfRange",
             "'batchCount' must be 1 or more, got " + Shown(batch));
  }

  void CheckSwitch(const Json& activity) {
    const Json& cases = activity["typeProperties"]["cases"];
    std::set<std::string> seen;
    for (const Json& one : cases.items()) {
      const Json& value = one["value"];
      if (value.is_string() && !seen.insert(value.as_string()).second) {
        ReportIn(Severity::kError, activity, value.position(), "DuplicateCase",
                 "a second case has the value " + Shown(value));
      }
    }
  }

  // Variables ------------------------------------------------------------------------------------

  const Json& Variables() const { return pipeline_.properties()["variables"]; }

  static std::vector<std::string> Names(const Json& object) {
    std::vector<std::string> names;
    for (const Json::Member& member : object.members()) names.push_back(member.name);
    return names;
  }

  void CheckVariable(const Json& activity, const std::string& type) {
    const Json& settings = activity["typeProperties"];
    const Json& name = settings["variableName"];
    const bool system = settings["setSystemVariable"].as_bool() ||
                        SameName(settings["setSystemVariable"].as_string(), "true");
    if (!name.is_string()) {
      ReportIn(Severity::kError, activity, settings.position(), "MissingProperty",
               "'variableName' is missing");
      return;
    }
    if (IsExpression(name)) return;
    if (system || SameName(name.as_string(), "pipelineReturnValue")) return;
    const Json* variable = Variables().Find(name.as_string());
    if (variable == nullptr) {
      ReportIn(Severity::kError, activity, name.position(), "UnknownVariable",
               "the pipeline has no variable " + Shown(name) +
                   DidYouMean(name.as_string(), Names(Variables())));
      return;
    }
    CheckVariableValue(activity, type, name, (*variable)["type"].as_string());
  }

  void CheckVariableValue(const Json& activity, const std::string& type, const Json& name,
                          const std::string& variable_type) {
    const bool array = SameName(variable_type, "Array");
    if (type == "appendvariable") {
      if (!array) {
        ReportIn(Severity::kError, activity, name.position(), "VariableTypeMismatch",
                 "the variable " + Shown(name) + " must be an Array to append to, it is of type " +
                     variable_type);
      }
      return;
    }
    const Json* value = LiteralOf(activity["typeProperties"]["value"]);
    if (value == nullptr || FitsVariable(*value, variable_type)) return;
    ReportIn(
        Severity::kError, activity, value->position(), "VariableTypeMismatch",
        "the variable " + Shown(name) + " is of type " + variable_type + ", got " + Shown(*value));
  }

  static bool FitsVariable(const Json& value, const std::string& type) {
    if (SameName(type, "Array")) return value.is_array();
    if (SameName(type, "String")) return !value.is_array() && !value.is_object();
    if (SameName(type, "Bool") || SameName(type, "Boolean")) {
      return value.is_bool() || SameName(value.as_string(), "true") ||
             SameName(value.as_string(), "false");
    }
    return true;
  }

  void CheckVariableDefaults() {
    for (const Json::Member& variable : Variables().members()) {
      const Json* value = LiteralOf(variable.value["defaultValue"]);
      const std::string& type = variable.value["type"].as_string();
      if (value == nullptr || FitsVariable(*value, type)) continue;
      Report(Severity::kWarning, value->position(), "VariableTypeMismatch",
             "the variable '" + variable.name + "' is of type " + type + ", its default is " +
                 Shown(*value));
    }
  }

  // Expressions ----------------------------------------------------------------------------------

  void CheckExpressions() {
    ExpressionContext context;
    context.factory = &factory_;
    context.resource = &pipeline_;
    context.parameters = Names(pipeline_.properties()["parameters"]);
    context.parameters_known = !IsTemplateExpression(pipeline_.properties()["parameters"]);
    context.variables = Names(Variables());
    for (const ActivityPlace& place : places_)
      context.activities.push_back(NameOf(*place.activity));
    for (const ActivityPlace& place : places_) {
      if (IsSkipped(place)) continue;
      context.activity = place.activity;
      context.place = &place;
      context.places = &places_;
      context.upstream = Upstream(place);
      const bool in_loop = std::any_of(
          place.containers.begin(), place.containers.end(),
          [](const Json* container) { return SameName(TypeOf(*container), "ForEach"); });
      CheckActivityExpressions(*place.activity, in_loop, &context);
      context.item = in_loop;
      context.own_item = false;
      options_.expressions->CheckActivity(context, findings_);
    }
  }

  void CheckActivityExpressions(const Json& activity, bool in_loop, ExpressionContext* context) {
    const bool filter = SameName(TypeOf(activity), "Filter");
    for (const Json::Member& member : activity.members()) {
      if (IsPlainProperty(member.name)) continue;
      if (!SameName(member.name, "typeProperties")) {
        context->item = in_loop;
        context->own_item = false;
        WalkExpressions(member.value, *context);
        continue;
      }
      for (const Json::Member& setting : member.value.members()) {
        if (IsActivityList(setting)) continue;
        context->own_item = filter && SameName(setting.name, "condition");
        context->item = in_loop || context->own_item;
        WalkExpressions(setting.value, *context);
      }
    }
  }

  static bool IsPlainProperty(const std::string& name) {
    return SameName(name, "name") || SameName(name, "type") || SameName(name, "description") ||
           SameName(name, "dependsOn") || SameName(name, "state");
  }

  static bool IsActivityList(const Json::Member& setting) {
    for (const std::string_view name :
         {"activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities", "cases"}) {
      if (SameName(setting.name, name) && setting.value.is_array()) return true;
    }
    return false;
  }

  void WalkExpressions(const Json& value, const ExpressionContext& context) {
    if (value.is_string() && IsExpression(value) && !IsTemplateExpression(value)) {
      options_.expressions->Check(value, context, findings_);
    }
    for (const Json& item : value.items()) WalkExpressions(item, context);
    for (const Json::Member& member : value.members()) WalkExpressions(member.value, context);
  }

  /// Names of the activities that may be finished when `place` is evaluated.
  std::vector<std::string> Upstream(const ActivityPlace& place) const {
    std::vector<std::string> names;
    std::set<const Json*> seen;
    AddUpstream(*place.activity, *place.siblings, &seen, &names);
    for (const Json* container : place.containers) {
      const auto outer =
          std::find_if(places_.begin(), places_.end(),
                       [container](const ActivityPlace& one) { return one.activity == container; });
      if (outer != places_.end()) AddUpstream(*container, *outer->siblings, &seen, &names);
    }
    if (SameName(TypeOf(*place.activity), "Until")) AddInner(*place.activity, &names);
    return names;
  }

  static void AddUpstream(const Json& activity, const Json& siblings, std::set<const Json*>* seen,
                          std::vector<std::string>* names) {
    for (const Json& dependency : activity["dependsOn"].items()) {
      const Json* on = FindIn(siblings, dependency["activity"].as_string());
      if (on == nullptr || !seen->insert(on).second) continue;
      names->push_back(NameOf(*on));
      AddInner(*on, names);
      AddUpstream(*on, siblings, seen, names);
    }
  }

  static void AddInner(const Json& container, std::vector<std::string>* names) {
    for (const ActivityList& list : InnerActivities(container)) {
      for (const Json& inner : list.items->items()) {
        names->push_back(NameOf(inner));
        AddInner(inner, names);
      }
    }
  }

  const Factory& factory_;
  const Resource& pipeline_;
  const ValidateOptions& options_;
  std::vector<Finding>* findings_;
  std::vector<ActivityPlace> places_;
};

}  // namespace

void CheckPipeline(const Factory& factory, const Resource& pipeline, const ValidateOptions& options,
                   std::vector<Finding>* findings) {
  PipelineChecker(factory, pipeline, options, findings).Check();
}

}  // namespace weir::model
