#include "model/arm_export.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/names.h"
#include "model/references.h"

namespace weir::model {
namespace {

constexpr const char* kSchemas = "https://schema.management.azure.com/schemas/2015-01-01/";
constexpr std::string_view kProvider = "Microsoft.DataFactory/factories";

/// typeProperties of linked services that become parameters where they are texts.
constexpr std::string_view kSecretSettings[] = {"connectionString", "sasUri", "sasToken"};
constexpr std::string_view kPlainSettings[] = {"accountName",
                                               "username",
                                               "userName",
                                               "accessKeyId",
                                               "servicePrincipalId",
                                               "userId",
                                               "host",
                                               "clientId",
                                               "clusterUserName",
                                               "clusterSshUserName",
                                               "hostSubscriptionId",
                                               "clusterResourceGroup",
                                               "subscriptionId",
                                               "resourceGroupName",
                                               "tenant",
                                               "dataLakeStoreUri",
                                               "baseUrl",
                                               "database",
                                               "serviceEndpoint",
                                               "batchUri",
                                               "poolName",
                                               "databaseName",
                                               "systemNumber",
                                               "server",
                                               "url",
                                               "functionAppUrl",
                                               "environmentUrl",
                                               "aadResourceId"};

bool IsOneOf(std::span<const std::string_view> names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return SameName(one, name); });
}

/// Letters, digits and underscores: what a parameter may be called.
std::string ParameterName(std::string text) {
  for (char& c : text) {
    const bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!good) c = '_';
  }
  return text;
}

/// A text that the template must not take for an expression.
Json Literal(const std::string& text) {
  const size_t last = text.find_last_not_of(" \r\n\t");
  const bool taken = text.starts_with("[[") || (text.starts_with('[') && text[last] == ']');
  return taken ? Json("[" + text) : Json(text);
}

/// 'it''s'
std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

class Exporter {
 public:
  explicit Exporter(const Factory& factory) : factory_(factory) {}

  ArmExport Export() {
    Json name = Json::Object(
        {{"type", "string"}, {"metadata", "Data Factory name"}, {"defaultValue", factory_.name()}});
    parameters_.AppendMember("factoryName", std::move(name));
    values_.AppendMember("factoryName", Json::Object({{"value", factory_.name()}}));
    used_.insert("factoryname");
    std::vector<const Resource*> resources;
    for (const ResourceKindInfo& info : ResourceKinds()) {
      if (info.kind == ResourceKind::kAlert) continue;
      std::vector<const Resource*> some = factory_.List(info.kind);
      std::sort(some.begin(), some.end(), [](const Resource* left, const Resource* right) {
        return left->name < right->name;
      });
      resources.insert(resources.end(), some.begin(), some.end());
    }
    for (const Resource* resource : resources) Add(*resource);
    const std::string factory_id =
        "[concat('Microsoft.DataFactory/factories/', "
        "parameters('factoryName'))]";
    return {Json::Object({{"$schema", std::string(kSchemas) + "deploymentTemplate.json#"},
                          {"contentVersion", "1.0.0.0"},
                          {"parameters", std::move(parameters_)},
                          {"variables", Json::Object({{"factoryId", factory_id}})},
                          {"resources", std::move(resources_)}}),
            Json::Object({{"$schema", std::string(kSchemas) + "deploymentParameters.json#"},
                          {"contentVersion", "1.0.0.0"},
                          {"parameters", std::move(values_)}})};
  }

 private:
  void Add(const Resource& resource) {
    const bool whole = resource.kind == ResourceKind::kFactory;
    const bool endpoint = resource.kind == ResourceKind::kManagedPrivateEndpoint;
    std::string type(kProvider);
    std::string name = "[parameters('factoryName')]";
    if (!whole) {
      const std::string path = endpoint && resource.name.find('/') == std::string::npos
                                   ? "default/" + resource.name
                                   : resource.name;
      type += endpoint ? "/managedVirtualNetworks/" : "/";
      type += InfoOf(resource.kind).collection;
      name = "[concat(parameters('factoryName'), " + Quoted("/" + path) + ")]";
    }
    Json printed = Json::Object({{"name", name}, {"type", type}, {"apiVersion", "2018-06-01"}});
    resource_ = &resource;
    for (const char* member : {"location", "identity", "tags"}) {
      if (const Json* value = resource.document.Find(member)) {
        printed.AppendMember(member, Walk(*value, member));
      }
    }
    printed.AppendMember("properties", Walk(resource.properties(), "properties"));
    printed.AppendMember("dependsOn", DependsOn(resource));
    resources_.Append(std::move(printed));
  }

  /// The value with parameters in it, and texts that are no expressions marked so.
  Json Walk(const Json& value, const std::string& path) {
    if (value.is_string()) {
      const size_t dot = path.rfind('.');
      const std::string last = dot == std::string::npos ? path : path.substr(dot + 1);
      if (resource_->kind == ResourceKind::kLinkedService &&
          path.starts_with("properties.typeProperties.") && dot == kSettingDot) {
        if (IsOneOf(kSecretSettings, last)) return Parameter(value, last, true);
        if (IsOneOf(kPlainSettings, last)) {
          return Parameter(value, "properties_typeProperties_" + last, false);
        }
      }
      return Literal(value.as_string());
    }
    if (value.is_array()) {
      Json items = Json::Array();
      size_t index = 0;
      for (const Json& item : value.items()) {
        items.Append(Walk(item, path + "." + std::to_string(index++)));
      }
      return items;
    }
    if (!value.is_object()) return value;
    const bool secret = SameName(value["type"].as_string(), "SecureString");
    Json members = Json::Object();
    for (const Json::Member& member : value.members()) {
      const bool hidden = secret && SameName(member.name, "value") && member.value.is_string();
      members.AppendMember(member.name,
                           hidden ? Parameter(member.value, path.substr(path.rfind('.') + 1), true)
                                  : Walk(member.value, path + "." + member.name));
    }
    return members;
  }

  /// A new parameter with this value; the expression that stands for it.
  Json Parameter(const Json& value, const std::string& what, bool secret) {
    const std::string base = ParameterName(resource_->name + "_" + what);
    std::string name = base;
    for (int i = 2; !used_.insert(NameKey(name)).second; ++i) {
      name = base + "_" + std::to_string(i);
    }
    Json declared = Json::Object({{"type", secret ? "secureString" : "string"}});
    if (secret) {
      declared.AppendMember("metadata",
                            "Secure string for '" + what + "' of '" + resource_->name + "'");
    } else {
      declared.AppendMember("defaultValue", Literal(value.as_string()));
    }
    parameters_.AppendMember(name, std::move(declared));
    values_.AppendMember(name, Json::Object({{"value", value}}));
    return "[parameters('" + name + "')]";
  }

  Json DependsOn(const Resource& resource) const {
    std::set<std::string> ids;
    ForEachReference(resource.properties(), [&](const Reference& reference) {
      if (!reference.fixed()) return;
      const Resource* other = factory_.Find(reference.kind, reference.name->as_string());
      if (other == nullptr || other == &resource) return;
      ids.insert("[concat(variables('factoryId'), " +
                 Quoted("/" + std::string(InfoOf(other->kind).collection) + "/" + other->name) +
                 ")]");
    });
    Json list = Json::Array();
    for (const std::string& id : ids) list.Append(id);
    return list;
  }

  static constexpr size_t kSettingDot = std::string_view("properties.typeProperties").size();

  const Factory& factory_;
  const Resource* resource_ = nullptr;
  Json parameters_ = Json::Object();
  Json values_ = Json::Object();
  Json resources_ = Json::Array();
  std::set<std::string> used_;
};

}  // namespace

ArmExport ExportArm(const Factory& factory) {
  return Exporter(factory).Export();
}

}  // namespace weir::model
