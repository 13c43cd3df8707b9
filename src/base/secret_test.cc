#include "base/secret.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace weir {
namespace {

TEST(Sealer, OpensWhatItSealed) {
  const Sealer sealer = Sealer::Ephemeral();
  const std::string sealed = sealer.Seal("a secret");
  EXPECT_EQ(sealed.find("a secret"), std::string::npos);
  EXPECT_NE(sealed, sealer.Seal("a secret"));
  EXPECT_EQ(*sealer.Unseal(sealed), "a secret");
  EXPECT_EQ(*sealer.Unseal("plain"), "plain");
}

TEST(Sealer, RefusesAnotherKeyAndBrokenText) {
  const std::string sealed = Sealer::Ephemeral().Seal("a secret");
  EXPECT_EQ(Sealer::Ephemeral().Unseal(sealed).error().code(), "WrongKey");
  EXPECT_EQ(Sealer::Ephemeral().Unseal("sealed:!!").error().code(), "WrongKey");
}

TEST(Sealer, KeepsItsKeyInAFileOfItsOwn) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("weir-key-" + std::to_string(getpid()));
  const std::string path = (folder / "key").string();
  const Result<Sealer> first = Sealer::Open(path);
  ASSERT_TRUE(first) << first.error().ToString();
  EXPECT_EQ(*Sealer::Open(path)->Unseal(first->Seal("x")), "x");
  struct stat status{};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  std::ofstream(path) << "short";
  EXPECT_EQ(Sealer::Open(path).error().code(), "InvalidKey");
  std::filesystem::remove_all(folder);
}

TEST(Masker, HidesKnownSecretsEverywhere) {
  Masker masker;
  masker.Add("hunter22");
  masker.Add("abc");  // Too short: it would blot out ordinary text.
  EXPECT_EQ(masker.Mask(std::string("pw=hunter22;abc hunter22")), "pw=***;abc ***");
  const Json json = Json::Object({{"a", Json::Array({"x hunter22", 1})}});
  EXPECT_EQ(DumpJson(masker.Mask(json)), R"({"a":["x ***",1]})");
}

TEST(Masker, SecureStringsLoseTheirValue) {
  const Result<Json> json = ParseJson(R"({"p":{"type":"SecureString","value":"x"},"q":"x"})");
  EXPECT_EQ(DumpJson(MaskSecureStrings(*json)),
            R"({"p":{"type":"SecureString","value":"***"},"q":"x"})");
}

TEST(Token, IsNewAndComparesWhole) {
  const std::string token = NewToken();
  EXPECT_EQ(token.size(), 64U);
  EXPECT_NE(token, NewToken());
  EXPECT_TRUE(SameSecret(token, std::string(token)));
  EXPECT_FALSE(SameSecret(token, token.substr(1)));
  EXPECT_FALSE(SameSecret(token, token.substr(0, 63) + "x"));
  EXPECT_FALSE(SameSecret(token, ""));
}

}  // namespace
}  // namespace weir
