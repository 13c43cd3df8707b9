// Random graphs with random faults and crashes between any two commits, through core and store.
// WEIR_SIM_SEED=n runs that seed alone; WEIR_SIM_SEEDS=n runs so many (2,000 by default).
#include <gtest/gtest.h>

#include <cstdlib>

#include "sim/random_factory.h"
#include "sim/simulated_world.h"

namespace weir::sim {
namespace {

constexpr uint64_t kSeedsDefault = 2000;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string Join(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

struct Figures {
  int64_t crashes = 0;
  int64_t recovered = 0;
};

/// One seed: the run without faults, then the same with crashes, which must come to the same, also
/// when what failed is rerun; then with a cancel, which must end, also when it is rerun.
void CheckSeed(uint64_t seed, Figures* figures) {
  SCOPED_TRACE("seed " + std::to_string(seed) +
               "; rerun with WEIR_SIM_SEED=" + std::to_string(seed));
  const auto factory = RandomFactory(seed);
  const int runs = 1 + static_cast<int>(seed % 3);
  World calm(factory, seed, {});
  ASSERT_TRUE(calm.Run(runs)) << Join(calm.problems());
  World stormy(factory, seed, {4 + seed % 20, seed % 2 == 0 ? 10U : 0U, {}});
  ASSERT_TRUE(stormy.Run(runs)) << Join(stormy.problems());
  ASSERT_EQ(stormy.Outcome(), calm.Outcome());
  ASSERT_TRUE(calm.RerunFailed()) << Join(calm.problems());
  ASSERT_TRUE(stormy.RerunFailed()) << Join(stormy.problems());
  ASSERT_EQ(stormy.Outcome(), calm.Outcome());
  World cancelled(factory, seed, {6 + seed % 10, 0, static_cast<double>(seed % 40)});
  ASSERT_TRUE(cancelled.Run(runs)) << Join(cancelled.problems());
  ASSERT_TRUE(cancelled.RerunFailed()) << Join(cancelled.problems());
  figures->crashes += stormy.crashes() + cancelled.crashes();
  figures->recovered += stormy.recovered() + cancelled.recovered();
}

TEST(Simulation, EverySeedEndsAsIfNothingHadHappened) {
  const uint64_t one = FromEnvironment("WEIR_SIM_SEED", 0);
  const uint64_t first = one == 0 ? 1 : one;
  const uint64_t count = one == 0 ? FromEnvironment("WEIR_SIM_SEEDS", kSeedsDefault) : 1;
  Figures figures;
  for (uint64_t seed = first; seed < first + count; ++seed) {
    CheckSeed(seed, &figures);
    if (HasFatalFailure()) break;
  }
  std::printf("%llu seeds, %lld crashes, %lld activities taken over\n",
              static_cast<unsigned long long>(count), static_cast<long long>(figures.crashes),
              static_cast<long long>(figures.recovered));
  if (one == 0) {
    EXPECT_GT(figures.recovered, 0);
  }
}

}  // namespace
}  // namespace weir::sim
