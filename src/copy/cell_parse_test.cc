#include "copy/cell_parse.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace weir::copy {
namespace {

/// A decimal of up to 20 digits, sometimes with a sign, a point or a letter.
std::string RandomDecimal(std::mt19937& random) {
  std::string text = random() % 4 == 0 ? "-" : "";
  const size_t digits = 1 + random() % 20;
  for (size_t i = 0; i < digits; ++i) text += static_cast<char>('0' + random() % 10);
  if (random() % 3 != 0) text.insert(random() % (text.size() + 1), 1, '.');
  if (random() % 50 == 0) text.insert(random() % (text.size() + 1), 1, 'x');
  return text;
}

// A blank in front takes the general way, which must agree with the one for short texts.
TEST(ParseDecimal, ShortTextsAgreeWithTheGeneralWay) {
  std::mt19937 random(20'260'101);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = RandomDecimal(random);
    const int precision = 1 + static_cast<int>(random() % 38);
    const int scale = static_cast<int>(random() % static_cast<unsigned>(precision + 1));
    const bool exact = random() % 2 == 0;
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
