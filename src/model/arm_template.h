#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// True for `{"$schema": "…deploymentTemplate.json#", "resources": …}`.
bool IsArmTemplate(const Json& document);

/// Add the factory resources of an ARM template to `factory`, their expressions evaluated.
///
/// Takes the resources of a factory or a Synapse workspace at the top, nested under the factory, in
/// nested deployments, and in linked templates that lie beside the file (`folder`). Everything else
/// in the template is passed over. `parameters` is a parameter file's document or null. What cannot
/// be evaluated becomes a placeholder text and a warning in `findings`.
void AddArmTemplate(const Json& document, const Json& parameters, const std::string& file,
                    const std::string& folder, Factory* factory, std::vector<Finding>* findings);

}  // namespace weir::model
