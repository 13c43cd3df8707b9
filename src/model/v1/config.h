#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/finding.h"

namespace weir::model {

/// A config file of a Visual Studio project: for each object by its name values by JSON path, one
/// file for each place that a factory is deployed to.
///
///   {"AzureSqlLinkedService": [
///     {"name": "$.properties.typeProperties.connectionString", "value": "Server=…"}]}
///
/// A path begins with `$`; a step is `.name`, `['name']`, `.['name']` or `[0]`.
/// Source: facts of version 1, REST, section 11; the steps as the articles' samples have them.
class V1Config {
 public:
  V1Config() = default;
  /// Errors: as ReadJsonFile; kInvalid InvalidConfig if it is no object of lists.
  static Result<V1Config> Read(const std::string& path);

  /// Put the values for the object of that name in. Paths that lead nowhere are findings, in the
  /// config file.
  void Apply(const std::string& name, Json* document, std::vector<Finding>* findings);
  /// Names that no object had are findings. `known`: those there are.
  void ReportUnused(const std::vector<std::string>& known, std::vector<Finding>* findings) const;

 private:
  std::string file_;
  Json document_;
  std::set<std::string> used_;  ///< As NameKey.
};

}  // namespace weir::model
