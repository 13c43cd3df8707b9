#pragma once

#include "engine/engine.h"
#include "http/server/server.h"

namespace weir::api {

/// True for `/weir/callbacks/<token>`, which needs no other token.
bool IsCallback(const http::ServerRequest& request);

/// Take a callback: a POST whose body is JSON, or empty for `{}`. 200 once it is durable; 404 for a
/// token that is not ours, 409 for one that was used or whose activity is over, 400 for another
/// body, 405 for another method.
http::ServerResponse AnswerCallback(engine::Engine& engine, const http::ServerRequest& request);

}  // namespace weir::api
