#include "cli/json_diff.h"

#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::cli {
namespace {

/// {name, old, new, want: ["~ path: text"]}
void CheckCase(const Json& one) {
  Json found = Json::Array();
  for (const JsonDifference& difference : DiffJson(one["old"], one["new"])) {
    found.Append(std::string(1, difference.mark) + " " + difference.path + ": " + difference.text);
  }
  EXPECT_EQ(DumpJson(found), DumpJson(one["want"]));
}

const bool kRegistered =
    testing::RegisterCases("json_diff", "src/cli/cases/json_diff.json", CheckCase);

}  // namespace
}  // namespace weir::cli
