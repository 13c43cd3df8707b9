#include "conformance/tally.h"

#include <gtest/gtest.h>

namespace weir::conformance {
namespace {

TEST(Tally, LeavesOutWhatDiffers) {
  EXPECT_EQ(Grouped("there is no dataset 'Rows'; did you mean 'Row'?"), "there is no dataset '…'");
  EXPECT_EQ(Grouped("at character 12, got ')'"), "at character N, got '…'");
  EXPECT_EQ(Grouped("an odd ' quote"), "an odd ' quote");
}

TEST(Tally, CountsReasonsMostFrequentFirst) {
  Tally tally("things");
  tally.Add(true);
  tally.Add(false);
  tally.AddReason("no 'a'", "one.json:1:2");
  tally.AddReason("odd", "two.json");
  tally.AddReason("odd", "three.json");
  Tally more("things");
  more.Add(false);
  more.AddReason("no 'b'", "four.json");
  more.AddReason("no 'c'", "five.json");
  tally.Merge(more);
  EXPECT_EQ(tally.Rate(), "1 of 3 (33.3 %)");
  const auto reasons = tally.Reasons();
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(reasons[0].first, "no '…'");
  EXPECT_EQ(reasons[0].second.count, 3);
  EXPECT_EQ(reasons[0].second.example, "one.json:1:2");
}

TEST(Tally, NothingTriedHasNoRate) {
  EXPECT_EQ(Tally("things").Rate(), "0 of 0");
}

}  // namespace
}  // namespace weir::conformance
