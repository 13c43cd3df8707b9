#include <algorithm>
#include <memory>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "base/names.h"
#include "copy/settings.h"
#include "http/client.h"

namespace weir::activity {
namespace {

constexpr const char* kCallFailed = "2108";
constexpr const char* kNoResponse = "2128";
constexpr std::chrono::minutes kTimeoutDefault{1};
constexpr std::chrono::minutes kTimeoutMax{10};
constexpr std::chrono::hours kPollingMax{7 * 24};
constexpr std::chrono::seconds kPollDefault{10};
constexpr int64_t kResponseBytesMax = int64_t{4} << 20;

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
  if (error.kind() == ErrorKind::kCancelled || error.kind() == ErrorKind::kUnsupported) {
    return error;
  }
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

Result<std::string> SecretText(const Json& value, std::string_view name) {
  if (value.is_object() && SameName(value["type"].as_string(), "AzureKeyVaultSecret")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                "'" + std::string(name) + "' as an AzureKeyVaultSecret is not supported here");
  }
  return model::SettingText(value);
}

Result<> AddAuthentication(const Json& authentication, http::Request& request) {
  if (!authentication.is_object()) return {};
  const std::string& type = authentication["type"].as_string();
  if (type.empty() || SameName(type, "None")) return {};
  if (SameName(type, "Basic")) {
    request.credentials.scheme = http::Authentication::kBasic;
    WEIR_ASSIGN(request.credentials.user, copy::ReadText(authentication, "username"));
    WEIR_ASSIGN(request.credentials.password,
                SecretText(authentication["password"], "authentication.password"));
    return {};
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
              "'authentication.type' must be None or Basic here, got '" + type +
                  "'; a bearer token can be given as the header Authorization")
      .At(authentication.position());
}

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
  Json object = body;
  if (body.is_string()) {
    WEIR_ASSIGN(object, ParseJson(body.as_string()));
  }
  if (!object.is_object() && !object.is_null()) {
    return Fail(ErrorKind::kInvalid, "2105",
                "'body' must be a JSON object when datasets or linkedServices are passed");
  }
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

Result<http::Request> BuildRequest(const engine::ActivityContext& context) {
  const Json& settings = context.type_properties();
  http::Request request;
  WEIR_ASSIGN(request.url, copy::ReadText(settings, "url"));
  if (request.url.empty()) {
    return Fail(ErrorKind::kInvalid, "2103",
                "Please provide value for the required property 'url'.");
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
    return Fail(ErrorKind::kInvalid, "2103",
                "Please provide value for the required property 'body'.");
  }
  if (has_body && request.method != "GET") {
    WEIR_ASSIGN(request.body, BuildBody(context, settings));
    if (!has_type) request.headers.push_back({"Content-Type", "application/json"});
  }
  WEIR_TRY(AddAuthentication(settings["authentication"], request));
  WEIR_ASSIGN(request.timeout, ReadTimeout(settings));
  WEIR_ASSIGN(const bool no_check, copy::ReadFlag(settings, "disableCertValidation", false));
  request.verify_tls = !no_check;
  request.accept_compressed = true;
  request.body_bytes_max = kResponseBytesMax;
  return request;
}

/// Where a Location header points, seen from the address that sent it.
std::string Resolve(const std::string& base, const std::string& location) {
  if (location.find("://") != std::string::npos) return location;
  const size_t scheme = base.find("://");
  const size_t host_end = scheme == std::string::npos ? 0 : base.find('/', scheme + 3);
  if (location.starts_with('/')) return base.substr(0, host_end) + location;
  const std::string path = base.substr(0, base.find_first_of("?#"));
  const size_t slash = path.rfind('/');
  return path.substr(0, slash == std::string::npos ? path.size() : slash + 1) + location;
}

std::chrono::seconds PollInterval(const http::Response& response) {
  const std::string* after = response.Find("Retry-After");
  if (after == nullptr) return kPollDefault;
  const Json wait = Json::Object({{"s", *after}});
  const Result<int64_t> seconds = copy::ReadWhole(wait, "s", kPollDefault.count());
  if (!seconds || *seconds < 0) return kPollDefault;
  return std::chrono::seconds(std::min<int64_t>(*seconds, 3600));
}

/// WebActivity: asks a web address, follows a 202 to its end.
class WebExecutor final : public engine::ActivityExecutor {
 public:
  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    WEIR_ASSIGN(const http::Request request, BuildRequest(context));
    WEIR_ASSIGN(const bool no_polling,
                copy::ReadFlag(context.type_properties(), "turnOffAsync", false));
    Result<http::Response> response = client_.Send(request, &context.cancel());
    if (!response) return NoResponse(response.error());
    if (!no_polling) {
      WEIR_ASSIGN(response, Poll(context, request, *std::move(response)));
    }
    if (response->status / 100 != 2) return CallFailed(*response);
    WEIR_ASSIGN(Json output, OutputOf(*response));
    WEIR_TRY(CheckOutputSize(output));
    return WithStandardKeys(std::move(output), Billing::kExternal, start, context.clock().Now());
  }

 private:
  /// Ask the Location of a 202 until it says something else.
  Result<http::Response> Poll(engine::ActivityContext& context, const http::Request& request,
                              http::Response response) {
    const UtcTime deadline = context.clock().Now() + kPollingMax;
    std::string url = request.url;
    while (response.status == 202) {
      const std::string* location = response.Find("Location");
      if (location == nullptr) return response;
      if (context.clock().Now() >= deadline) {
        return Fail(ErrorKind::kUnavailable, kCallFailed,
                    "the endpoint still answered 202 after 7 days of polling");
      }
      url = Resolve(url, *location);
      engine::Progress progress;
      progress.note = "waiting for " + http::PrintableUrl(url);
      context.Report(progress);
      WEIR_TRY(context.cancel().Sleep(PollInterval(response)));
      http::Request poll = request;
      poll.method = "GET";
      poll.url = url;
      poll.body.clear();
      Result<http::Response> next = client_.Send(poll, &context.cancel());
      if (!next) return NoResponse(next.error());
      response = *std::move(next);
    }
    return response;
  }

  /// An object's members stand at the top; arrays, values and texts come as `Response`.
  static Result<Json> OutputOf(const http::Response& response) {
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
    Json headers = Json::Object({});
    for (const http::Header& header : response.headers) headers.Set(header.name, header.value);
    output.Set("ADFWebActivityResponseHeaders", std::move(headers));
    return output;
  }

  http::Client client_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeWeb(const copy::Services&) {
  return std::make_shared<WebExecutor>();
}

}  // namespace weir::activity
