#include "cases/area.h"
#include "expr/context_scope.h"
#include "expr/failure.h"
#include "expr/template.h"

namespace weir::cases {
namespace {

/// Random numbers repeat, so that a failure does.
constexpr uint64_t kSeed = 1;

Result<Json> EvaluateIn(const Json& value, const Json& context) {
  WEIR_ASSIGN(const expr::ContextScope scope,
              expr::ContextScope::Make(context, SystemClock().Now(), kSeed));
  WEIR_ASSIGN(const expr::Template compiled, expr::Template::Compile(value));
  return compiled.Evaluate(scope);
}

}  // namespace

/// `{id, expr, context, expected | error: true}`: of an error case only the failure and its code
/// count, the engine's words are informative.
Verdict CheckExpression(const Json& one) {
  const Result<Json> got = EvaluateIn(one["expr"], one["context"]);
  if (one["error"].as_bool()) {
    const std::string want = "the error " + std::string(expr::kInvalidTemplate);
    if (got) return {false, want, DumpJson(*got)};
    return {got.error().code() == expr::kInvalidTemplate, want, got.error().ToString()};
  }
  return got ? Compare(one["expected"], *got) : Unexpected(one["expected"], got.error());
}

/// `{id, json, context, expected}`: a whole value in and out.
Verdict CheckExpressionJson(const Json& one) {
  const Result<Json> got = EvaluateIn(one["json"], one["context"]);
  return got ? Compare(one["expected"], *got) : Unexpected(one["expected"], got.error());
}

}  // namespace weir::cases
