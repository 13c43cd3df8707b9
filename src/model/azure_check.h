#pragma once

#include <string>
#include <vector>

#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Report what runs here and the cloud service would refuse in one resource: limits, names,
/// nesting, settings. The limits are those of data/rules.json.
void CheckAzure(const Factory& factory, const Resource& resource, std::vector<Finding>* findings);

/// What the service says against the name of a resource of that kind: "it must …"; empty if
/// nothing.
std::string AgainstResourceName(ResourceKind kind, const std::string& name);

/// Report what it would refuse of the factory as a whole.
void CheckAzureFactory(const Factory& factory, std::vector<Finding>* findings);

/// Report what it would refuse in the text of the files: comments and trailing commas, and ARM
/// templates beyond the limits of Azure Resource Manager. `path` is what the factory was loaded
/// from; its files are read once more.
void CheckAzureFiles(const std::string& path, const Factory& factory,
                     std::vector<Finding>* findings);

}  // namespace weir::model
