#include "api/access/jwt.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <optional>

#include "base/base64url.h"
#include "base/digest.h"

namespace weir::api {

struct SigningKey::Pair {
  explicit Pair(EVP_PKEY* given) : key(given) {}
  ~Pair() { EVP_PKEY_free(key); }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  EVP_PKEY* key;
};

namespace {

template <typename T, void (*Free)(T*)>
struct Freer {
  void operator()(T* object) const { Free(object); }
};
using Number = std::unique_ptr<BIGNUM, Freer<BIGNUM, BN_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM, OSSL_PARAM_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG, ECDSA_SIG_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

/// Bytes of a coordinate of P-256, of half a signature.
constexpr size_t kHalf = 32;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error Refuse(const std::string& message) {
  return Fail(ErrorKind::kDenied, "AuthenticationFailed", "Authentication failed. " + message);
}

Error BadKey(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidKey", message);
}

EVP_PKEY* KeyOf(const char* kind, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return key;
}

EVP_PKEY* RsaKey(const Json& jwk) {
  const auto modulus = DecodeBase64Url(jwk["n"].as_string());
  const auto exponent = DecodeBase64Url(jwk["e"].as_string());
  // Source: our choice; shorter keys are no longer safe, longer ones only keep us busy.
  constexpr size_t kModulusMin = 256;
  constexpr size_t kModulusMax = 1024;
  constexpr size_t kExponentMax = 8;
  if (!modulus || !exponent || modulus->size() < kModulusMin || modulus->size() > kModulusMax ||
      exponent->size() > kExponentMax) {
    return nullptr;
  }
  const Number n(BN_bin2bn(Bytes(*modulus), static_cast<int>(modulus->size()), nullptr));
  const Number e(BN_bin2bn(Bytes(*exponent), static_cast<int>(exponent->size()), nullptr));
  const Builder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return nullptr;
  }
  return KeyOf("RSA", builder.get());
}

EVP_PKEY* EcKey(const Json& jwk) {
  const auto x = DecodeBase64Url(jwk["x"].as_string());
  const auto y = DecodeBase64Url(jwk["y"].as_string());
  if (!x || !y || x->size() != kHalf || y->size() != kHalf || jwk["crv"].as_string() != "P-256") {
    return nullptr;
  }
  const std::string point = "\x04" + *x + *y;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  return KeyOf("EC", builder.get());
}

/// r and s side by side, as tokens have them, to what OpenSSL takes; empty if it is none.
std::string ToDer(std::string_view raw) {
  if (raw.size() != 2 * kHalf) return {};
  const EcSignature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(raw), kHalf, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(raw) + kHalf, kHalf, nullptr);
  ECDSA_SIG_set0(signature.get(), r, s);  // Takes them.
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  if (size <= 0) return {};
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

std::string FromDer(std::string_view der) {
  const unsigned char* at = Bytes(der);
  const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<int>(der.size())));
  std::string raw(2 * kHalf, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  if (signature == nullptr ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kHalf) != static_cast<int>(kHalf) ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kHalf, kHalf) !=
          static_cast<int>(kHalf)) {
    return {};
  }
  return raw;
}

std::string PublicPoint(EVP_PKEY* key) {
  std::string point(2 * kHalf + 1, '\0');
  size_t size = 0;
  const int got = EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
                                                  reinterpret_cast<unsigned char*>(point.data()),
                                                  point.size(), &size);
  return got == 1 && size == point.size() ? point : std::string();
}

}  // namespace

/// What needs the key itself.
struct Signature {
  static Result<SigningKey> Wrap(EVP_PKEY* key, std::string id) {
    SigningKey made;
    made.pair_ = std::make_shared<SigningKey::Pair>(key);
    if (id.empty()) id = EncodeBase64Url(Sha256(PublicPoint(key)).substr(0, 16));
    made.id_ = std::move(id);
    return made;
  }

  static std::string Sign(const SigningKey& key, std::string_view text) {
    const Digest digest(EVP_MD_CTX_new());
    size_t size = 0;
    if (EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.pair_->key) != 1 ||
        EVP_DigestSign(digest.get(), nullptr, &size, Bytes(text), text.size()) != 1) {
      return {};
    }
    std::string der(size, '\0');
    if (EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(der.data()), &size,
                       Bytes(text), text.size()) != 1) {
      return {};
    }
    der.resize(size);
    return FromDer(der);
  }

  static bool Fits(const SigningKey& key, std::string_view text, std::string_view signature) {
    const Digest digest(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.pair_->key) ==
               1 &&
           EVP_DigestVerify(digest.get(), Bytes(signature), signature.size(), Bytes(text),
                            text.size()) == 1;
  }

  static bool IsRsa(const SigningKey& key) { return EVP_PKEY_is_a(key.pair_->key, "RSA") == 1; }
};

Result<SigningKey> SigningKey::Make() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  if (key != nullptr) return Signature::Wrap(key, "");
  return Fail(ErrorKind::kInternal, "KeyUnavailable", "a key could not be made");
}

Result<SigningKey> SigningKey::FromPem(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr);
  if (key == nullptr) return BadKey("the key cannot be read");
  return Signature::Wrap(key, "");
}

Result<SigningKey> SigningKey::FromJwk(const Json& jwk) {
  const std::string& kind = jwk["kty"].as_string();
  EVP_PKEY* key = kind == "RSA" ? RsaKey(jwk) : kind == "EC" ? EcKey(jwk) : nullptr;
  if (key != nullptr) return Signature::Wrap(key, jwk["kid"].as_string());
  return BadKey("a key must be RSA of 2048 to 8192 bits, or EC on P-256, got '" + kind + "'");
}

std::string SigningKey::ToPem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(bio.get(), pair_->key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return {};
  }
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<size_t>(size)};
}

Json SigningKey::ToJwk() const {
  const std::string point = PublicPoint(pair_->key);
  if (point.empty()) return {};
  return Json::Object({{"kty", "EC"},
                       {"crv", "P-256"},
                       {"use", "sig"},
                       {"alg", "ES256"},
                       {"kid", id_},
                       {"x", EncodeBase64Url(point.substr(1, kHalf))},
                       {"y", EncodeBase64Url(point.substr(1 + kHalf))}});
}

Result<Jwt> Jwt::Read(std::string_view token) {
  constexpr size_t kTokenMax = size_t{16} << 10U;
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.size() > kTokenMax) {
    return Refuse("The token is none of this service's.");
  }
  const auto header = DecodeBase64Url(token.substr(0, first));
  const auto claims = DecodeBase64Url(token.substr(first + 1, second - first - 1));
  const auto signature = DecodeBase64Url(token.substr(second + 1));
  if (!header || !claims || !signature) return Refuse("The token is damaged.");
  constexpr int kDepthMax = 20;
  Result<Json> header_json = ParseJson(*header, {.strict = true, .depth_max = kDepthMax});
  Result<Json> claims_json = ParseJson(*claims, {.strict = true, .depth_max = kDepthMax});
  if (!header_json || !claims_json) return Refuse("The token is damaged.");
  return Jwt{*std::move(header_json), *std::move(claims_json), std::string(token.substr(0, second)),
             *signature};
}

Result<std::string> SignJwt(const Json& claims, const SigningKey& key) {
  const Json header = Json::Object({{"typ", "JWT"}, {"alg", "ES256"}, {"kid", key.id()}});
  std::string token = EncodeBase64Url(DumpJson(header)) + "." + EncodeBase64Url(DumpJson(claims));
  const std::string signature = Signature::Sign(key, token);
  if (signature.empty()) {
    return Fail(ErrorKind::kInternal, "KeyUnavailable", "a token could not be signed");
  }
  return token + "." + EncodeBase64Url(signature);
}

Result<> CheckJwt(const Jwt& token, const SigningKey& key, UtcTime now) {
  const std::string& algorithm = token.header["alg"].as_string();
  const bool rsa = algorithm == "RS256";
  if ((!rsa && algorithm != "ES256") || rsa != Signature::IsRsa(key)) {
    return Refuse("The token is signed with '" + algorithm + "'; its key is for another kind.");
  }
  const std::string signature = rsa ? token.signature : ToDer(token.signature);
  if (signature.empty() || !Signature::Fits(key, token.signed_part, signature)) {
    return Refuse("The token's signature is wrong.");
  }
  constexpr double kGraceSeconds = 60;
  constexpr double kMicros = 1e6;
  const double seconds = static_cast<double>(ToMicros(now)) / kMicros;
  const Json& expires = token.claims["exp"];
  if (!expires.is_number() || seconds > expires.as_double() + kGraceSeconds) {
    return Refuse("The token has expired.");
  }
  const Json& begins = token.claims["nbf"];
  if (begins.is_number() && seconds + kGraceSeconds < begins.as_double()) {
    return Refuse("The token is not valid yet.");
  }
  return {};
}

}  // namespace weir::api
