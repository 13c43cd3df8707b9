#pragma once

#include <filesystem>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "model/load.h"

namespace weir::model {

/// Load one ARM template. Its parameters are `options.arm_parameters`, else the file beside it that
/// is named for it. Errors: kNotFound NoResources; kInvalid for a parameter file that was given and
/// cannot be read (one that lies beside becomes a finding).
Result<LoadedFactory> LoadArmTemplate(const std::filesystem::path& path, const Json& document,
                                      const LoadOptions& options);

/// The parameters of the template at `path`: of `given`, else of the file beside it; null without
/// one. Errors: as LoadArmTemplate.
Result<Json> ArmParameters(const std::filesystem::path& path, const std::string& given,
                           std::vector<Finding>* findings);

/// The template that an export wrote into a folder ("ARMTemplateForFactory.json",
/// "TemplateForWorkspace.json", "linkedTemplates/ArmTemplate_master.json"); empty if there is none.
std::filesystem::path ExportedTemplateIn(const std::filesystem::path& folder);

/// Load the ARM templates that lie in a folder: the one that is named as a whole deployment is
/// ("azuredeploy.json", "mainTemplate.json" …), else all but those that others link to.
/// Errors: kNotFound NoResources.
Result<LoadedFactory> LoadTemplatesIn(const std::filesystem::path& folder,
                                      const LoadOptions& options);

}  // namespace weir::model
