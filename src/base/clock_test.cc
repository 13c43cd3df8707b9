#include "base/clock.h"

#include <gtest/gtest.h>

#include "base/ids.h"
#include "base/names.h"

namespace weir {
namespace {

TEST(Clock, ReadsAndPrintsUtc) {
  const Result<UtcTime> time = ParseUtc("2018-03-15T13:00:00.1234567+02:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(FormatUtc(*time), "2018-03-15T11:00:00.1234560Z");
  for (const char* bad : {"", "2018", "2018-02-30", "2018-03-15T25:00:00Z", "2018-03-15x"}) {
    EXPECT_EQ(ParseUtc(bad).error().code(), "InvalidTime") << bad;
  }
}

TEST(Clock, ReadsTimeSpans) {
  EXPECT_EQ(ParseTimeSpan("0.12:00:00")->count(), 12 * 3600);
  EXPECT_EQ(ParseTimeSpan("7.00:00:01")->count(), 7 * 86400 + 1);
  EXPECT_EQ(ParseTimeSpan("00:10:00")->count(), 600);
  EXPECT_FALSE(ParseTimeSpan("ten minutes"));
}

TEST(Ids, DerivedOnesFollowFromTheirSeed) {
  EXPECT_EQ(DerivedGuid("run", 1), DerivedGuid("run", 1));
  EXPECT_NE(DerivedGuid("run", 1), DerivedGuid("run", 2));
  EXPECT_LT(OrderedGuid("run", 7, 9), OrderedGuid("run", 8, 1));
  EXPECT_LT(OrderedGuid("run", 4096, 1), OrderedGuid("run", uint64_t{1} << 28, 1));
  EXPECT_NE(OrderedGuid("run", 7, 1), OrderedGuid("run", 7, 2));
  EXPECT_NE(OrderedGuid("run", 7, 1), OrderedGuid("run", 7, 1 + (1 << 20)));
  EXPECT_EQ(OrderedGuid("run", 7, 1).size(), 36U);
  EXPECT_NE(NewGuid(), NewGuid());
  EXPECT_EQ(NewGuid()[14], '4');
}

TEST(Names, OffersTheNearest) {
  EXPECT_EQ(DidYouMean("sustring", {"substring", "add"}), "; did you mean 'substring'?");
  EXPECT_EQ(DidYouMean("zzzz", {"substring"}), "");
}

}  // namespace
}  // namespace weir
