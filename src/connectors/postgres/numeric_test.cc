#include "connectors/postgres/numeric.h"

#include <arrow/util/decimal.h>
#include <gtest/gtest.h>

namespace weir::connectors::postgres {
namespace {

std::string ThroughText(const std::string& text) {
  std::string field;
  if (!EncodeNumericText(text, field)) return "refused";
  return NumericText(field.data() + 4, static_cast<int32_t>(field.size()) - 4);
}

TEST(PostgresNumeric, TextsKeepTheirDigits) {
  for (const char* text :
       {"0", "1", "-1", "10000", "0.5", "-0.00012", "123456789.123456789", "99999999", "0.0001",
        "1.50", "100000000000000000000000000000000000000000000.000000000000000000000000001", "NaN",
        "0.000", "10000.0000"}) {
    EXPECT_EQ(ThroughText(text), text);
  }
  EXPECT_EQ(ThroughText("+1.50"), "1.50");
  EXPECT_EQ(ThroughText("-0"), "0");
  EXPECT_EQ(ThroughText("007"), "7");
  EXPECT_EQ(ThroughText(".5"), "0.5");
  EXPECT_EQ(ThroughText("1e3"), "1000");
  EXPECT_EQ(ThroughText("-1.25E-3"), "-0.00125");
  for (const char* text : {"", "-", "abc", "1.2.3", "1e", "1e999999999", "0x10", "1 2", "."}) {
    EXPECT_EQ(ThroughText(text), "refused") << text;
  }
}

TEST(PostgresNumeric, DecimalsOfEveryScaleComeBack) {
  const char* const digits[] = {"0",
                                "1",
                                "-7",
                                "9999",
                                "10000",
                                "-123456789",
                                "1000000000000",
                                "99999999999999999999999999999999999999",
                                "-10000000000000000000000000000000000000"};
  for (const char* text : digits) {
    const arrow::Decimal128 value(text);
    for (int scale = 0; scale <= 38; ++scale) {
      std::string field;
      EncodeNumeric(value, scale, field);
      const auto size = static_cast<int32_t>(field.size()) - 4;
      EXPECT_EQ(NumericText(field.data() + 4, size).find("e"), std::string::npos);
      arrow::Decimal128 back;
      ASSERT_TRUE(DecodeNumeric(field.data() + 4, size, scale, &back)) << text << " " << scale;
      EXPECT_EQ(back, value) << text << " " << scale;
      // The same number from its text has the same bytes.
      std::string from_text;
      ASSERT_TRUE(EncodeNumericText(value.ToString(scale), from_text));
      if (value.ToString(scale).find('E') == std::string::npos) {
        EXPECT_EQ(from_text, field) << value.ToString(scale);
      }
    }
  }
}

TEST(PostgresNumeric, WhatIsNoDecimalIsRefused) {
  arrow::Decimal128 value;
  const auto decode = [&value](const std::string& text, int scale) {
    std::string field;
    EXPECT_TRUE(EncodeNumericText(text, field));
    return DecodeNumeric(field.data() + 4, static_cast<int32_t>(field.size()) - 4, scale, &value);
  };
  EXPECT_FALSE(decode("NaN", 2));
  EXPECT_FALSE(decode("1.005", 2));
  EXPECT_FALSE(decode("1.00005", 2));
  EXPECT_FALSE(decode("100000000000000000000000000000000000000", 0));
  EXPECT_TRUE(decode("1.500", 1));
  EXPECT_EQ(value, arrow::Decimal128(15));
  EXPECT_FALSE(DecodeNumeric("abc", 3, 0, &value));
  EXPECT_FALSE(DecodeNumeric("\0\2\0\0\0\0\0\0\0\1", 10, 0, &value));
}

}  // namespace
}  // namespace weir::connectors::postgres
