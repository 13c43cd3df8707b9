// Evaluates expressions that come one a line on standard input, each at once, and answers one line:
//   {"context": {…}}  the context from here on, as of `weir expr --context`; answers nothing
//   {"expr": "@…"}    answers {"value": …}, or {"error": "the message"}
#include <iostream>
#include <optional>
#include <string>

#include "expr/context_scope.h"
#include "expr/template.h"

namespace weir {
namespace {

/// Random numbers repeat, so that a failure does.
constexpr uint64_t kSeed = 1;

Json Answer(const Json& expression, const expr::ContextScope& scope) {
  const Result<expr::Template> compiled = expr::Template::Compile(expression);
  if (!compiled) return Json::Object({{"error", compiled.error().message()}});
  const Result<Json> value = compiled->Evaluate(scope);
  if (!value) return Json::Object({{"error", value.error().message()}});
  return Json::Object({{"value", *value}});
}

int Fault(const Error& error) {
  std::cerr << error.ToString() << "\n";
  return 2;
}

int EvaluateLines() {
  std::optional<expr::ContextScope> scope;
  for (std::string line; std::getline(std::cin, line);) {
    const Result<Json> request = ParseJson(line);
    if (!request) return Fault(request.error());
    if (!scope || request->Find("context") != nullptr) {
      const Json& context = (*request)["context"];
      Result<expr::ContextScope> made = expr::ContextScope::Make(
          context.is_null() ? Json::Object({}) : context, SystemClock().Now(), kSeed);
      if (!made) return Fault(made.error());
      scope = *std::move(made);
    }
    const Json& expression = (*request)["expr"];
    if (!expression.is_null())
      std::cout << DumpJson(Answer(expression, *scope)) << '\n' << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace weir

int main() {
  return weir::EvaluateLines();
}
