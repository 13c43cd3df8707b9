#include <algorithm>
#include <memory>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "activity/web_polling.h"
#include "activity/web_request.h"
#include "activity/web_sign_in.h"
#include "base/names.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

/// Longest answer over HTTP, whatever the function app says.
/// Source: control-flow-azure-function-activity, "Timeout and long-running functions".
constexpr std::chrono::seconds kAnswerMax{230};

Error UserError(const char* code, std::string message) {
  return Fail(ErrorKind::kInvalid, code, std::move(message));
}

/// As the service names statuses.
std::string StatusName(int status) {
  switch (status) {  // The list of statuses is open, hence the default.
    case 400:
      return "BadRequest";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "NotFound";
    case 405:
      return "MethodNotAllowed";
    case 408:
      return "RequestTimeout";
    case 409:
      return "Conflict";
    case 500:
      return "InternalServerError";
    case 501:
      return "NotImplemented";
    case 502:
      return "BadGateway";
    case 503:
      return "ServiceUnavailable";
    case 504:
      return "GatewayTimeout";
    default:
      return std::to_string(status);
  }
}

Error Refused(const std::string& function, const http::Response& response) {
  const bool has_text = response.body.find_first_not_of(" \r\n\t") != std::string::npos;
  const std::string status = StatusName(response.status);
  return Fail(
      response.status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid, "3608",
      "Call to provided Azure function '" + function + "' failed with status-'" + status +
          "' and message - '" +
          (has_text ? response.body
                    : "Invoking Azure function failed with HttpStatusCode - " + status + ".") +
          "'.");
}

Error NotReached(const Error& error) {
  if (error.kind() == ErrorKind::kCancelled || error.code() == "AddressRefused") return error;
  const bool late = error.code() == "HttpTimeout";
  return Fail(error.kind(), "3610",
              "There was an error while calling endpoint. " +
                  (late ? "The function did not answer within 230 seconds, the most that Azure "
                          "Functions allows; use an asynchronous pattern or Durable Functions."
                        : error.message()))
      .At(error.target());
}

Result<std::string> ReadMethod(const Json& settings) {
  WEIR_ASSIGN(std::string method, copy::ReadText(settings, "method"));
  if (method.empty()) return UserError("3611", "Azure function activity missing Method.");
  std::transform(method.begin(), method.end(), method.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  for (const char* known : {"GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"}) {
    if (method == known) return method;
  }
  return UserError("3602", "Invalid HttpMethod: '" + method + "'.");
}

/// functionAppUrl + "/api/" + functionName; routes and queries are part of the name.
Result<std::string> ReadUrl(const Json& connection, const std::string& function) {
  WEIR_ASSIGN(std::string url, copy::ReadText(connection, "functionAppUrl"));
  if (url.empty()) {
    return UserError("3609",
                     "Azure function activity missing functionAppUrl in the linked service.");
  }
  while (url.ends_with('/')) url.pop_back();
  if (!url.ends_with("/api")) url += "/api";
  return url + "/" + function.substr(std::min(function.find_first_not_of('/'), function.size()));
}

/// AzureFunctionActivity: calls a function, follows a 202 to its end; the answer is an object.
class AzureFunctionExecutor final : public engine::ActivityExecutor {
 public:
  explicit AzureFunctionExecutor(Outbound outbound) : outbound_(std::move(outbound)) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    WEIR_TRY(context.cancel().Check());
    WEIR_ASSIGN(const std::string function,
                copy::ReadText(context.type_properties(), "functionName"));
    if (function.empty())
      return UserError("3607", "Azure function activity missing function name.");
    WEIR_ASSIGN(const http::Request request, BuildRequest(context, function));
    Polling polling(context, request);
    const UtcTime start = polling.start();
    const Result<http::Response> response = outbound_.client->Send(
        polling.under_way() ? polling.Request() : request, &context.cancel());
    if (!response) return NotReached(response.error());
    WEIR_ASSIGN(const bool waits, polling.MustWait(*response));
    if (waits) return Json();
    if (response->status / 100 != 2) return Refused(function, *response);
    const bool empty = request.method == "HEAD";
    const Result<Json> body = empty ? Json::Object() : ParseJson(response->body, {.strict = true});
    if (!body || !body->is_object()) {
      return UserError("3603", "Response Content is not a valid JObject.");
    }
    Json output = OutputOf(*response);
    WEIR_TRY(CheckOutputSize(output));
    return WithStandardKeys(std::move(output), Billing::kExternal, start, context.clock().Now());
  }

 private:
  Result<http::Request> BuildRequest(engine::ActivityContext& context,
                                     const std::string& function) {
    const Json& settings = context.type_properties();
    http::Request request;
    WEIR_ASSIGN(request.method, ReadMethod(settings));
    const Json& reference = context.activity()["linkedServiceName"];
    if (!reference.is_object()) {
      return UserError("3612", "Azure function activity missing linked service.");
    }
    WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(reference));
    if (!SameName(service.type, "AzureFunction")) {
      return UserError("2110", "The linked service type '" + service.type +
                                   "' is not supported for 'AzureFunctionActivity' activities.");
    }
    WEIR_ASSIGN(request.url, ReadUrl(service.type_properties(), function));
    for (const Json::Member& header : settings["headers"].members()) {
      WEIR_ASSIGN(std::string value, copy::ReadText(settings["headers"], header.name));
      request.headers.push_back({header.name, std::move(value)});
    }
    const Json& body = settings["body"];
    if ((request.method == "POST" || request.method == "PUT") && body.is_null()) {
      return MissingProperty("body");
    }
    if (!body.is_null() && request.method != "GET" && request.method != "HEAD") {
      request.body = body.is_string() ? body.as_string() : DumpJson(body);
      if (http::FindHeader(request.headers, "Content-Type") == nullptr) {
        request.headers.push_back({"Content-Type", "application/json"});
      }
    }
    WEIR_TRY(Authenticate(context, service.type_properties(), request));
    request.timeout = kAnswerMax;
    request.accept_compressed = true;
    request.body_bytes_max = kResponseBytesMax;
    return request;
  }

  /// A key, or the token of a managed identity for `resourceId`, the function app's audience.
  Result<> Authenticate(engine::ActivityContext& context, const Json& connection,
                        http::Request& request) {
    WEIR_ASSIGN(const std::string key, context.Secret(connection["functionKey"]));
    if (!key.empty()) request.headers.push_back({"x-functions-key", key});
    WEIR_ASSIGN(const std::string kind, copy::ReadText(connection, "authentication"));
    const Json& reference = connection["credential"];
    if (!SameName(kind, "MSI") && !reference.is_object()) {
      if (!key.empty()) return {};
      return UserError("3606", "Azure function activity missing function key.");
    }
    Json credential;
    if (reference.is_object()) {
      WEIR_ASSIGN(credential, context.Credential(reference));
    }
    WEIR_ASSIGN(const std::string resource, copy::ReadText(connection, "resourceId"));
    if (resource.empty()) return MissingProperty("resourceId");
    return SignInAs(context, credential, resource, outbound_, request);
  }

  const Outbound outbound_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeAzureFunction(const Outbound& outbound) {
  return std::make_shared<AzureFunctionExecutor>(outbound);
}

}  // namespace weir::activity
