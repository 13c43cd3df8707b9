#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::model {

/// Read one YAML document as JSON, with the place of each value. Plain scalars are typed as YAML
/// 1.2's core schema says (null, true, 12, 1.5); what is quoted is a text.
/// Errors: kInvalid InvalidYaml with the place.
Result<Json> ParseYaml(std::string_view text);

/// Read a document from a file: YAML if its name ends in .yaml or .yml, else JSON.
/// Errors: those of ReadJsonFile, and InvalidYaml; all at the path.
Result<Json> ReadDataFile(const std::string& path);

}  // namespace weir::model
