#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::api {

/// A public key that checks signatures, or a pair that makes them too.
class SigningKey {
 public:
  /// A new pair on P-256, for ES256. Errors: kInternal KeyUnavailable.
  static Result<SigningKey> Make();
  /// Errors: kInvalid InvalidKey.
  static Result<SigningKey> FromPem(const std::string& pem);
  /// RSA, or EC on P-256. Errors: kInvalid InvalidKey.
  static Result<SigningKey> FromJwk(const Json& jwk);

  std::string ToPem() const;
  /// Its public part, with "kid", "use" and "alg". Only of pairs on P-256.
  Json ToJwk() const;
  const std::string& id() const { return id_; }

 private:
  friend struct Signature;
  struct Pair;
  std::shared_ptr<const Pair> pair_;
  std::string id_;
};

/// The parts of a signed token, not checked yet.
struct Jwt {
  Json header;
  Json claims;
  std::string signed_part;
  std::string signature;

  /// Errors: kDenied AuthenticationFailed.
  static Result<Jwt> Read(std::string_view token);
};

/// A token with these claims, signed with ES256.
Result<std::string> SignJwt(const Json& claims, const SigningKey& key);

/// Check signature (RS256 or ES256, which the key must fit), "exp" and "nbf", with a minute's
/// grace. Errors: kDenied AuthenticationFailed, saying which it was.
Result<> CheckJwt(const Jwt& token, const SigningKey& key, UtcTime now);

}  // namespace weir::api
