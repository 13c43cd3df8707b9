#pragma once

#include <string>
#include <vector>

#include "model/validate.h"

namespace weir::check {

/// Checks pipeline expressions with the real parser: that they parse, that functions exist, that
/// what they name is there where they stand, and that types fit. Each finding has the place of the
/// part at fault.
///
/// Codes: InvalidTemplate (with the parser's sentence), UnknownParameter, UnknownGlobalParameter,
/// UnknownSystemVariable, UnknownVariable, UnknownActivity, ActivityNotUpstream, ItemOutsideLoop,
/// NotAvailableHere; those of InferType and CheckSettings; azure: VariableSelfReference,
/// ExpressionTooLong.
class PipelineExpressionChecker final : public model::ExpressionChecker {
 public:
  void Check(const Json& text, const model::ExpressionContext& context,
             std::vector<model::Finding>* findings) const override;
  void CheckActivity(const model::ExpressionContext& context,
                     std::vector<model::Finding>* findings) const override;
};

/// model::Validate with this folder's expression checker: everything that is wrong with a factory,
/// or with what `pipeline` can reach if it is given. What only the cloud service refuses is in if
/// `azure`.
std::vector<model::Finding> ValidateAll(const model::Factory& factory, bool azure = true,
                                        const std::string& pipeline = {});

}  // namespace weir::check
