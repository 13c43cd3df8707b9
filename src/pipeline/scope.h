#pragma once

#include "expr/scope.h"
#include "pipeline/machine.h"

namespace weir::pipeline {

/// What the expressions of one activity see: the run, the activities around it, the loop's item.
class RunScope final : public expr::Scope {
 public:
  RunScope(const Machine& machine, const ScopeState* scope, const std::optional<Json>& item,
           SeededRandom& random)
      : machine_(machine), scope_(scope), item_(item), random_(random) {}

  std::optional<Json> Pipeline() const override { return machine_.pipeline_object_; }
  std::optional<Json> Item() const override;
  bool has_activities() const override { return true; }
  std::optional<Json> Activity(std::string_view name) const override;
  bool has_variables() const override { return true; }
  std::optional<Json> Variable(std::string_view name) const override;
  std::vector<std::string> ActivityNames() const override;
  std::vector<std::string> VariableNames() const override;
  UtcTime Now() const override { return machine_.now_; }
  SeededRandom& Random() const override { return random_; }

 private:
  const Machine& machine_;
  const ScopeState* scope_;
  const std::optional<Json>& item_;
  SeededRandom& random_;
};

}  // namespace weir::pipeline
