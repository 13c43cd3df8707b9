#include "api/error_body.h"

#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/utf8.h"

namespace weir::api {

int StatusOf(const Error& error) {
  static constexpr std::pair<std::string_view, int> kCodes[] = {{"PreconditionFailed", 412},
                                                                {"AuthenticationFailed", 401},
                                                                {"MethodNotAllowed", 405},
                                                                {"TooManyRequests", 429}};
  for (const auto& [code, status] : kCodes) {
    if (error.code() == code) return status;
  }
  switch (error.kind()) {
    case ErrorKind::kInvalid:
      return 400;
    case ErrorKind::kDenied:
      return 403;
    case ErrorKind::kNotFound:
      return 404;
    case ErrorKind::kConflict:
    case ErrorKind::kCancelled:
      return 409;
    case ErrorKind::kUnsupported:
      return 501;
    case ErrorKind::kUnavailable:
      return 503;
    case ErrorKind::kInternal:
      return 500;
  }
  return 500;
}

namespace {

/// A message may quote what came, which need not be UTF-8.
std::string Printable(std::string text) {
  if (IsUtf8(text)) return text;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) > '~') c = '?';
  }
  return text;
}

}  // namespace

http::ServerResponse ErrorResponse(const Error& error) {
  std::string target = error.target();
  if (target.empty()) target = error.position().ToString();
  Json body = Json::Object({{"code", error.code()},
                            {"message", Printable(error.message())},
                            {"target", target.empty() ? Json() : Json(Printable(target))},
                            {"details", Json()}});
  http::ServerResponse response =
      JsonResponse(Json::Object({{"error", std::move(body)}}), StatusOf(error));
  if (response.status == 401) {
    response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"weir\""});
  }
  if (response.status == 503) response.headers.push_back({"Retry-After", "1"});
  return response;
}

http::ServerResponse JsonResponse(const Json& body, int status) {
  return {status, {{"Content-Type", "application/json; charset=utf-8"}}, DumpJson(body)};
}

}  // namespace weir::api
