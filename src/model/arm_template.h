#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/document.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// True for `{"$schema": "…deploymentTemplate.json#", "resources": …}`.
bool IsArmTemplate(const Json& document);

/// True for the types of version 1, "Microsoft.DataFactory/datafactories" and what is below it.
bool IsV1ArmType(std::string_view type);

/// Where the contents of a template go.
struct ArmSink {
  Factory* factory;
  std::vector<Finding>* findings;
  std::vector<SkippedFile>* skipped;
  /// Paths of the linked templates that were read; may be null.
  std::set<std::string>* linked;
  /// Takes what is of a factory of version 1, {"name", "type", "properties"} with the file it
  /// stands in; null: passed over.
  std::function<void(Json document, const std::string& file)> v1 = nullptr;
};

/// Add the factory resources of an ARM template to the sink's factory, their expressions evaluated.
///
/// Takes the resources of a factory or a Synapse workspace at the top, nested under the factory, in
/// nested deployments, and in linked templates that lie in or below the folder of the file, found
/// by `relativePath` or by the end of `uri`. Resources that exist already and those whose condition
/// is false are left out. Everything else in the template is passed over. `parameters` is a
/// parameter file's document or null. What cannot be evaluated becomes a placeholder text and a
/// warning.
void AddArmTemplate(const Json& document, const Json& parameters, const std::string& file,
                    const std::string& folder, const ArmSink& sink);

}  // namespace weir::model
