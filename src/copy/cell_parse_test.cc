#include "copy/cell_parse.h"

#include <gtest/gtest.h>

#include <string>

#include "base/ids.h"

namespace weir::copy {
namespace {

/// A decimal of up to 20 digits, sometimes with a sign, a point or a letter.
std::string RandomDecimal(SeededRandom& random) {
  std::string text = random.Below(4) == 0 ? "-" : "";
  const size_t digits = 1 + random.Below(20);
  for (size_t i = 0; i < digits; ++i) text += static_cast<char>('0' + random.Below(10));
  if (random.Below(3) != 0) text.insert(random.Below(text.size() + 1), 1, '.');
  if (random.Below(50) == 0) text.insert(random.Below(text.size() + 1), 1, 'x');
  return text;
}

// A blank in front takes the general way, which must agree with the one for short texts.
TEST(ParseDecimal, ShortTextsAgreeWithTheGeneralWay) {
  SeededRandom random(20'260'101);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = RandomDecimal(random);
    const int precision = 1 + static_cast<int>(random.Below(38));
    const int scale = static_cast<int>(random.Below(static_cast<uint64_t>(precision) + 1));
    const bool exact = random.Below(2) == 0;
    Int128 direct = 0;
    Int128 general = 0;
    const bool took = ParseDecimal(text, precision, scale, exact, &direct);
    ASSERT_EQ(took, ParseDecimal(" " + text, precision, scale, exact, &general))
        << text << " as decimal(" << precision << ", " << scale << ")";
    ASSERT_TRUE(direct == general) << text;
  }
}

}  // namespace
}  // namespace weir::copy
