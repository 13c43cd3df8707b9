// Any bytes as an ARM template, or as one expression of a template.
#include <cstddef>
#include <cstdint>
#include <string>

#include "model/arm_expression.h"
#include "model/arm_template.h"

namespace weir {
namespace {

void TryExpression(const std::string& text) {
  const Json declared = Json::Object(
      {{"a", Json::Object({{"type", "string"}, {"defaultValue", text}})},
       {"list", Json::Object({{"type", "array"}, {"defaultValue", Json::Array({1, "x"})}})},
       {"none", Json::Object({{"type", "string"}})}});
  const Json variables = Json::Object({{"v", text}, {"w", "[variables('v')]"}});
  model::ArmEvaluator evaluator(declared, variables, Json::Object({}));
  DumpJson(evaluator.Evaluate(Json(text)));
  evaluator.TakeNotes();
}

void TryTemplate(const Json& document) {
  model::Factory factory;
  std::vector<model::Finding> findings;
  std::vector<model::SkippedFile> skipped;
  model::AddArmTemplate(document, Json(), "template.json", "/nonexistent",
                        {&factory, &findings, &skipped, nullptr});
  for (const model::Resource& resource : factory.resources()) model::PrintResource(resource);
}

}  // namespace
}  // namespace weir

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!text.empty() && text.front() == '[') weir::TryExpression(text);
  const weir::Result<weir::Json> document = weir::ParseJson(text);
  if (document && document->is_object()) weir::TryTemplate(*document);
  return 0;
}
