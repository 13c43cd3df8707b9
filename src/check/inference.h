#pragma once

#include <string>
#include <vector>

#include "check/value_type.h"
#include "expr/template.h"
#include "model/finding.h"
#include "model/validate.h"

namespace weir::check {

/// "activity 'Copy it': ", or empty outside activities: how messages begin.
std::string Within(const model::ExpressionContext& context);

/// Find what kind of value a template gives where it stands, and on the way report what must fail
/// or is surely not meant: arguments of the wrong type, properties that are never there, values
/// that nothing can be selected from, calls that fail for every run, comparisons that are never
/// true. `findings` may be null: nothing is reported.
///
/// Codes: WrongArgumentType, UnknownProperty (a warning after `?.`), CannotSelect, AlwaysFails,
/// NeverEqual (a warning).
ValueType InferType(const expr::Template& compiled, const model::ExpressionContext& context,
                    std::vector<model::Finding>* findings);

}  // namespace weir::check
