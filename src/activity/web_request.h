#pragma once

#include <optional>
#include <string>

#include "activity/outbound.h"
#include "engine/activity.h"
#include "http/message.h"

namespace weir::activity {

/// kInvalid 2103 in ADF's words.
Error MissingProperty(const std::string& name);

/// What the activity says about its request, but for authentication: url, method, headers, body
/// with `datasets` and `linkedServices`, disableCertValidation, httpRequestTimeout (a minute if
/// absent). Errors: kInvalid 2103, 2104, 2105.
Result<http::Request> ReadWebRequest(const engine::ActivityContext& context);

/// The body as an object; the text of one is read. Errors: kInvalid 2105.
Result<Json> BodyObject(const Json& body);

/// An answer that is no success, and no answer at all: kinds by status, code 2108 or 2128.
Error CallFailed(const http::Response& response);
Error NoResponse(const Error& error);

/// An object's members stand at the top; arrays, values and texts come as `Response`. With
/// ADFWebActivityResponseHeaders.
Json OutputOf(const http::Response& response);
/// The headers of an answer, by name.
Json HeadersOf(const http::Response& response);

/// The largest answer that is taken: what an output may hold.
inline constexpr int64_t kResponseBytesMax = int64_t{4} << 20;

}  // namespace weir::activity
