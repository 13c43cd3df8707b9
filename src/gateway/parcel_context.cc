#include "gateway/parcel_context.h"

#include "base/names.h"
#include "gateway/node_folder.h"
#include "gateway/parcel.h"

namespace weir::gateway {
namespace {

constexpr auto kReportEach = std::chrono::milliseconds(500);

Error NotSent(const char* code, const char* what, const Json& reference) {
  return Fail(ErrorKind::kNotFound, code,
              std::string("the job came without the ") + what + " '" +
                  reference["referenceName"].as_string() + "'");
}

}  // namespace

ParcelContext::ParcelContext(Json content, std::map<std::string, std::string> secrets,
                             const CancelToken& cancel, const Clock& clock, OnProgress progress)
    : content_(std::move(content)),
      secrets_(std::move(secrets)),
      cancel_(cancel),
      clock_(clock),
      progress_(std::move(progress)) {}

Result<model::LinkedServiceInstance> ParcelContext::ToService(const Json& packed) const {
  WEIR_ASSIGN(Json properties, WithSecrets(packed["properties"], secrets_));
  return model::LinkedServiceInstance{packed["name"].as_string(), packed["type"].as_string(),
                                      std::move(properties)};
}

Result<model::DatasetInstance> ParcelContext::Dataset(const Json& reference) const {
  const Json* packed = content_["datasets"].Find(ParcelKey(reference));
  if (packed == nullptr) return NotSent("DatasetNotFound", "dataset", reference);
  WEIR_ASSIGN(model::LinkedServiceInstance service, ToService((*packed)["linkedService"]));
  return model::DatasetInstance{(*packed)["name"].as_string(), (*packed)["type"].as_string(),
                                (*packed)["properties"], std::move(service)};
}

Result<model::LinkedServiceInstance> ParcelContext::LinkedService(const Json& reference) const {
  const Json* packed = content_["linkedServices"].Find(ParcelKey(reference));
  if (packed == nullptr) return NotSent("LinkedServiceNotFound", "linked service", reference);
  return ToService(*packed);
}

Result<Json> ParcelContext::Credential(const Json& reference) const {
  const Json* packed = content_["credentials"].Find(ParcelKey(reference));
  if (packed == nullptr) return NotSent("CredentialNotFound", "credential", reference);
  return *packed;
}

Result<std::string> ParcelContext::Secret(const Json& setting) const {
  if (!SameName(setting["type"].as_string(), "AzureKeyVaultSecret")) {
    return model::SettingText(setting);
  }
  const Json* text = content_["secrets"].Find(DumpJson(setting));
  if (text != nullptr) return text->as_string();
  return Fail(ErrorKind::kNotFound, "SecretNotFound",
              "the job came without a secret that it names");
}

Result<> ParcelContext::SaveHandle(Json handle) {
  handle_ = std::move(handle);
  return {};
}

Result<std::string> ParcelContext::CallbackUri(const std::string& /*earlier*/) {
  return Fail(ErrorKind::kUnsupported, "CallbacksUnavailable",
              "nobody listens for callbacks on a node");
}

void ParcelContext::Report(const engine::Progress& progress) {
  {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (reported_ && now - *reported_ < kReportEach) return;
    reported_ = now;
  }
  progress_(progress);
}

}  // namespace weir::gateway
