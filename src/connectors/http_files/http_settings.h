#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "http/message.h"
#include "model/instance.h"

namespace weir::connectors::http_files {

/// What every request of a linked service HttpServer has: url, credentials, authHeaders,
/// certificate checks. Errors: kInvalid InvalidSetting; kUnsupported UnsupportedAuthentication.
Result<http::Request> RequestOf(const model::LinkedServiceInstance& service);

/// Lay a source's settings over it: requestMethod (GET, POST), requestBody, additionalHeaders (text
/// "Name: value" a line, or an object), requestTimeout (httpRequestTimeout in legacy sources).
/// Errors: kInvalid InvalidSetting.
Result<http::Request> WithReadSettings(http::Request request, const Json& settings);

/// The linked service's url and a dataset's relativeUrl. Errors: kInvalid InvalidSetting for a
/// relativeUrl that names another host.
Result<std::string> JoinUrl(const std::string& url, const std::string& relative);

}  // namespace weir::connectors::http_files
