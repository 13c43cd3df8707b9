#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "expr/template.h"
#include "pipeline/outcome.h"

namespace weir::pipeline {

class Control;
struct ActivityDefinition;

/// One `activities` array: a graph of activities that start and end together.
struct ScopeDefinition {
  std::vector<ActivityDefinition> activities;
  Graph graph;
  std::vector<std::vector<size_t>> dependents;
  std::vector<size_t> leaves;
  /// Lower-case name → the activity here that has this name, or that holds the one that has it
  /// inside an If, Switch or Until (whose insides can be seen from outside).
  std::unordered_map<std::string, size_t> places;
};

/// How often and how long an activity is tried. Numbers may be expressions.
struct Policy {
  expr::Template timeout;         ///< "d.hh:mm:ss"; null: none given.
  expr::Template retry;           ///< Null: 0.
  expr::Template retry_interval;  ///< Seconds; null: 30.
  bool secure_input = false;
  bool secure_output = false;
};

/// What an activity does when it must not run.
struct Inactivity {
  bool inactive = false;
  ActivityStatus mark_as = ActivityStatus::kSucceeded;
};

struct ActivityDefinition {
  std::string name;
  std::string type;
  /// The behaviour of a control activity; null: executed outside the machine.
  const Control* control = nullptr;
  Inactivity inactivity;
  Policy policy;
  expr::Template user_properties;
  /// Executed activities: the whole JSON. Control activities: their typeProperties without the
  /// inner activities.
  expr::Template body;
  /// Inner scopes, in the order the control activity expects.
  std::vector<ScopeDefinition> scopes;
  /// Switch: the value of each scope but the last, which is the default.
  std::vector<std::string> case_values;
};

struct ParameterDefinition {
  std::string name;
  std::string type;  ///< "string", "int", … as written.
  const Json* default_value = nullptr;
};

struct VariableDefinition {
  std::string name;
  std::string type;
  Json default_value;
};

/// A pipeline ready to run: expressions parsed, graph checked. Immutable; shared by its runs.
struct PipelineDefinition {
  std::string name;
  Json source;  ///< The resource's document; positions in errors refer to it.
  std::vector<ParameterDefinition> parameters;
  std::vector<VariableDefinition> variables;
  int64_t concurrency_max = 0;  ///< 0: no limit.
  Json annotations;
  ScopeDefinition root;

  /// Make it from a resource document `{name, properties: {activities, parameters, …}}`.
  /// Errors: kInvalid InvalidTemplate, InvalidActivity, UnknownDependency, DependencyCycle,
  /// DuplicateActivity, with the position of what is wrong.
  static Result<std::shared_ptr<const PipelineDefinition>> Compile(const Json& document);
};

/// Give each declared parameter its value: the caller's, else the default; texts become the
/// declared type where they can. The result is an object in the order of declaration. Arguments
/// that are not declared are left out, as ADF does for manual runs. Errors: kInvalid
/// MissingParameter, InvalidParameterType.
Result<Json> BindParameters(const PipelineDefinition& pipeline, const Json& arguments);

/// Refuse arguments that the pipeline does not declare, offering the nearest: for people who type.
/// Errors: kInvalid UnknownParameter.
Result<> CheckArguments(const PipelineDefinition& pipeline, const Json& arguments);

}  // namespace weir::pipeline
