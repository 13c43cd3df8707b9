#include "model/azure_check.h"

#include "model/azure_parts.h"

namespace weir::model {

void CheckAzure(const Factory& factory, const Resource& resource, std::vector<Finding>* findings) {
  const AzureScope scope{factory, resource, RuleReporter(resource.file, findings)};
  for (const auto check : {CheckAzureLimits, CheckAzureNames, CheckAzureNesting,
                           CheckAzureActivities, CheckAzureTrigger, CheckAzureSizes}) {
    check(scope);
  }
}

void CheckAzureFactory(const Factory& factory, std::vector<Finding>* findings) {
  if (factory.resources().empty()) return;
  const Resource& first = factory.resources().front();
  RuleReporter(first.file, findings)
      .CheckLimit("TooManyResources", first.document.position(),
                  static_cast<int64_t>(factory.resources().size()));
}

}  // namespace weir::model
