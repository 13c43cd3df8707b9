#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/access/jwt.h"
#include "http/client.h"

namespace weir::api {

/// Another authority whose tokens are taken (OpenID Connect).
struct IssuerOptions {
  std::string issuer;    ///< As its tokens say it; its discovery document is below.
  std::string audience;  ///< What its tokens must be for.
};

/// An issuer and its keys, fetched when they are first needed and again when a token names one that
/// is not known, at most every 30 s. Thread safe.
class Issuer {
 public:
  /// Errors: kInvalid InvalidIssuer unless it is https, or http on this machine.
  static Result<std::unique_ptr<Issuer>> Make(IssuerOptions options, const Clock& clock);

  const std::string& name() const { return options_.issuer; }
  /// Check signature, issuer, audience and times. Errors: kDenied AuthenticationFailed,
  /// kUnavailable IssuerUnavailable if its keys cannot be had.
  Result<> Check(const Jwt& token);
  /// Its discovery document, at most an hour old. Errors: kUnavailable IssuerUnavailable.
  Result<Json> Document();
  /// True if nobody on the way can read or change what is sent there: https, or this machine.
  static bool IsSafe(std::string_view url);

 private:
  Issuer(IssuerOptions options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}
  Result<SigningKey> FindKey(const std::string& id);
  Result<> FetchLocked();

  IssuerOptions options_;
  const Clock& clock_;
  http::Client client_;
  std::mutex mutex_;
  std::map<std::string, SigningKey> keys_;  // By "kid".
  std::optional<UtcTime> fetched_;
  Json document_;                // Null until it was had.
  std::optional<Error> failed_;  // Why Document() had none.
};

}  // namespace weir::api
