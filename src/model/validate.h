#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "model/activities.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Where an expression stands, and so what it can see.
struct ExpressionContext {
  const Factory* factory = nullptr;
  const Resource* resource = nullptr;
  /// The innermost activity around it; null outside pipelines.
  const Json* activity = nullptr;
  /// Where that activity stands, and all of its pipeline; null outside pipelines.
  const ActivityPlace* place = nullptr;
  const std::vector<ActivityPlace>* places = nullptr;
  /// item() has a value: inside a ForEach, or in a Filter's condition.
  bool item = false;
  /// item() is one of the activity's own items: in the condition of a Filter.
  bool own_item = false;
  /// Parameters that the resource declares: pipeline().parameters, dataset() or linkedService().
  std::vector<std::string> parameters;
  /// False if what it declares cannot be read (an ARM template expression stands there).
  bool parameters_known = true;
  /// Variables that the pipeline declares.
  std::vector<std::string> variables;
  /// All activities of the pipeline.
  std::vector<std::string> activities;
  /// Those that may have run when the expression is evaluated: upstream by `dependsOn` of the
  /// activity and of the containers around it, what upstream containers hold, and for an Until what
  /// it holds.
  std::vector<std::string> upstream;
};

/// Checks expressions; implemented above this layer, where expressions can be parsed.
class ExpressionChecker {
 public:
  virtual ~ExpressionChecker() = default;
  /// Add findings for one expression text. `text` carries its place; a finding's file is
  /// `context.resource->file`.
  virtual void Check(const Json& text, const ExpressionContext& context,
                     std::vector<Finding>* findings) const = 0;
  /// Add findings for the settings of `context.activity`, whose expressions were checked already:
  /// that they give what the activity needs.
  virtual void CheckActivity(const ExpressionContext& context,
                             std::vector<Finding>* findings) const = 0;
};

/// What to check.
struct ValidateOptions {
  /// Report what runs here and the cloud service would refuse.
  bool azure = true;
  /// Only what this pipeline can reach; empty: everything.
  std::string pipeline = {};
  /// Null: expressions are not looked into.
  const ExpressionChecker* expressions = nullptr;
};

/// Everything that is wrong with a factory, sorted by file and place.
///
/// Checks each resource against the catalogue (types, required properties; unknown properties are
/// kept silently) and the rules between them: references, parameters, cycles, names, activities,
/// variables. Findings of loading are not repeated. Cost: linear in the size of the documents.
std::vector<Finding> Validate(const Factory& factory, const ValidateOptions& options = {});

}  // namespace weir::model
