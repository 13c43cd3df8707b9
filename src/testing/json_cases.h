#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/json.h"

namespace weir::testing {

/// One entry of a case file: its name as a test ("file.case") and what it says.
struct JsonCase {
  std::string name;
  Json json;
};

/// Read a case file (an array, an object with `cases`, or one object a line) by its path from the
/// project's root. A case is named by its `name`, `id` or number. A file that cannot be read is a
/// failed test, not an empty list.
std::vector<JsonCase> LoadCases(const std::string& path);

/// Register each case of `path` as a test `<suite>.<case>` that calls `check`.
/// Call before RUN_ALL_TESTS, from a namespace-scope `const bool registered = …`.
bool RegisterCases(const std::string& suite, const std::string& path,
                   const std::function<void(const Json&)>& check);

/// The whole file by its path from the project's root; empty if it cannot be read.
std::string ReadFile(const std::string& path);

}  // namespace weir::testing
