#include "api/access/jwt.h"

#include <gtest/gtest.h>

namespace weir::api {
namespace {

constexpr int64_t kNow = 1'800'000'000;

UtcTime At(int64_t seconds) {
  return FromMicros(seconds * 1'000'000);
}

/// Source: RFC 7515, appendix A.2 (RS256) and A.3 (ES256).
constexpr const char* kPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
constexpr const char* kEcSignature =
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr const char* kEcKey =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr const char* kRsaSignature =
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L"
    "07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUi"
    "pUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr const char* kRsaKey =
    R"({"kty":"RSA","kid":"r","e":"AQAB","n":")"
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
    "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0"
    "LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
    "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
    "PAcDTW9gb54h4FRWyuXpoQ"
    "\"}";

TEST(Jwt, ChecksTheExamplesOfTheStandard) {
  const auto ec = SigningKey::FromJwk(*ParseJson(kEcKey));
  const auto rsa = SigningKey::FromJwk(*ParseJson(kRsaKey));
  ASSERT_TRUE(ec.ok() && rsa.ok());
  EXPECT_EQ(rsa->id(), "r");
  const auto by_ec = Jwt::Read(std::string("eyJhbGciOiJFUzI1NiJ9.") + kPayload + kEcSignature);
  const auto by_rsa = Jwt::Read(std::string("eyJhbGciOiJSUzI1NiJ9.") + kPayload + kRsaSignature);
  ASSERT_TRUE(by_ec.ok() && by_rsa.ok());
  const UtcTime then = At(1'300'819'000);
  EXPECT_TRUE(CheckJwt(*by_ec, *ec, then).ok());
  EXPECT_TRUE(CheckJwt(*by_rsa, *rsa, then).ok());
  EXPECT_NE(CheckJwt(*by_ec, *ec, At(kNow)).error().message().find("expired"), std::string::npos);
  EXPECT_FALSE(CheckJwt(*by_ec, *rsa, then).ok());
  EXPECT_FALSE(CheckJwt(*by_rsa, *ec, then).ok());
}

TEST(Jwt, SignsWhatItChecks) {
  const auto key = SigningKey::Make();
  ASSERT_TRUE(key.ok());
  const Json claims = Json::Object({{"sub", "me"}, {"exp", kNow + 10}, {"nbf", kNow - 10}});
  const auto token = SignJwt(claims, *key);
  ASSERT_TRUE(token.ok());
  const auto read = Jwt::Read(*token);
  ASSERT_TRUE(read.ok());
  const auto same = SigningKey::FromPem(key->ToPem());
  const auto half = SigningKey::FromJwk(key->ToJwk());
  ASSERT_TRUE(same.ok() && half.ok());
  EXPECT_EQ(same->id(), key->id());
  EXPECT_EQ(half->id(), key->id());
  EXPECT_TRUE(CheckJwt(*read, *half, At(kNow)).ok());
  EXPECT_FALSE(CheckJwt(*read, *half, At(kNow - 100)).ok());
  EXPECT_FALSE(CheckJwt(*read, *SigningKey::Make(), At(kNow)).ok());
  Jwt other = *read;
  other.signed_part += "x";
  EXPECT_FALSE(CheckJwt(other, *half, At(kNow)).ok());
  other = *read;
  other.header.Set("alg", "none");
  EXPECT_FALSE(CheckJwt(other, *half, At(kNow)).ok());
}

TEST(Jwt, RefusesKeysAndTokensThatAreNone) {
  for (const char* jwk :
       {R"({"kty":"oct","k":"AAAA"})", R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})",
        R"({"kty":"RSA","n":"AQAB","e":"AQAB"})", R"({})"}) {
    EXPECT_EQ(SigningKey::FromJwk(*ParseJson(jwk)).error().code(), "InvalidKey") << jwk;
  }
  EXPECT_EQ(SigningKey::FromPem("none").error().code(), "InvalidKey");
  const std::string large = std::string(20'000, 'a') + ".a.a";
  for (const std::string& token :
       {std::string("a"), std::string("a.b"), large, std::string("W10.W10.!")}) {
    EXPECT_EQ(Jwt::Read(token).error().code(), "AuthenticationFailed");
  }
}

}  // namespace
}  // namespace weir::api
