#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/json.h"
#include "base/secret.h"
#include "http/server/server.h"

namespace weir::api {

/// What browsers keep for the service: objects, sealed with its key, each for one purpose and until
/// a time. No script can read them (HttpOnly); over TLS they are Secure, and no other host can set
/// them (`__Host-`). Thread safe.
class SealedCookies {
 public:
  enum class Site {
    kStrict,  ///< Sent with what the service's own pages ask for only.
    kLax,     ///< Also when somebody comes here from another site.
  };
  struct Kind {
    std::string_view purpose;  ///< Part of its name and of what proves it; "session".
    Site site = Site::kStrict;
    std::chrono::seconds lifetime{0};
  };

  /// `public_url`: where others reach the service, "" if nobody said; its TLS may end before it.
  SealedCookies(const Sealer& sealer, const Clock& clock, std::string_view public_url);

  /// The value of a "Set-Cookie" header. Nothing if it is longer than browsers keep.
  std::optional<std::string> Set(const http::ServerRequest& request, const Kind& kind,
                                 Json content) const;
  /// The same, to have it forgotten.
  std::string Forget(const http::ServerRequest& request, const Kind& kind) const;
  /// True if the request has one, of whatever content.
  bool Has(const http::ServerRequest& request, const Kind& kind) const;
  /// What the request's cookie holds; nothing if it has none, it is over, or it is not ours.
  std::optional<Json> Get(const http::ServerRequest& request, const Kind& kind) const;

 private:
  std::string NameOf(const http::ServerRequest& request, const Kind& kind) const;
  bool IsSecure(const http::ServerRequest& request) const;
  std::string Print(const http::ServerRequest& request, const Kind& kind, std::string_view value,
                    std::chrono::seconds age) const;
  std::string Proof(const Kind& kind, std::string_view text) const;

  const Sealer& sealer_;
  const Clock& clock_;
  std::string name_;
  std::string key_;
  bool public_secure_;
};

}  // namespace weir::api
