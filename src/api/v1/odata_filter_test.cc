#include "api/v1/odata_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "api/v1/window_fields.h"
#include "testing/json_cases.h"

namespace weir::api::v1 {
namespace {

template <typename T>
void ExpectError(const Result<T>& result, const Json& error) {
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code(), error["code"].as_string());
  EXPECT_NE(result.error().message().find(error["says"].as_string()), std::string::npos)
      << result.error().message();
}

/// {name, filter, row, want | error}, or {name, orderBy, rows, wantOrder | error}.
void CheckFilter(const Json& one) {
  const Json& error = one["error"];
  if (one["orderBy"].is_string()) {
    const auto order = ParseOrderBy(one["orderBy"].as_string(), kWindowFields);
    if (error.is_object()) return ExpectError(order, error);
    ASSERT_TRUE(order.ok()) << order.error().ToString();
    std::vector<size_t> sorted(one["rows"].size());
    std::iota(sorted.begin(), sorted.end(), size_t{0});
    std::stable_sort(sorted.begin(), sorted.end(), [&](size_t left, size_t right) {
      return ComesBefore(one["rows"][left], one["rows"][right], *order);
    });
    Json got = Json::Array();
    for (const size_t at : sorted) got.Append(at);
    EXPECT_EQ(DumpJson(got), DumpJson(one["wantOrder"]));
    return;
  }
  const auto filter = ODataFilter::Parse(one["filter"].as_string(), kWindowFields);
  if (error.is_object()) return ExpectError(filter, error);
  ASSERT_TRUE(filter.ok()) << filter.error().ToString();
  EXPECT_EQ(filter->Accepts(one["row"]), one["want"].as_bool());
}

const bool kFilters =
    weir::testing::RegisterCases("V1Filters", "src/api/cases/v1_filters.json", CheckFilter);

}  // namespace
}  // namespace weir::api::v1
