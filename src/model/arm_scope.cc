// Functions of ARM templates that tell of the deployment and its surroundings.
#include "base/names.h"
#include "model/arm_expression.h"

namespace weir::model {
namespace {

/// environment() of the public cloud.
/// Source:
/// learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment.
Json PublicCloud() {
  const Json suffixes = Json::Object({{"acrLoginServer", ".azurecr.io"},
                                      {"azureDatalakeStoreFileSystem", "azuredatalakestore.net"},
                                      {"keyvaultDns", ".vault.azure.net"},
                                      {"sqlServerHostname", ".database.windows.net"},
                                      {"storage", "core.windows.net"}});
  const Json login =
      Json::Object({{"loginEndpoint", "https://login.microsoftonline.com/"}, {"tenant", "common"}});
  return Json::Object({{"name", "AzureCloud"},
                       {"resourceManager", "https://management.azure.com/"},
                       {"graph", "https://graph.windows.net/"},
                       {"portal", "https://portal.azure.com"},
                       {"authentication", login},
                       {"suffixes", suffixes}});
}

}  // namespace

Json ArmEvaluator::Scope(std::string_view name) const {
  const std::string id = "/subscriptions/<subscription>";
  if (SameName(name, "resourceGroup")) {
    return Json::Object({{"id", id + "/resourceGroups/<resourceGroup>"},
                         {"name", "<resourceGroup>"},
                         {"location", "<location>"},
                         {"tags", Json::Object()}});
  }
  if (SameName(name, "subscription")) {
    return Json::Object({{"id", id},
                         {"subscriptionId", "<subscription>"},
                         {"tenantId", "<tenant>"},
                         {"displayName", "<subscription>"}});
  }
  if (SameName(name, "tenant")) return Json::Object({{"tenantId", "<tenant>"}});
  if (SameName(name, "deployment")) {
    const Json link = Json::Object({{"uri", template_uri_}});
    return Json::Object({{"name", "<deployment>"},
                         {"location", "<location>"},
                         {"properties", Json::Object({{"templateLink", link}})}});
  }
  if (SameName(name, "managementGroup")) {
    return Json::Object({{"name", "<managementGroup>"}, {"id", "<managementGroup>"}});
  }
  if (SameName(name, "environment")) return PublicCloud();
  return {};
}

}  // namespace weir::model
