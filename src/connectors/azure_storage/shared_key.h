#pragma once

#include <string>
#include <vector>

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

/// Standard base64, padded.
std::string Base64(std::string_view bytes);

}  // namespace weir::connectors::azure_storage
