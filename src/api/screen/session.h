#pragma once

#include <optional>
#include <string>

#include "api/access/principals.h"
#include "base/clock.h"
#include "base/secret.h"
#include "http/server/server.h"

namespace weir::api {

/// Sessions of browsers: a token in exchange for a cookie that no script can read.
///
/// The cookie holds the token sealed with the service's key, so sessions live over restarts and end
/// with their token. It is HttpOnly, SameSite=Strict, and Secure over TLS. What is more than a look
/// needs the header `X-Weir-Screen`, which no other site can send, and must not come from another
/// site. Thread safe. Source: our choice (docs/screen.md).
class BrowserSessions {
 public:
  BrowserSessions(const Sealer& sealer, const Clock& clock);

  /// The bearer token of the request's session; nothing if it has none, or one that is over.
  /// Errors: kDenied CrossSiteRequest.
  Result<std::optional<std::string>> BearerOf(const http::ServerRequest& request) const;

  /// True for `/weir/session`.
  static bool IsSession(const http::ServerRequest& request);
  /// Whose session it is.
  static http::ServerResponse Show(const Caller& caller);
  /// POST {"token"}: begin a session; DELETE: end it.
  /// Errors: kDenied AuthenticationFailed, CrossSiteRequest; kInvalid InvalidRequestContent;
  /// kUnsupported MethodNotAllowed.
  Result<http::ServerResponse> Answer(const http::ServerRequest& request,
                                      Principals& principals) const;

 private:
  std::string Cookie(const http::ServerRequest& request, std::string_view value,
                     std::chrono::seconds age) const;
  Result<http::ServerResponse> Begin(const http::ServerRequest& request,
                                     Principals& principals) const;

  const Sealer& sealer_;
  const Clock& clock_;
  std::string name_;
};

}  // namespace weir::api
