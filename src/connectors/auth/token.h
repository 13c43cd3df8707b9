#pragma once

#include <memory>
#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/client.h"

namespace weir::connectors::auth {

/// Gives the bearer token of an identity, and a new one before it expires. Thread safe.
/// Errors: kDenied AccessTokenRefused with the authority's words; what http::Client says.
class TokenSource {
 public:
  virtual ~TokenSource() = default;
  virtual Result<std::string> Token(const CancelToken* cancel) = 0;
  Result<std::string> Token() { return Token(nullptr); }
};

/// What both kinds of source work with; all must outlive nothing but themselves.
struct TokenTools {
  std::shared_ptr<http::Client> client;
  std::shared_ptr<const Clock> clock;
};
TokenTools DefaultTokenTools();

/// An application that signs in with a secret (OAuth 2 client credentials).
struct ServicePrincipal {
  std::string authority;  ///< "https://login.microsoftonline.com"
  std::string tenant;
  std::string client_id;
  std::string client_secret;
  std::string scope;  ///< "https://storage.azure.com/.default"
};
std::shared_ptr<TokenSource> MakeTokenSource(ServicePrincipal who, TokenTools tools);

/// The identity of the machine or app service that this runs on.
struct ManagedIdentity {
  /// The machine's metadata service, or the app service's IDENTITY_ENDPOINT.
  std::string endpoint = "http://169.254.169.254/metadata/identity/oauth2/token";
  /// The app service's IDENTITY_HEADER; empty on a machine.
  std::string secret;
  std::string client_id;    ///< Of a user-assigned identity; empty: the system-assigned one.
  std::string resource_id;  ///< Of a user-assigned identity: its Azure resource id.
  std::string resource;     ///< "https://storage.azure.com/"
};
/// Endpoint and secret as the environment says: IDENTITY_ENDPOINT and IDENTITY_HEADER of an app
/// service; AZURE_POD_IDENTITY_AUTHORITY_HOST for a metadata service elsewhere.
ManagedIdentity ManagedIdentityHere(std::string resource);
std::shared_ptr<TokenSource> MakeTokenSource(ManagedIdentity who, TokenTools tools);

/// Where a cloud signs in, by `azureCloudType` (AzurePublic, AzureChina, AzureUsGovernment,
/// AzureGermany; "" is AzurePublic), unless the environment's AZURE_AUTHORITY_HOST says otherwise.
/// Errors: kInvalid InvalidAzureCloudType.
Result<std::string> AuthorityOf(const std::string& cloud_type);

}  // namespace weir::connectors::auth
