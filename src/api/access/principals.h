#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/access/issuer.h"
#include "api/access/roles.h"
#include "base/secret.h"
#include "store/access_store.h"

namespace weir::api {

/// What to make a principal of.
struct NewPrincipal {
  std::string name;
  std::string kind = "token";  ///< As PrincipalRecord::kind.
  std::vector<Assignment> roles;
  std::string issuer = {};
  std::string subject = {};  ///< Of kind "subject"; of kind "claim", "groups=admins".
  std::optional<UtcTime> expires = {};
};

/// Whom an issuer vouches for: by its tokens, or because it let the person sign in.
struct Subject {
  std::string issuer;
  std::string subject;
  std::vector<std::string> claims = {};  ///< As Principals::ClaimsWithRoles.
};

/// A principal that was made, and what it proves itself with: shown once, kept as a hash.
struct MadePrincipal {
  store::PrincipalRecord record;
  std::string secret;  ///< The token, or the client secret; empty for subjects.
};

/// Make a principal and keep it. Errors: kInvalid InvalidPrincipal, kConflict PrincipalExists.
Result<MadePrincipal> AddPrincipal(store::AccessStore& store, const NewPrincipal& wanted,
                                   UtcTime now);

/// The id of the directory that a service's own principals are in. Made when it is first asked for.
Result<std::string> TenantId(store::AccessStore& store);

/// Who may ask a service: the owner's token, tokens and service principals of the access store,
/// subjects of other issuers, by themselves or by a claim of theirs. A principal that is added
/// counts at once, one that is revoked within a second. Thread safe.
class Principals {
 public:
  struct Options {
    store::AccessStore* store = nullptr;  ///< Null: the owner only.
    const Sealer* sealer = nullptr;
    const Clock* clock = nullptr;
    std::string owner_token;
    std::vector<IssuerOptions> issuers = {};
  };
  static Result<std::unique_ptr<Principals>> Open(Options options);

  /// Who has this bearer token. Errors: kDenied AuthenticationFailed, what Issuer::Check says.
  Result<Caller> Find(std::string_view bearer);
  /// The service principal with this client id and secret. Errors: kDenied AuthenticationFailed.
  Result<Caller> SignIn(const std::string& client_id, const std::string& secret);
  /// Somebody with the roles that the subject was given; if it was given none, with those of "*"
  /// and of its claims together, which may be none at all.
  Result<Caller> FindSubject(const Subject& subject);
  /// Those of the claims of a token that somebody has roles by: "groups=admins".
  Result<std::vector<std::string>> ClaimsWithRoles(const std::string& issuer, const Json& claims);
  /// A token that lets `caller` ask for `lifetime`, and nothing more than `roles` says if it is not
  /// empty. Errors: kUnsupported AccessTokensNotSupported without a store.
  Result<std::string> Issue(const Caller& caller, const std::string& issuer,
                            std::chrono::seconds lifetime, const std::vector<Assignment>& roles);

  const std::string& tenant() const { return tenant_; }
  /// The public key of its tokens, as a JSON Web Key Set.
  Json Keys() const;

 private:
  explicit Principals(Options options) : options_(std::move(options)) {}
  Result<> OpenKey();
  Result<> RefreshLocked(std::chrono::milliseconds older);
  /// The record with this id; null if there is none, even now.
  Result<const store::PrincipalRecord*> FindLocked(const std::string& id);
  Result<Caller> FindRecord(const std::string& id);
  Result<Caller> FindToken(std::string_view bearer);
  Result<> CheckSignature(const Jwt& token, std::string_view bearer, bool own);
  Result<Caller> FindJwt(std::string_view bearer);

  Options options_;
  std::string tenant_;
  std::optional<SigningKey> key_;
  std::vector<std::unique_ptr<Issuer>> issuers_;
  std::mutex mutex_;
  std::map<std::string, store::PrincipalRecord> records_;  // By id.
  std::optional<UtcTime> read_;
  std::map<std::string, UtcTime> checked_;  // Hashes of tokens whose signature was right.
};

}  // namespace weir::api
