#pragma once

#include <vector>

#include "model/validate.h"

namespace weir::check {

/// Checks pipeline expressions with the real parser: that they parse, that functions exist, and
/// that what they name is there where they stand.
///
/// Codes: InvalidTemplate (with the parser's sentence), UnknownParameter, UnknownGlobalParameter,
/// UnknownSystemVariable, UnknownVariable, UnknownActivity, ActivityNotUpstream, ItemOutsideLoop,
/// NotAvailableHere; azure: VariableSelfReference, ExpressionTooLong.
class PipelineExpressionChecker final : public model::ExpressionChecker {
 public:
  void Check(const Json& text, const model::ExpressionContext& context,
             std::vector<model::Finding>* findings) const override;
};

/// Load nothing, check all: model::Validate with this folder's expression checker.
std::vector<model::Finding> ValidateAll(const model::Factory& factory, bool azure = true);

}  // namespace weir::check
