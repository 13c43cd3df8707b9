#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/value_type.h"
#include "model/validate.h"

namespace weir::check {

// What the accessors of the language answer where an expression stands, as far as definitions tell.
// All answer "anything" for names that are not there: those are reported elsewhere.

/// What pipeline() offers, `parameters` and `globalParameters` last. Source:
/// control-flow-system-variables.
const std::vector<std::string>& SystemVariables();
/// Whether pipeline().NAME is a text.
bool IsSystemVariable(std::string_view name);

/// pipeline().parameters.NAME, dataset().NAME or linkedService().NAME, by the declared type.
ValueType ParameterType(const model::ExpressionContext& context, std::string_view name);
/// pipeline().globalParameters.NAME.
ValueType GlobalParameterType(const model::ExpressionContext& context, std::string_view name);
/// variables('NAME').
ValueType VariableType(const model::ExpressionContext& context, std::string_view name);
/// activity('NAME').
ValueType ActivityType(const model::ExpressionContext& context, std::string_view name);
/// activity('NAME').output, by the activity's type and settings; what a child pipeline returns is
/// read from it.
ValueType OutputType(const model::ExpressionContext& context, std::string_view name);

/// trigger(), or triggerBody() if `body`, by the trigger's type. Source:
/// control-flow-system-variables.
ValueType TriggerType(const model::ExpressionContext& context, bool body);

/// An activity that goes through items: its context, and the items as they are written.
struct Loop {
  model::ExpressionContext context;
  const Json* items;
};
/// Whose items item() is; nothing if there is no loop, or more is not known.
std::optional<Loop> LoopAround(const model::ExpressionContext& context);
/// The items that the Filter of that name goes through; nothing if it is none.
std::optional<Loop> FilterOf(const model::ExpressionContext& context, std::string_view name);

}  // namespace weir::check
