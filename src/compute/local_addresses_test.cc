#include "compute/local_addresses.h"

#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::compute {
namespace {

/// {text, want}; the folder is "/data".
void CheckAddresses(const Json& test_case) {
  EXPECT_EQ(WithLocalAddresses(test_case["text"].as_string(), "/data"),
            test_case["want"].as_string());
}

const bool kCases = weir::testing::RegisterCases(
    "local_addresses", "src/compute/cases/local_addresses.json", CheckAddresses);

}  // namespace
}  // namespace weir::compute
