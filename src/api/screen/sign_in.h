#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "api/access/openid_client.h"
#include "api/access/principals.h"
#include "api/screen/session.h"
#include "store/access_store.h"

namespace weir::api {

/// As whom people sign in on the screen.
struct SignInOptions {
  OpenIdOptions client;
  std::string name = {};  ///< What the screen calls the issuer; empty: its host.
};

/// People sign in at an issuer, and come back to a session of their browser. The service does all
/// of it: no token of the issuer reaches the browser.
///
/// An attempt is kept in a sealed cookie of the browser that began it, for 10 minutes and one use.
/// What went wrong is told by a sealed cookie too, which `GET /weir/sign-in` reads to the screen:
/// nobody can put words there. Thread safe.
class BrowserSignIn {
 public:
  /// `address`: where browsers reach the service, "https://weir.example".
  using Address = std::function<Result<std::string>()>;

  /// Without options nobody signs in so. Errors: kInvalid InvalidIssuer.
  static Result<std::unique_ptr<BrowserSignIn>> Make(std::optional<SignInOptions> options,
                                                     const SealedCookies& cookies,
                                                     const BrowserSessions& sessions,
                                                     const Clock& clock, Address address);

  /// True for `/weir/sign-in` and what is below.
  static bool IsSignIn(const http::ServerRequest& request);
  /// GET `/weir/sign-in`: the ways there are, and why the last attempt failed; `…/begin?to=`: to
  /// the issuer; `…/callback`: back from it. Of attempts that came to an end `record` gets who, the
  /// code of what went wrong, and a status of its own.
  http::ServerResponse Answer(const http::ServerRequest& request, Principals& principals,
                              store::AuditRecord* record);
  /// "Set-Cookie" that has it forgotten why an attempt failed; nothing if nobody remembers one.
  std::optional<std::string> Forget(const http::ServerRequest& request) const;

 private:
  struct Failure;
  BrowserSignIn(const SealedCookies& cookies, const BrowserSessions& sessions, const Clock& clock,
                Address address)
      : cookies_(cookies), sessions_(sessions), clock_(clock), address_(std::move(address)) {}
  Result<http::ServerResponse> ShowWays(const http::ServerRequest& request) const;
  http::ServerResponse Begin(const http::ServerRequest& request);
  http::ServerResponse Finish(const http::ServerRequest& request, Principals& principals,
                              store::AuditRecord* record);
  Result<std::string> Depart(const http::ServerRequest& request, const std::string& to, bool again,
                             http::ServerResponse* response);
  /// Who came back with a right answer to an attempt of this browser.
  Result<OpenIdPerson> Receive(const http::ServerRequest& request, const Json& attempt);
  Result<> TakeState(const std::string& state);
  /// Back to the page with the reason.
  http::ServerResponse Turn(const http::ServerRequest& request, const std::string& to,
                            const Failure& failure) const;

  const SealedCookies& cookies_;
  const BrowserSessions& sessions_;
  const Clock& clock_;
  Address address_;
  std::string name_;
  std::unique_ptr<OpenIdClient> client_;  // Null: nobody signs in so.
  std::atomic<int> under_way_{0};
  std::mutex mutex_;
  std::map<std::string, UtcTime> used_;  // States that came back, until nobody takes them any more.
};

}  // namespace weir::api
