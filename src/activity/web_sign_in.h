#pragma once

#include <string>

#include "activity/outbound.h"
#include "engine/activity.h"
#include "http/message.h"

namespace weir::activity {

/// Make the request one of the identity that `authentication` describes: None, Basic,
/// ClientCertificate, MSI, ServicePrincipal, UserAssignedManagedIdentity. Errors: kInvalid 2103 for
/// a property that is missing, 2104 for an unknown type; kDenied AccessTokenRefused.
/// Source: control-flow-web-activity, "Authentication".
Result<> SignIn(const engine::ActivityContext& context, const Json& authentication,
                const Outbound& outbound, http::Request& request);

/// Send the token of an identity for `resource` with the request. `credential`: `properties` of a
/// credential; null: the managed identity of this machine.
Result<> SignInAs(const engine::ActivityContext& context, const Json& credential,
                  const std::string& resource, const Outbound& outbound, http::Request& request);

/// The identity that a credential describes, its secrets as texts or SecureStrings. Errors:
/// kUnsupported UnsupportedCredential; kInvalid 2103.
Result<connectors::auth::Identity> IdentityOf(const Json& credential, const std::string& resource);

}  // namespace weir::activity
