#include "base/forward_clock.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

class ForwardClockTest : public ::testing::Test {
 protected:
  /// Real time goes by.
  void Pass(microseconds time) {
    passed_ += time;
    wall_.Advance(time);
  }

  const UtcTime start_ = FromMicros(1'767'225'600'000'000);
  ManualClock wall_{start_};
  microseconds passed_{0};
  ForwardClock clock_{wall_, [this] { return passed_; }};
};

TEST_F(ForwardClockTest, IsTheOtherWhileNobodySetsIt) {
  EXPECT_EQ(clock_.Now(), start_);
  Pass(seconds(5));
  EXPECT_EQ(clock_.Now(), start_ + seconds(5));
  wall_.Advance(hours(3));
  EXPECT_EQ(clock_.Now(), start_ + seconds(5) + hours(3));
  EXPECT_EQ(clock_.ahead(), microseconds(0));
}

TEST_F(ForwardClockTest, GoesOnWhenTheOtherIsSetBack) {
  Pass(seconds(5));
  wall_.Advance(-hours(1));
  EXPECT_EQ(clock_.Now(), start_ + seconds(5));
  EXPECT_EQ(clock_.ahead(), hours(1));
  Pass(seconds(16));
  EXPECT_EQ(clock_.Now(), start_ + seconds(5 + 15));
  EXPECT_EQ(clock_.ahead(), hours(1) - seconds(1));
}

TEST_F(ForwardClockTest, MeetsTheOtherAgainAndNeverRunsBackwards) {
  wall_.Advance(-hours(1));
  UtcTime last = clock_.Now();
  for (int minute = 0; minute < 16 * 60; ++minute) {
    Pass(seconds(60));
    const UtcTime now = clock_.Now();
    EXPECT_GT(now, last);
    last = now;
  }
  EXPECT_EQ(last, wall_.Now());
  EXPECT_EQ(clock_.ahead(), microseconds(0));
}

TEST_F(ForwardClockTest, FollowsAMistakeThatIsSetRight) {
  wall_.Advance(-hours(1));
  EXPECT_EQ(clock_.Now(), start_);
  wall_.Advance(hours(1));
  EXPECT_EQ(clock_.Now(), start_);
  EXPECT_EQ(clock_.ahead(), microseconds(0));
}

TEST_F(ForwardClockTest, BeginsWhereWhatWasKeptEnded) {
  clock_.NotBefore(start_ + hours(2));
  EXPECT_EQ(clock_.Now(), start_ + hours(2));
  clock_.NotBefore(start_ + hours(1));
  EXPECT_EQ(clock_.Now(), start_ + hours(2));
  clock_.NotBefore(start_ + hours(24 * 365));
  EXPECT_EQ(clock_.Now(), start_ + hours(2));
}

}  // namespace
}  // namespace weir
