#pragma once

#include <string_view>

#include "check/value_type.h"
#include "model/validate.h"

namespace weir::check {

// What the accessors of the language answer where an expression stands, as far as definitions tell.
// All answer "anything" for names that are not there: those are reported elsewhere.

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

/// The context of the activity around `context`'s whose items item() goes through, and those items
/// as they are written.
struct Loop {
  model::ExpressionContext context;
  const Json* items;
};
/// Nothing if there is no loop, or more is not known.
std::optional<Loop> LoopAround(const model::ExpressionContext& context);

}  // namespace weir::check
