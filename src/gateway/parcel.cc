#include "gateway/parcel.h"

#include "base/names.h"
#include "model/references.h"

namespace weir::gateway {
namespace {

using model::ResourceKind;

class Packer {
 public:
  explicit Packer(const engine::ActivityContext& context)
      : context_(context), runtimes_(context.Runtimes()) {}

  Result<Parcel> Pack() {
    const Json& activity = context_.activity();
    WEIR_TRY(PackReferences(activity));
    WEIR_TRY(PackSecrets(activity));
    parcel_.content = Json::Object({{"runId", context_.run_id()},
                                    {"activityRunId", context_.activity_run_id()},
                                    {"activity", activity},
                                    {"datasets", std::move(datasets_)},
                                    {"linkedServices", std::move(services_)},
                                    {"credentials", std::move(credentials_)},
                                    {"secrets", std::move(secrets_)}});
    if (SameName(activity["type"].as_string(), "Copy") && parcel_.runtime_id.empty()) {
      for (const char* side : {"outputs", "inputs"}) {
        const Json reference = activity[side][0];
        if (reference.is_object()) FindPlace(reference);
      }
    }
    return std::move(parcel_);
  }

 private:
  Result<> PackReferences(const Json& in) {
    Result<> packed;
    model::ForEachReference(in, [&](const model::Reference& reference) {
      if (packed && reference.name->is_string()) packed = PackReference(reference);
    });
    return packed;
  }

  Result<> PackReference(const model::Reference& reference) {
    const Json& value = *reference.value;
    const std::string key = ParcelKey(value);
    if (reference.kind == ResourceKind::kDataset && datasets_.Find(key) == nullptr) {
      WEIR_ASSIGN(const model::DatasetInstance dataset, context_.Dataset(value));
      datasets_.Set(key, Json::Object({{"name", dataset.name},
                                       {"type", dataset.type},
                                       {"properties", dataset.properties},
                                       {"linkedService", ToJson(dataset.linked_service)}}));
      return PackService(dataset.linked_service);
    }
    if (reference.kind == ResourceKind::kLinkedService && services_.Find(key) == nullptr) {
      WEIR_ASSIGN(const model::LinkedServiceInstance service, context_.LinkedService(value));
      services_.Set(key, ToJson(service));
      return PackService(service);
    }
    if (reference.kind == ResourceKind::kCredential && credentials_.Find(key) == nullptr) {
      WEIR_ASSIGN(Json credential, context_.Credential(value));
      credentials_.Set(key, std::move(credential));
    }
    if (reference.kind == ResourceKind::kIntegrationRuntime) return Through(value);
    return {};
  }

  /// Where a dataset is: where its linked service's runtime is, or by an annotation "location=…".
  void FindPlace(const Json& reference) {
    const Json* dataset = parcel_.content["datasets"].Find(ParcelKey(reference));
    if (dataset == nullptr || runtimes_.empty()) return;
    const Json& service = (*dataset)["linkedService"]["properties"];
    Parcel::Place place{"", "AutoResolveIntegrationRuntime"};
    const std::string& name = service["connectVia"]["referenceName"].as_string();
    const Json* runtime = name.empty() ? nullptr : runtimes_.Find(NameKey(name));
    if (runtime != nullptr) {
      const Json& compute = (*runtime)["properties"]["typeProperties"]["computeProperties"];
      place = {compute["location"].as_string(), name};
    }
    if (place.location.empty() || SameName(place.location, "AutoResolve")) {
      constexpr std::string_view kSays = "location=";
      for (const Json& one : service["annotations"].items()) {
        const std::string& text = one.as_string();
        if (text.starts_with(kSays)) place.location = text.substr(kSays.size());
      }
    }
    if (place.location.empty() || SameName(place.location, "AutoResolve")) return;
    parcel_.places.push_back(std::move(place));
    const std::string id = runtimes_.members().begin()->value["id"].as_string();
    parcel_.factory = id.substr(0, id.rfind('/', id.rfind('/') - 1));
  }

  /// What it names in its turn; its vault was asked already.
  Result<> PackService(const model::LinkedServiceInstance& service) {
    WEIR_TRY(Through(service.properties["connectVia"]));
    return PackReferences(service.properties["typeProperties"]["credential"]);
  }

  Result<> Through(const Json& reference) {
    const std::string& name = reference["referenceName"].as_string();
    const Json* runtime = name.empty() ? nullptr : runtimes_.Find(NameKey(name));
    if (runtime == nullptr) return {};
    if (!SameName((*runtime)["properties"]["type"].as_string(), "SelfHosted")) return {};
    const std::string& id = (*runtime)["id"].as_string();
    if (!parcel_.runtime_id.empty() && parcel_.runtime_id != id) {
      return Fail(ErrorKind::kInvalid, "IntegrationRuntimesDiffer",
                  "the stores of one activity must be reached through one self-hosted integration "
                  "runtime, got '" +
                      parcel_.runtime_name + "' and '" + name + "'");
    }
    parcel_.runtime_id = id;
    parcel_.runtime_name = name;
    return {};
  }

  Result<> PackSecrets(const Json& in) {
    if (SameName(in["type"].as_string(), "AzureKeyVaultSecret")) {
      WEIR_ASSIGN(std::string text, context_.Secret(in));
      secrets_.Set(DumpJson(in), std::move(text));
      return {};
    }
    for (const Json& item : in.items()) WEIR_TRY(PackSecrets(item));
    for (const Json::Member& member : in.members()) WEIR_TRY(PackSecrets(member.value));
    return {};
  }

  static Json ToJson(const model::LinkedServiceInstance& service) {
    return Json::Object(
        {{"name", service.name}, {"type", service.type}, {"properties", service.properties}});
  }

  const engine::ActivityContext& context_;
  const Json runtimes_;
  Parcel parcel_;
  Json datasets_ = Json::Object();
  Json services_ = Json::Object();
  Json credentials_ = Json::Object();
  Json secrets_ = Json::Object();
};

}  // namespace

std::string ParcelKey(const Json& reference) {
  const Json& arguments = reference["parameters"];
  const bool none = arguments.empty();
  return NameKey(reference["referenceName"].as_string()) + (none ? "" : " " + DumpJson(arguments));
}

Result<Parcel> Pack(const engine::ActivityContext& context) {
  return Packer(context).Pack();
}

}  // namespace weir::gateway
