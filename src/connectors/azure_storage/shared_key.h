#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace weir::connectors::azure_storage {

/// A query in the order in which it goes into the URL; values are not encoded.
using Query = std::vector<http::Header>;

/// What has to be signed of a request: the service's canonical form of it. `path` is the URL's
/// path as sent, encoded. Source: learn.microsoft.com/rest/api/storageservices/
/// authorize-with-shared-key (version 2015-02-21 and later).
std::string StringToSign(const http::Request& request, const std::string& account,
                         const std::string& path, const Query& query);

/// The `Authorization` header's value: "SharedKey account:signature".
std::string Sign(const std::string& account, const std::string& key, const std::string& text);

/// The query of a URL with which anybody may read one blob until `until` (whole seconds, UTC): a
/// service shared access signature of version 2021-12-02. `path`: "container/name", not encoded.
/// Source: learn.microsoft.com/rest/api/storageservices/create-service-sas.
std::string ReadSignature(const std::string& account, const std::string& key,
                          const std::string& path, UtcTime until);

/// Standard base64, padded.
std::string Base64(std::string_view bytes);

}  // namespace weir::connectors::azure_storage
