#pragma once

#include "expr/function.h"

namespace weir::expr {

/// Check the locale argument of formatDateTime() and float(): en-US, en, or empty.
/// Errors: kUnsupported for another language; InvalidTemplate if it is not a text.
Result<> CheckLocale(const Call& call, const Json& locale);

}  // namespace weir::expr
