#pragma once

#include <memory>
#include <string>

#include "api/access/issuer.h"
#include "http/client.h"

namespace weir::api {

/// This service as a client of an issuer, as whom people sign in (OpenID Connect).
struct OpenIdOptions {
  std::string issuer;         ///< As Issuer.
  std::string client_id;      ///< As the issuer knows this service.
  std::string client_secret;  ///< Empty: a public client, that PKCE alone protects.
  std::string scope = "openid profile email";
};

/// What one attempt to sign in is known by. Each is for one use and cannot be guessed.
struct OpenIdAttempt {
  std::string state;
  std::string nonce;
  std::string verifier;  ///< Of PKCE; goes to the issuer's token endpoint only.

  static OpenIdAttempt Make();
};

/// Whom an issuer vouches for.
struct OpenIdPerson {
  std::string issuer;
  std::string subject;
  std::string name;  ///< For people to read; proves nothing.
  Json claims;       ///< All of the ID token.
};

/// Authorization code flow with PKCE (S256), a nonce, and an ID token that is checked: signature,
/// issuer, audience, authorized party, nonce, times. Thread safe.
/// Source: OpenID Connect Core 1.0, sections 3.1 and 3.1.3.7; RFC 6749; RFC 7636; RFC 9207.
class OpenIdClient {
 public:
  /// Asks nobody. Errors: kInvalid InvalidIssuer.
  static Result<std::unique_ptr<OpenIdClient>> Make(OpenIdOptions options, const Clock& clock);

  const OpenIdOptions& options() const { return options_; }

  /// Where the browser goes to sign in and comes back from to `back`; `again`: even if the issuer
  /// knows somebody in this browser. Errors: kUnavailable IssuerUnavailable.
  Result<std::string> AuthorizationUrl(const OpenIdAttempt& attempt, const std::string& back,
                                       bool again);

  /// Check the "iss" with which the browser came back, empty if it had none.
  /// Errors: kDenied SignInTokenWrong, kUnavailable IssuerUnavailable.
  Result<> CheckSender(const std::string& sender);

  /// Trade the code for an ID token, and check it. Errors: kUnavailable IssuerUnavailable; kDenied
  /// SignInClientWrong, SignInCodeRefused, SignInRefused, SignInTokenWrong, SignInClockOff.
  Result<OpenIdPerson> Exchange(const std::string& code, const OpenIdAttempt& attempt,
                                const std::string& back);

 private:
  OpenIdClient(OpenIdOptions options, const Clock& clock)
      : options_(std::move(options)), clock_(clock) {}
  /// An endpoint of the discovery document.
  Result<std::string> Endpoint(const Json& document, const char* name) const;
  Result<std::string> Redeem(const std::string& code, const std::string& verifier,
                             const std::string& back);
  Result<OpenIdPerson> CheckToken(const std::string& id_token, const std::string& nonce);

  OpenIdOptions options_;
  const Clock& clock_;
  http::Client client_;
  std::unique_ptr<Issuer> issuer_;
};

/// What an issuer said, to be shown to people: printable ASCII, at most 200 characters.
std::string QuoteIssuer(std::string_view text);

}  // namespace weir::api
