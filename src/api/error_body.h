#pragma once

#include "base/error.h"
#include "base/json.h"
#include "http/server/server.h"

namespace weir::api {

/// The HTTP status of an error: its kind decides, and for a few codes the code.
int StatusOf(const Error& error);

/// `{"error": {"code", "message", "target", "details"}}`, as Azure Resource Manager prints errors.
http::ServerResponse ErrorResponse(const Error& error);

/// A JSON answer.
http::ServerResponse JsonResponse(const Json& body, int status = 200);

}  // namespace weir::api
