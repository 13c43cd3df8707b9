#pragma once

#include <vector>

#include "model/finding.h"
#include "model/validate.h"

namespace weir::check {

/// Check that the settings of `context.activity` give what it needs: a Boolean as the condition of
/// an If, an array as the items of a ForEach, a value that the variable can hold, arguments that
/// the called pipeline takes.
///
/// Codes: WrongSettingType, VariableTypeMismatch, ParameterTypeMismatch; warnings: PlainText
/// (`@item()` in the midst of a text), WrongSettingType for a text 'true' or 'false' as a
/// condition.
void CheckSettings(const model::ExpressionContext& context, std::vector<model::Finding>* findings);

}  // namespace weir::check
