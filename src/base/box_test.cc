#include "base/box.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(Box, OnlyTheHolderOpensIt) {
  const KeyPair keys = NewBoxKeys();
  const auto sealed = SealFor(keys.open, "pass-word");
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(sealed->find("pass"), std::string::npos);
  EXPECT_EQ(*OpenSealed(keys, *sealed), "pass-word");
  const auto other = OpenSealed(NewBoxKeys(), *sealed);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code(), "WrongKey");
  EXPECT_FALSE(OpenSealed(keys, "no box").ok());
  EXPECT_EQ(SealFor("short", "text").error().code(), "InvalidKey");
}

TEST(Box, ASignatureHoldsForOneTextAndOneKey) {
  const std::string seed(64, '7');
  const KeyPair keys = *SigningKeysOf(seed);
  EXPECT_EQ(keys.open, SigningKeysOf(seed)->open);
  const std::string signature = Sign(keys, "text");
  EXPECT_TRUE(HasSigned(keys.open, "text", signature));
  EXPECT_FALSE(HasSigned(keys.open, "texts", signature));
  EXPECT_FALSE(HasSigned(NewSigningKeys().open, "text", signature));
  EXPECT_FALSE(HasSigned(keys.open, "text", "AAAA"));
  EXPECT_EQ(SigningKeysOf("77").error().code(), "InvalidKey");
  EXPECT_EQ(Sign({}, "text"), "");
}

}  // namespace
}  // namespace weir
