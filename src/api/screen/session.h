#pragma once

#include <optional>
#include <string>

#include "api/access/openid_client.h"
#include "api/access/principals.h"
#include "api/screen/cookies.h"
#include "api/screen/ended_sessions.h"
#include "base/clock.h"
#include "http/server/server.h"

namespace weir::api {

/// Sessions of browsers: a token, or a person whom an issuer vouched for, in exchange for a cookie
/// that no script can read.
///
/// The cookie holds the token, or the person's subject, sealed with the service's key: sessions
/// live over restarts. They end when they are signed out of, after a week, of persons after 12
/// hours, and at once with their token or the last role of their person. What is more than a look
/// needs the header `X-Weir-Screen`, which no other site can send, and must not come from another
/// site. Thread safe. Source: our choice (docs/screen.md).
class BrowserSessions {
 public:
  /// `file`: as EndedSessions. `issuer`: whose persons have sessions; empty: nobody's.
  BrowserSessions(const SealedCookies& cookies, const Clock& clock, std::string file,
                  std::string issuer);

  /// Whose session the request has; nobody if it has none, or one that is over.
  /// Errors: kDenied CrossSiteRequest, AuthenticationFailed; what Principals says.
  Result<std::optional<Caller>> CallerOf(const http::ServerRequest& request,
                                         Principals& principals) const;

  /// True for `/weir/session`.
  static bool IsSession(const http::ServerRequest& request);
  /// Whose session it is.
  static http::ServerResponse Show(const Caller& caller);
  /// POST {"token"}: begin a session; DELETE: end it. `caller` gets whose it is, or was.
  /// Errors: kDenied AuthenticationFailed, CrossSiteRequest; kInvalid InvalidRequestContent;
  /// kUnsupported MethodNotAllowed.
  Result<http::ServerResponse> Answer(const http::ServerRequest& request, Principals& principals,
                                      Caller* caller);
  /// The value of "Set-Cookie" that begins the session of a person; nothing if it would be too
  /// long. `claims`: as Subject.
  std::optional<std::string> BeginOf(const http::ServerRequest& request, const OpenIdPerson& person,
                                     const std::vector<std::string>& claims) const;

 private:
  Result<http::ServerResponse> Begin(const http::ServerRequest& request, Principals& principals,
                                     Caller* caller) const;
  Result<http::ServerResponse> End(const http::ServerRequest& request, Principals& principals,
                                   Caller* caller);

  const SealedCookies& cookies_;
  const Clock& clock_;
  EndedSessions ended_;
  std::string issuer_;
};

}  // namespace weir::api
