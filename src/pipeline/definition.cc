#include "pipeline/definition.h"

#include <unordered_set>

#include "base/names.h"
#include "pipeline/control.h"

namespace weir::pipeline {
namespace {

using expr::Template;

Error Invalid(std::string code, std::string message, const Json& where) {
  return Fail(ErrorKind::kInvalid, std::move(code), std::move(message)).At(where.position());
}

class Compiler {
 public:
  Result<ScopeDefinition> Scope(const Json& activities) {
    ScopeDefinition scope;
    scope.activities.reserve(activities.size());
    for (const Json& json : activities.items()) {
      WEIR_ASSIGN(ActivityDefinition activity, Activity(json));
      AddPlaces(scope, activity);
      scope.activities.push_back(std::move(activity));
    }
    WEIR_TRY(Connect(scope, activities));
    scope.leaves = scope.graph.Leaves();
    return scope;
  }

 private:
  Result<ActivityDefinition> Activity(const Json& json) {
    ActivityDefinition activity;
    activity.name = json["name"].as_string();
    activity.type = json["type"].as_string();
    if (activity.name.empty() || activity.type.empty()) {
      return Invalid("InvalidActivity", "expected an activity with 'name' and 'type'", json);
    }
    if (!names_.insert(NameKey(activity.name)).second) {
      return Invalid("DuplicateActivity", "two activities are named '" + activity.name + "'", json);
    }
    activity.inactivity = ReadInactivity(json);
    activity.control = FindControl(activity.type);
    WEIR_TRY(ReadPolicy(json["policy"], activity.policy));
    WEIR_ASSIGN(activity.user_properties, Template::Compile(json["userProperties"]));
    if (activity.inactivity.inactive) return activity;
    Result<> body = ReadBody(json, activity);
    if (!body) return std::move(body).error().While("reading activity '" + activity.name + "'");
    return activity;
  }

  Result<> ReadBody(const Json& json, ActivityDefinition& activity) {
    if (activity.control == nullptr) {
      Json body = json;
      for (const char* kept : {"dependsOn", "policy", "userProperties"}) body.Remove(kept);
      WEIR_ASSIGN(activity.body, Template::Compile(body));
      return {};
    }
    Json settings = json["typeProperties"];
    for (const InnerActivities& inner : activity.control->Inner(settings)) {
      WEIR_ASSIGN(ScopeDefinition scope, Scope(inner.activities));
      activity.scopes.push_back(std::move(scope));
      activity.case_values.push_back(inner.case_value);
    }
    activity.control->DropInner(settings);
    WEIR_ASSIGN(activity.body, Template::Compile(settings));
    return {};
  }

  static Inactivity ReadInactivity(const Json& json) {
    Inactivity result;
    result.inactive = SameName(json["state"].as_string(), "Inactive");
    const std::string& mark = json["onInactiveMarkAs"].as_string();
    if (SameName(mark, "Failed")) result.mark_as = ActivityStatus::kFailed;
    if (SameName(mark, "Skipped")) result.mark_as = ActivityStatus::kSkipped;
    return result;
  }

  static bool IsTrue(const Json& json) {
    return json.as_bool() || SameName(json.as_string(), "true");
  }

  static Result<> ReadPolicy(const Json& json, Policy& policy) {
    WEIR_ASSIGN(policy.timeout, Template::Compile(json["timeout"]));
    WEIR_ASSIGN(policy.retry, Template::Compile(json["retry"]));
    WEIR_ASSIGN(policy.retry_interval, Template::Compile(json["retryIntervalInSeconds"]));
    policy.secure_input = IsTrue(json["secureInput"]);
    policy.secure_output = IsTrue(json["secureOutput"]);
    return {};
  }

  static void AddPlaces(ScopeDefinition& scope, const ActivityDefinition& activity) {
    const size_t index = scope.activities.size();
    scope.places.emplace(NameKey(activity.name), index);
    if (activity.control == nullptr || !activity.control->insides_visible()) return;
    for (const ScopeDefinition& inner : activity.scopes) {
      for (const auto& [name, place] : inner.places) scope.places.emplace(name, index);
    }
  }

  static Result<> Connect(ScopeDefinition& scope, const Json& activities) {
    std::unordered_map<std::string, size_t> index;
    for (size_t i = 0; i < scope.activities.size(); ++i) {
      index.emplace(NameKey(scope.activities[i].name), i);
    }
    scope.graph.parents.resize(scope.activities.size());
    scope.dependents.resize(scope.activities.size());
    for (size_t i = 0; i < scope.activities.size(); ++i) {
      for (const Json& entry : activities[i]["dependsOn"].items()) {
        const auto parent = index.find(NameKey(entry["activity"].as_string()));
        if (parent == index.end() || parent->second == i) {
          return Unknown(scope, scope.activities[i].name, entry);
        }
        WEIR_ASSIGN(Dependency dependency, ReadConditions(entry));
        dependency.parent = parent->second;
        scope.graph.parents[i].push_back(dependency);
        scope.dependents[parent->second].push_back(i);
      }
    }
    return CheckAcyclic(scope, activities);
  }

  static Error Unknown(const ScopeDefinition& scope, const std::string& activity,
                       const Json& entry) {
    std::vector<std::string> known;
    for (const ActivityDefinition& other : scope.activities) {
      if (other.name != activity) known.push_back(other.name);
    }
    const std::string& name = entry["activity"].as_string();
    return Invalid("UnknownDependency",
                   "activity '" + activity + "' depends on '" + name +
                       "', which is not another activity of the same scope" +
                       DidYouMean(name, known),
                   entry["activity"]);
  }

  static Result<Dependency> ReadConditions(const Json& entry) {
    Dependency dependency;
    const Json& conditions = entry["dependencyConditions"];
    for (const Json& condition : conditions.items()) {
      const std::string& name = condition.as_string();
      if (SameName(name, "Succeeded")) {
        dependency.on_succeeded = true;
      } else if (SameName(name, "Failed")) {
        dependency.on_failed = true;
      } else if (SameName(name, "Skipped")) {
        dependency.on_skipped = true;
      } else if (SameName(name, "Completed")) {
        dependency.on_completed = true;
      } else {
        return Invalid(
            "InvalidDependency",
            "dependency condition must be Succeeded, Failed, Skipped or Completed, got '" + name +
                "'",
            condition);
      }
    }
    // Without a condition ADF reads success.
    if (conditions.empty()) dependency.on_succeeded = true;
    return dependency;
  }

  static Result<> CheckAcyclic(const ScopeDefinition& scope, const Json& activities) {
    std::vector<size_t> open(scope.activities.size());
    std::vector<size_t> ready;
    for (size_t i = 0; i < open.size(); ++i) {
      open[i] = scope.graph.parents[i].size();
      if (open[i] == 0) ready.push_back(i);
    }
    for (size_t i = 0; i < ready.size(); ++i) {
      for (const size_t dependent : scope.dependents[ready[i]]) {
        if (--open[dependent] == 0) ready.push_back(dependent);
      }
    }
    for (size_t i = 0; i < open.size(); ++i) {
      if (open[i] == 0) continue;
      return Invalid("DependencyCycle",
                     "activity '" + scope.activities[i].name + "' depends on itself in a circle",
                     activities[i]["dependsOn"]);
    }
    return {};
  }

  std::unordered_set<std::string> names_;
};

void ReadVariables(const Json& json, PipelineDefinition& pipeline) {
  for (const Json::Member& member : json.members()) {
    VariableDefinition variable{member.name, member.value["type"].as_string(),
                                member.value["defaultValue"]};
    if (variable.default_value.is_null()) {
      if (SameName(variable.type, "String")) variable.default_value = "";
      if (SameName(variable.type, "Array")) variable.default_value = Json::Array();
    }
    pipeline.variables.push_back(std::move(variable));
  }
}

}  // namespace

Result<std::shared_ptr<const PipelineDefinition>> PipelineDefinition::Compile(
    const Json& document) {
  auto pipeline = std::make_shared<PipelineDefinition>();
  pipeline->source = document;
  pipeline->name = pipeline->source["name"].as_string();
  const Json& properties = pipeline->source["properties"];
  for (const Json::Member& member : properties["parameters"].members()) {
    pipeline->parameters.push_back(
        {member.name, member.value["type"].as_string(), member.value.Find("defaultValue")});
  }
  ReadVariables(properties["variables"], *pipeline);
  pipeline->concurrency_max = properties["concurrency"].as_int();
  pipeline->annotations = properties["annotations"];
  WEIR_ASSIGN(pipeline->root, Compiler().Scope(properties["activities"]));
  return std::shared_ptr<const PipelineDefinition>(std::move(pipeline));
}

}  // namespace weir::pipeline
