#include "api/arm/draft.h"

#include "api/arm/resource_document.h"
#include "model/load.h"

namespace weir::api::arm {

Result<std::shared_ptr<const model::Factory>> FactoryWith(const Services& services,
                                                          const ResourcePath& path,
                                                          const Json& text) {
  WEIR_ASSIGN(auto kept, services.factories->Model(path));
  if (text.is_null()) {
    WEIR_TRY(services.factories->Get(path));
    return kept;
  }
  if (!text.is_string()) {
    return Fail(
        ErrorKind::kInvalid, "InvalidRequestContent",
        "'text' must be the resource's JSON as a text, got " + std::string(KindName(text.kind())));
  }
  WEIR_ASSIGN(const Json body, ParseJson(text.as_string(), {.strict = true}));
  WEIR_ASSIGN(const auto old, services.factories->Find(path));
  WEIR_ASSIGN(const Json document, ReadDocument(path, body, old ? &*old : nullptr));
  auto factory = std::make_shared<model::Factory>(*kept);
  factory->Put(model::MakeResource(
      path.kind, path.name, path.Id(),
      Json::Object({{"name", path.name}, {"properties", document["properties"]}})));
  return std::shared_ptr<const model::Factory>(std::move(factory));
}

}  // namespace weir::api::arm
