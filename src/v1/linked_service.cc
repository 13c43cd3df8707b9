#include "v1/linked_service.h"

#include <array>
#include <utility>

#include "base/names.h"
#include "v1/stores.h"

namespace weir::v1 {
namespace {

/// Properties with another name in version 2, of any type ("*") or of one.
constexpr std::array<std::array<std::string_view, 3>, 8> kRenamed = {{
    {"OnPremisesSqlServer", "username", "userName"},
    {"OnPremisesFileServer", "userid", "userId"},
    {"AwsAccessKey", "accessKeyID", "accessKeyId"},
    {"FtpServer", "username", "userName"},
    {"Sftp", "username", "userName"},
    {"Http", "username", "userName"},
    {"OData", "username", "userName"},
    {"Web", "userName", "username"},
}};

constexpr std::string_view kOfNode = "gateway:";

constexpr std::array<std::string_view, 13> kSecrets = {
    "password",         "secretAccessKey", "servicePrincipalKey", "key",    "apiKey",
    "accessKey",        "securityToken",   "passPhrase",          "sasUri", "privateKeyContent",
    "embeddedCertData", "credential",      "authorizedCredential"};

bool IsSecret(std::string_view name) {
  for (const std::string_view one : kSecrets) {
    if (SameName(one, name)) return true;
  }
  return false;
}

std::string NewName(std::string_view type, const std::string& name) {
  for (const auto& [of, before, after] : kRenamed) {
    if (SameName(of, type) && SameName(before, name)) return std::string(after);
  }
  return name;
}

Json Secure(const Json& value) {
  return Json::Object({{"type", "SecureString"}, {"value", value}});
}

class ServiceWriter {
 public:
  ServiceWriter(const model::V1LinkedService& service, std::vector<Remark>* remarks)
      : service_(service), remarks_(remarks) {}

  Json Write() {
    const StoreType* type = FindStoreType(service_.type);
    Json properties = Json::Object({{"type", type == nullptr ? Json(service_.type) : type->v2}});
    const Json& description = service_.document["properties"]["description"];
    if (!description.as_string().empty()) properties.Set("description", description);
    if (type == nullptr) {
      remarks_->push_back({true, "type '" + service_.type + "' is not known in version 2"});
    }
    Json settings = Json::Object({});
    for (const Json::Member& member : service_.type_properties().members()) {
      Add(member.name, member.value, &settings);
    }
    if (!gateway_.empty()) {
      properties.Set("connectVia", ReferenceTo(gateway_, "IntegrationRuntimeReference"));
    }
    properties.Set("typeProperties", settings);
    return Json::Object({{"name", service_.name}, {"properties", properties}});
  }

 private:
  void Add(const std::string& name, const Json& value, Json* settings) {
    if (SameName(name, "gatewayName")) {
      gateway_ = value.as_string();
    } else if (SameName(name, "authorization") || SameName(name, "sessionId")) {
      if (SameName(name, "sessionId")) return;
      remarks_->push_back({true,
                           "its sign-in by a person ('authorization') is not carried over: "
                           "give it a service principal or a managed identity"});
    } else if (SameName(name, "encryptedCredential") && value.as_string().starts_with(kOfNode)) {
      settings->Set(name, value);  // A secret that stays on a node of the gateway.
    } else if (SameName(name, "encryptedCredential")) {
      remarks_->push_back({true,
                           "'encryptedCredential' belongs to its gateway and is not carried "
                           "over: give the password"});
    } else if (name == "linkedServiceName" || name == "hcatalogLinkedServiceName") {
      settings->Set(name, ReferenceTo(value.as_string(), "LinkedServiceReference"));
    } else if (name == "additionalLinkedServiceNames") {
      Json list = Json::Array();
      for (const Json& one : value.items()) {
        list.Append(ReferenceTo(one.as_string(), "LinkedServiceReference"));
      }
      settings->Set(name, list);
    } else if (value.is_string() && IsSecret(name)) {
      settings->Set(NewName(service_.type, name), Secure(value));
    } else {
      settings->Set(NewName(service_.type, name), value);
    }
  }

  const model::V1LinkedService& service_;
  std::vector<Remark>* remarks_;
  std::string gateway_;
};

}  // namespace

Json ReferenceTo(const std::string& name, const char* type) {
  return Json::Object({{"referenceName", name}, {"type", type}});
}

Json LowerLinkedService(const model::V1LinkedService& service, std::vector<Remark>* remarks) {
  return ServiceWriter(service, remarks).Write();
}

void FillRequiredSettings(const std::string& v1_type, Json* settings,
                          std::vector<Remark>* remarks) {
  static constexpr std::pair<std::string_view, std::string_view> kRequired[] = {
      {"HDInsightOnDemand", "hostSubscriptionId"},
      {"HDInsightOnDemand", "tenant"},
      {"HDInsightOnDemand", "clusterResourceGroup"},
      {"HDInsightOnDemand", "version"},
      {"AzureBatch", "batchUri"},
      {"AzureDataLakeAnalytics", "tenant"}};
  for (const auto& [type, name] : kRequired) {
    if (!SameName(v1_type, type) || !(*settings)[name].is_null()) continue;
    settings->Set(name, "<" + std::string(name) + ">");
    remarks->push_back({true, "version 2 requires '" + std::string(name) + "': fill it in"});
  }
  const Json::Member* system = settings->FindMember("osType");
  if (system != nullptr) settings->Remove(std::string(system->name));
}

}  // namespace weir::v1
