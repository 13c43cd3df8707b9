#include "engine/lone_context.h"

#include "base/ids.h"

namespace weir::engine {

LoneContext::LoneContext(Options options, Json activity)
    : options_(std::move(options)), id_(NewGuid()), activity_(std::move(activity)) {}

SecretReader LoneContext::secrets() const {
  return {*options_.definitions, options_.secrets, *options_.clock, *options_.cancel, masker_, id_};
}

Result<model::DatasetInstance> LoneContext::Dataset(const Json& reference) const {
  WEIR_ASSIGN(model::DatasetInstance dataset,
              options_.definitions->Dataset(reference, clock().Now()));
  WEIR_TRY(secrets().ReadInto(dataset.linked_service));
  return dataset;
}

Result<model::LinkedServiceInstance> LoneContext::LinkedService(const Json& reference) const {
  WEIR_ASSIGN(model::LinkedServiceInstance service,
              options_.definitions->LinkedService(reference, clock().Now()));
  WEIR_TRY(secrets().ReadInto(service));
  return service;
}

Result<Json> LoneContext::Credential(const Json& reference) const {
  return options_.definitions->Credential(reference, clock().Now());
}

Result<std::string> LoneContext::Secret(const Json& setting) const {
  WEIR_ASSIGN(std::string text, secrets().Secret(setting));
  masker_.Add(text);
  return text;
}

Result<> LoneContext::SaveHandle(Json handle) {
  handle_ = std::move(handle);
  return {};
}

Result<std::string> LoneContext::CallbackUri(const std::string& /*earlier*/) {
  return Fail(ErrorKind::kUnsupported, "CallbacksUnavailable", "nobody listens for callbacks here");
}

}  // namespace weir::engine
