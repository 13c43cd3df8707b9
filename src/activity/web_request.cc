#include "activity/web_request.h"

#include <algorithm>

#include "base/names.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

constexpr const char* kCallFailed = "2108";
constexpr const char* kNoResponse = "2128";
constexpr std::chrono::minutes kTimeoutDefault{1};
constexpr std::chrono::minutes kTimeoutMax{10};

Result<std::chrono::milliseconds> ReadTimeout(const Json& settings) {
  WEIR_ASSIGN(const std::string text, copy::ReadText(settings, "httpRequestTimeout"));
  if (text.empty()) return std::chrono::milliseconds(kTimeoutDefault);
  WEIR_ASSIGN(const std::chrono::seconds timeout, ParseTimeSpan(text));
  if (timeout < std::chrono::seconds(1) || timeout > kTimeoutMax) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'httpRequestTimeout' must be between 00:00:01 and 00:10:00, got '" + text + "'");
  }
  return std::chrono::milliseconds(timeout);
}

bool NeedsBody(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

Result<std::string> ReadMethod(const Json& settings) {
  WEIR_ASSIGN(std::string method, copy::ReadText(settings, "method"));
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  for (const std::string_view known : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    if (method == known) return method;
  }
  return Fail(ErrorKind::kInvalid, "2104",
              "'method' must be GET, POST, PUT, PATCH or DELETE, got '" + method + "'")
      .At(settings["method"].position());
}

/// {name, properties} of what the references name, for the body.
template <typename Resolve>
Result<Json> Expand(const Json& references, Resolve resolve) {
  Json out = Json::Array();
  for (const Json& reference : references.items()) {
    WEIR_ASSIGN(const auto instance, resolve(reference));
    out.Append(Json::Object({{"name", instance.name}, {"properties", instance.properties}}));
  }
  return out;
}

/// The body to send; datasets and linked services that are named stand beside the author's keys.
Result<std::string> BuildBody(const engine::ActivityContext& context, const Json& settings) {
  const Json& body = settings["body"];
  const bool expands = !settings["datasets"].empty() || !settings["linkedServices"].empty();
  if (!expands) return body.is_string() ? body.as_string() : DumpJson(body);
  WEIR_ASSIGN(Json object, BodyObject(body));
  if (!settings["datasets"].empty()) {
    WEIR_ASSIGN(Json datasets, Expand(settings["datasets"], [&](const Json& reference) {
                  return context.Dataset(reference);
                }));
    object.Set("datasets", std::move(datasets));
  }
  if (!settings["linkedServices"].empty()) {
    WEIR_ASSIGN(Json services, Expand(settings["linkedServices"], [&](const Json& reference) {
                  return context.LinkedService(reference);
                }));
    object.Set("linkedServices", std::move(services));
  }
  return DumpJson(object);
}

}  // namespace

Error MissingProperty(const std::string& name) {
  return Fail(ErrorKind::kInvalid, "2103",
              "Please provide value for the required property '" + name + "'.");
}

Error CallFailed(const http::Response& response) {
  const std::string& body = response.body;
  const bool has_text = body.find_first_not_of(" \r\n\t") != std::string::npos;
  return Fail(response.status == 401 || response.status == 403 ? ErrorKind::kDenied
              : response.status >= 500                         ? ErrorKind::kUnavailable
                                                               : ErrorKind::kInvalid,
              kCallFailed,
              has_text ? body
                       : "Error calling the endpoint '" + response.url +
                             "'. Response status code: '" + std::to_string(response.status) + "'");
}

Error NoResponse(const Error& error) {
  if (error.kind() == ErrorKind::kCancelled || error.code() == "AddressRefused") return error;
  if (error.code() == "HttpResponseTooLarge") {
    return Fail(ErrorKind::kInvalid, "2001",
                "The length of execution output is over limit (around 4MB currently).");
  }
  return Fail(error.kind(), kNoResponse,
              "No response from the endpoint. Possible causes: network connectivity, DNS failure, "
              "server certificate validation or timeout. " +
                  error.message())
      .At(error.target());
}

Result<Json> BodyObject(const Json& body) {
  Json object = body;
  if (body.is_string()) {
    Result<Json> parsed = ParseJson(body.as_string(), {.strict = true});
    if (!parsed) {
      return Fail(ErrorKind::kInvalid, "2105",
                  "An invalid json is provided for property 'body'. Encountered an error while "
                  "trying to parse: '" +
                      parsed.error().message() + "'.");
    }
    object = *std::move(parsed);
  }
  if (object.is_object() || object.is_null()) return object;
  return Fail(ErrorKind::kInvalid, "2105",
              "'body' must be a JSON object when something is added to it");
}

Result<http::Request> ReadWebRequest(const engine::ActivityContext& context) {
  const Json& settings = context.type_properties();
  http::Request request;
  WEIR_ASSIGN(request.url, copy::ReadText(settings, "url"));
  if (request.url.empty()) {
    return MissingProperty("url");
  }
  WEIR_ASSIGN(request.method, ReadMethod(settings));
  bool has_type = false;
  for (const Json::Member& header : settings["headers"].members()) {
    WEIR_ASSIGN(std::string value, copy::ReadText(settings["headers"], header.name));
    has_type = has_type || SameName(header.name, "Content-Type");
    request.headers.push_back({header.name, std::move(value)});
  }
  const bool has_body = !settings["body"].is_null();
  if (NeedsBody(request.method) && !has_body) {
    return MissingProperty("body");
  }
  if (has_body && request.method != "GET") {
    WEIR_ASSIGN(request.body, BuildBody(context, settings));
    if (!has_type) request.headers.push_back({"Content-Type", "application/json"});
  }
  WEIR_ASSIGN(request.timeout, ReadTimeout(settings));
  WEIR_ASSIGN(const bool no_check, copy::ReadFlag(settings, "disableCertValidation", false));
  request.verify_tls = !no_check;
  request.accept_compressed = true;
  request.body_bytes_max = kResponseBytesMax;
  return request;
}

Json HeadersOf(const http::Response& response) {
  Json headers = Json::Object({});
  for (const http::Header& header : response.headers) headers.Set(header.name, header.value);
  return headers;
}

Json OutputOf(const http::Response& response) {
  Json output = Json::Object({});
  if (!response.body.empty()) {
    Result<Json> body = ParseJson(response.body, {.strict = true});
    if (!body) {
      output.Set("Response", response.body);
    } else if (body->is_object()) {
      output = *std::move(body);
    } else {
      output.Set("Response", *std::move(body));
    }
  }
  output.Set("ADFWebActivityResponseHeaders", HeadersOf(response));
  return output;
}

}  // namespace weir::activity
