#pragma once

#include <optional>

#include "api/access/principals.h"
#include "http/server/server.h"

namespace weir::api {

/// Answer what clients ask before they have a token, and null for everything else: the token
/// endpoint (OAuth 2.0 client credentials, `/{tenant}/oauth2/v2.0/token` and the older
/// `/oauth2/token`), its discovery documents and keys, and what `az cloud register` reads.
///
/// Source: sdk-client measurements of azure-identity 1.27, msal 1.39, azure-cli 2.91.
std::optional<http::ServerResponse> AnswerAuthority(Principals& principals,
                                                    const http::ServerRequest& request);

/// "https://host:port", as the client named it.
std::string BaseUrl(const http::ServerRequest& request);

}  // namespace weir::api
