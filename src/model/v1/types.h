#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir::model {

/// A type of activity of version 1.
struct V1ActivityType {
  std::string_view name;
  /// What it needs to run on, in words ("an HDInsight cluster"); empty: nothing but the stores.
  std::string_view compute;
};

/// The type of that name, whatever the case; null if version 1 has none.
const V1ActivityType* FindV1ActivityType(std::string_view name);
const std::vector<std::string>& V1ActivityTypeNames();

/// The types of datasets and linked services of version 1, as the contract spells them.
const std::vector<std::string>& V1DatasetTypes();
const std::vector<std::string>& V1LinkedServiceTypes();

}  // namespace weir::model
