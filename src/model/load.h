#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/document.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// A factory, and what was wrong with its files. What could be read is there.
struct LoadedFactory {
  Factory factory;
  std::vector<Finding> findings;
  std::vector<SkippedFile> skipped;
};

/// How to load.
struct LoadOptions {
  /// Parameter file of an ARM template. Empty: the file beside the template that is named for it
  /// ("ARMTemplateParametersForFactory.json", "<template>.parameters.json"), if there is one.
  std::string arm_parameters;
};

/// Load whatever `path` holds: a Git-integrated folder of a factory or a Synapse workspace, an ARM
/// template export (one file, or a master with linked templates), a folder of loose resource files,
/// a repository with one factory somewhere below, or a single file (see ResourcesIn).
///
/// A file that is not JSON becomes an InvalidJson finding at its place, and the rest loads. JSON
/// files that hold no resource (package.json, parameter files …) are passed over; those of other
/// kinds of a Synapse workspace are in `skipped`.
/// Errors: kNotFound FolderNotFound, saying what was looked for; kNotFound NoResources if the
/// folder holds none, or several factories; kInvalid for a single file that cannot be read.
Result<LoadedFactory> LoadFactory(const std::string& path, const LoadOptions& options = {});

/// Load a Git-integrated folder: pipeline/ dataset/ linkedService/ …, in any case, singular or
/// plural, with what lies in folders inside them. Other folders are not looked at.
/// Errors: as LoadFactory.
Result<LoadedFactory> LoadFolder(const std::string& path);

}  // namespace weir::model
