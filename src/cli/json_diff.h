#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace weir::cli {

/// One difference of two documents.
struct JsonDifference {
  char mark = '~';   ///< '+' only in the new one, '-' only in the old one, '~' other there.
  std::string path;  ///< "properties.activities[Copy].policy.timeout"
  std::string text;  ///< The value; of '~' "old → new". Long values are cut.
};

/// What differs, in the order of the new document, then what is gone. Items of arrays are matched
/// by their `name` where all have one, else by place; the order of members does not count.
std::vector<JsonDifference> DiffJson(const Json& old, const Json& now);

}  // namespace weir::cli
