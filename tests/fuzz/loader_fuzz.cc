// Any bytes as the file of one resource: read, load, validate, print, read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "check/expression_check.h"
#include "model/factory.h"
#include "model/load.h"

namespace weir {
namespace {

void TryLoose(std::string_view text) {
  const Result<Json> strict = ParseJson(text, {.strict = true});
  const Result<Json> loose = ParseJson(text, {.loose_quotes = true});
  if (!strict) return;
  WEIR_CHECK(loose.ok(), "what is valid by the RFC is valid by the loose grammar");
  WEIR_CHECK(DumpJson(*strict) == DumpJson(*loose), "both grammars read the same");
}

void TryLoad(Json document) {
  if (!document.is_object()) return;
  const std::optional<model::ResourceKind> guessed = model::GuessKind(document);
  const model::ResourceKind kind = guessed.value_or(model::ResourceKind::kPipeline);
  model::Factory factory;
  factory.Add(model::MakeResource(kind, "R", "R.json", std::move(document)));
  check::ValidateAll(factory, true);
  const model::Resource& resource = factory.resources().front();
  const Result<Json> again = ParseJson(model::PrintResource(resource));
  WEIR_CHECK(again.ok(), "what was printed can be read");
  WEIR_CHECK(
      DumpJson(*again) == DumpJson(resource.bare ? resource.properties() : resource.document),
      "printing keeps the document");
}

}  // namespace
}  // namespace weir

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  weir::TryLoose(text);
  weir::Result<weir::Json> document = weir::ParseJson(text);
  if (document) weir::TryLoad(*std::move(document));
  return 0;
}
