#pragma once

#include "model/factory.h"
#include "model/rules.h"

namespace weir::model {

/// What the parts of CheckAzure look at.
struct AzureScope {
  const Factory& factory;
  const Resource& resource;
  RuleReporter report;
};

// One file each. Each looks at every kind of resource and reports on those it knows.
void CheckAzureLimits(const AzureScope& scope);
void CheckAzureNames(const AzureScope& scope);
void CheckAzureNesting(const AzureScope& scope);
void CheckAzureActivities(const AzureScope& scope);
void CheckAzureTrigger(const AzureScope& scope);
void CheckAzureSizes(const AzureScope& scope);

/// The dataset that the first item of `list` names, if the factory has it; else null.
const Resource* FirstDataset(const Factory& factory, const Json& list);

}  // namespace weir::model
