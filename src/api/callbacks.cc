#include "api/callbacks.h"

#include "api/error_body.h"

namespace weir::api {
namespace {

/// What an activity's output may hold.
constexpr size_t kBodyBytesMax = size_t{4} << 20;

Result<Json> ReadBody(const std::string& body) {
  if (body.size() > kBodyBytesMax) {
    return Fail(ErrorKind::kInvalid, "CallbackTooLarge",
                "the body of a callback must not be larger than 4 MB");
  }
  if (body.find_first_not_of(" \r\n\t") == std::string::npos) return Json::Object();
  return ParseJson(body, {.strict = true});
}

}  // namespace

bool IsCallback(const http::ServerRequest& request) {
  return request.path().starts_with(engine::kCallbackPath);
}

http::ServerResponse AnswerCallback(engine::Engine& engine, const http::ServerRequest& request) {
  if (request.method != "POST") {
    http::ServerResponse refused = ErrorResponse(Fail(
        ErrorKind::kInvalid, "MethodNotAllowed", "a callback is a POST, got " + request.method));
    refused.headers.push_back({"Allow", "POST"});
    return refused;
  }
  const std::string_view token = request.path().substr(engine::kCallbackPath.size());
  Result<Json> body = ReadBody(request.body);
  if (!body) return ErrorResponse(body.error());
  const Result<> taken = engine.Callback(token, *std::move(body));
  if (!taken) return ErrorResponse(taken.error());
  return JsonResponse(Json::Object(), 200);
}

}  // namespace weir::api
