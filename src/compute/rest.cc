#include "compute/rest.h"

#include <algorithm>

namespace weir::compute {
namespace {

/// How much of an answer that refuses is shown.
constexpr size_t kShownBytes = 600;

struct Meaning {
  ErrorKind kind;
  const char* code;
};

Meaning MeaningOf(int status) {
  if (status == 429 || (status >= 502 && status <= 504)) {
    return {ErrorKind::kUnavailable, "ServiceBusy"};
  }
  if (status >= 500) return {ErrorKind::kUnavailable, "ServiceFailed"};
  if (status == 401 || status == 403) return {ErrorKind::kDenied, "ServiceDenied"};
  if (status == 404 || status == 410 || status == 416)
    return {ErrorKind::kNotFound, "NotAtService"};
  if (status == 409) return {ErrorKind::kConflict, "ServiceConflict"};
  return {ErrorKind::kInvalid, "ServiceRefused"};
}

std::string Shown(const std::string& body) {
  std::string text = body.substr(0, kShownBytes);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

}  // namespace

Result<http::Response> Ask(const RestService& service, const RestCall& call,
                           const CancelToken* cancel) {
  http::Request request;
  request.method = call.method;
  request.url = service.url + call.path;
  request.headers = service.headers;
  request.credentials = service.credentials;
  request.timeout = service.timeout;
  if (!call.body.is_null() || !call.text.empty()) {
    request.body = call.body.is_null() ? call.text : DumpJson(call.body);
    request.headers.push_back({"Content-Type", call.content_type});
  }
  const std::string shown = call.method + " " + http::PrintableUrl(request.url);
  Result<http::Response> response = service.client->Send(std::move(request), cancel);
  if (!response || response->status / 100 == 2) return response;
  const Meaning meaning = MeaningOf(response->status);
  const std::string said = Shown(response->body);
  return Fail(meaning.kind, meaning.code,
              "'" + shown + "' was answered with status " + std::to_string(response->status) +
                  (said.empty() ? "" : ": " + said));
}

Result<Json> AskJson(const RestService& service, const RestCall& call, const CancelToken* cancel) {
  WEIR_ASSIGN(const http::Response response, Ask(service, call, cancel));
  if (response.body.empty()) return Json();
  Result<Json> json = ParseJson(response.body, {.strict = true});
  if (json) return json;
  return Fail(ErrorKind::kUnavailable, "ServiceFailed",
              "'" + call.method + " " + http::PrintableUrl(service.url + call.path) +
                  "' was answered with what is no JSON: " + Shown(response.body));
}

std::string WithoutSlash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace weir::compute
