#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "model/v1/factory.h"

namespace weir::model {

/// What a document is in version 1.
enum class V1Kind { kPipeline, kDataset, kLinkedService };

/// How sure it is that a document is one of version 1.
enum class V1Likeness {
  kOther,   ///< Of version 2, or no resource.
  kEither,  ///< It could be of both: most linked services, an empty pipeline.
  kV1,
};

struct V1Sort {
  V1Likeness likeness = V1Likeness::kOther;
  V1Kind kind = V1Kind::kPipeline;
};

/// Tell a document by its `$schema`, its ARM type, its properties and, last, the folder that it
/// lies in ("datapipelines", "Tables", "v1-dataset" …; may be empty).
V1Sort SortV1Document(const Json& document, std::string_view folder);

/// A factory of version 1, and what was wrong with its files. What could be read is there.
struct LoadedV1 {
  V1Factory factory;
  std::vector<Finding> findings;
  size_t files = 0;
};

/// What a load takes besides the factory.
struct V1LoadOptions {
  /// Parameter file of ARM templates; empty: the file beside each that is named for it.
  std::string arm_parameters = {};
  /// Config file of a Visual Studio project (config.h); empty: none.
  std::string config = {};
};

/// Load a factory of version 1: a folder of JSON files in whatever subfolders (a project of Visual
/// Studio, a folder for each kind), or one file. A file holds one resource, an array of them, or a
/// list answer of the REST interface, {"value": […]}, or an ARM template. Files of version 2 and
/// those that hold no resource are passed over. Of equal names the first counts.
///
/// Codes: those of read.h, InvalidJson, DuplicateName, ConfigNotApplied, ConfigNameUnknown, and
/// what an ARM template has that only the cloud knows. Errors: kNotFound FolderNotFound; kNotFound
/// NoResources if nothing of version 1 is there; kInvalid for a single file, a parameter file or a
/// config file that cannot be read.
Result<LoadedV1> LoadV1Factory(const std::string& path, const V1LoadOptions& options = {});

/// True if the folder or file holds documents of version 1 and no pipeline or dataset of version 2.
/// Reads files until one tells; a factory of version 2 costs one or two.
bool IsV1Factory(const std::string& path);

}  // namespace weir::model
