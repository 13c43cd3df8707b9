#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// A factory, and what was wrong with its files. What could be read is there.
struct LoadedFactory {
  Factory factory;
  std::vector<Finding> findings;
};

/// How to load.
struct LoadOptions {
  /// Parameter file of an ARM template. Empty: the file beside the template that is named for it
  /// ("ARMTemplateParametersForFactory.json", "<template>.parameters.json"), if there is one.
  std::string arm_parameters;
};

/// Load whatever `path` holds: a Git-integrated folder, a folder with an ARM template export, one
/// ARM template, or the file of one resource.
///
/// A file that is not JSON becomes an InvalidJson finding at its place, and the rest loads.
/// Errors: kNotFound FolderNotFound, saying what was looked for; kNotFound NoResources if the
/// folder holds none; kInvalid for a single file that cannot be read.
Result<LoadedFactory> LoadFactory(const std::string& path, const LoadOptions& options = {});

/// Load a Git-integrated folder: pipeline/ dataset/ linkedService/ …, in any case, singular or
/// plural. Other folders are not looked at. Errors: as LoadFactory.
Result<LoadedFactory> LoadFolder(const std::string& path);

/// Make a resource of a document as a Git file or a REST body holds it: {"name", "properties"} or
/// the properties alone. `name` is used if the document has none.
Resource MakeResource(ResourceKind kind, std::string name, std::string file, Json document);

/// Guess the kind of a lone resource from its `type` ("Microsoft.DataFactory/factories/pipelines"),
/// else from its properties; nothing if they say too little.
std::optional<ResourceKind> GuessKind(const Json& document);

}  // namespace weir::model
