// Any bytes as the text of a property: compile, find what it refers to, evaluate.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "expr/context_scope.h"
#include "expr/references.h"
#include "expr/template.h"

namespace weir {
namespace {

constexpr uint64_t kSeed = 1;
const UtcTime kNow = FromMicros(1523797200000000);  // 2018-04-15T13:00:00Z
constexpr std::string_view kContext = R"({
  "pipeline": {"RunId": "5d2a", "parameters": {"p": "in", "n": 3}, "globalParameters": {"g": 1.5}},
  "variables": {"v": "text", "list": [3, 1, 2]}, "item": {"name": "a.csv", "size": 10},
  "activities": {"Look": {"output": {"firstRow": {"id": 7}, "value": [{"id": 7}]}}}
})";

const expr::ContextScope& Scope() {
  static const expr::ContextScope scope = [] {
    const Result<Json> context = ParseJson(kContext);
    WEIR_CHECK(context.ok(), "the context is written above");
    Result<expr::ContextScope> made = expr::ContextScope::Make(*context, kNow, kSeed);
    WEIR_CHECK(made.ok(), "the context is written above");
    return *std::move(made);
  }();
  return scope;
}

void Try(std::string text) {
  Json value(std::move(text));
  value.set_position({1, 0});
  const Result<expr::Template> compiled = expr::Template::Compile(value);
  if (!compiled) {
    WEIR_CHECK(compiled.error().code() == "InvalidTemplate", "each failure has ADF's code");
    WEIR_CHECK(compiled.error().position().known(), "each failure has a place");
    return;
  }
  expr::References(*compiled);
  const Result<Json> got = compiled->Evaluate(Scope());
  if (got) {
    DumpJson(*got);
  } else {
    WEIR_CHECK(got.error().code() == "InvalidTemplate", "each failure has ADF's code");
  }
}

}  // namespace
}  // namespace weir

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  weir::Try(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
