#pragma once

#include <optional>
#include <string>

#include "activity/outbound.h"
#include "compute/rest.h"
#include "engine/activity.h"

namespace weir::compute {

/// Who asks a service of Azure: a fixed token, or an identity whose tokens are fetched when needed
/// and kept while they are good.
class SignIn {
 public:
  /// A token that does not change.
  static SignIn WithToken(std::string token);
  /// The `credential` of a linked service, else its service principal (servicePrincipalId,
  /// servicePrincipalKey, tenant), else the identity of this program. `resource`: what the token is
  /// for, without a slash at its end. No service is asked. Errors: of the context; as IdentityOf.
  static Result<SignIn> Read(engine::ActivityContext& context, const Json& settings,
                             const std::string& resource, const activity::Outbound& outbound);

  /// The service with an Authorization header. Errors: as TokenCache::Token.
  Result<RestService> Apply(RestService service, const CancelToken& cancel) const;

 private:
  SignIn() = default;
  std::string token_;
  std::optional<connectors::auth::Identity> who_;
  std::shared_ptr<connectors::auth::TokenCache> tokens_;
};

}  // namespace weir::compute
