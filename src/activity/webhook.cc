#include <charconv>
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

constexpr std::chrono::minutes kTimeoutDefault{10};
constexpr const char* kFailedByCallback =
    "Operation on Webhook failed because error message is set in callback request body.";

Result<std::chrono::seconds> ReadTimeout(const Json& settings) {
  WEIR_ASSIGN(const std::string text, copy::ReadText(settings, "timeout"));
  if (text.empty()) return std::chrono::seconds(kTimeoutDefault);
  WEIR_ASSIGN(const std::chrono::seconds timeout, ParseTimeSpan(text));
  if (timeout.count() > 0) return timeout;
  return Fail(ErrorKind::kInvalid, "2104", "'timeout' must be more than 0, got '" + text + "'");
}

/// A number or its text; 0 if it is neither.
int64_t StatusOf(const Json& status) {
  if (status.is_int()) return status.as_int();
  int64_t code = 0;
  const std::string& text = status.as_string();
  std::from_chars(text.data(), text.data() + text.size(), code);
  return code;
}

Json AsOutput(const Json& json) {
  if (json.is_object()) return json;
  return json.is_null() ? Json::Object() : Json::Object({{"Response", json}});
}

/// What a callback's body means. Source: control-flow-webhook-activity, "Additional notes"; an
/// Error without a StatusCode fails too: our choice, as it says "set it when you want to fail".
Result<Json> OutcomeOf(const Json& body, bool reports_status) {
  if (!reports_status) return AsOutput(body);
  const Json& error = body["Error"];
  const bool failed = body["StatusCode"].is_null() ? error.is_object() && !error.empty()
                                                   : StatusOf(body["StatusCode"]) >= 400;
  if (!failed) return AsOutput(body["Output"]);
  const std::string code = error["ErrorCode"].is_string() ? error["ErrorCode"].as_string()
                                                          : DumpJson(error["ErrorCode"]);
  const std::string& message = error["Message"].as_string();
  return Fail(ErrorKind::kInvalid, error["ErrorCode"].is_null() ? "2108" : code,
              message.empty() ? kFailedByCallback : message);
}

/// WebHook: asks a web address and waits until somebody calls back. Holds no thread meanwhile;
/// after a restart it goes on waiting, or asks again if nobody knows whether it had asked.
class WebHookExecutor final : public engine::ActivityExecutor {
 public:
  explicit WebHookExecutor(Outbound outbound) : outbound_(std::move(outbound)) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(const bool reports, copy::ReadFlag(settings, "reportStatusOnCallBack", false));
    if (!context.callback().is_null()) {
      WEIR_ASSIGN(Json output, OutcomeOf(context.callback()["body"], reports));
      WEIR_TRY(CheckOutputSize(output));
      return output;
    }
    WEIR_TRY(context.cancel().Check());
    WEIR_ASSIGN(const UtcTime deadline, Deadline(context));
    if (context.clock().Now() >= deadline) {
      WEIR_ASSIGN(const std::chrono::seconds timeout, ReadTimeout(settings));
      return Fail(
          ErrorKind::kUnavailable, "TimedOut",
          "the callback URI was not called within " + std::to_string(timeout.count()) + " seconds");
    }
    // The listener of before a restart is opened again.
    WEIR_ASSIGN(const std::string uri,
                context.CallbackUri(context.handle()["callBackUri"].as_string()));
    if (context.handle()["asked"].as_bool() && !context.handle()["poll"].is_string()) {
      context.CallAgain(deadline);
      return Json();
    }
    return Ask(context, uri, deadline);
  }

 private:
  /// Kept before anything is sent, so that a restart counts on from the first start.
  static Result<UtcTime> Deadline(engine::ActivityContext& context) {
    if (context.handle()["deadline"].is_int()) {
      return FromMicros(context.handle()["deadline"].as_int());
    }
    WEIR_ASSIGN(const std::chrono::seconds timeout, ReadTimeout(context.type_properties()));
    WEIR_ASSIGN(const std::string uri, context.CallbackUri(""));
    const UtcTime deadline = context.clock().Now() + timeout;
    WEIR_TRY(
        context.SaveHandle(Json::Object({{"callBackUri", uri}, {"deadline", ToMicros(deadline)}})));
    return deadline;
  }

  Result<Json> Ask(engine::ActivityContext& context, const std::string& uri, UtcTime deadline) {
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(http::Request request, ReadWebRequest(context));
    if (request.method != "POST") {
      return Fail(ErrorKind::kInvalid, "2104",
                  "'method' of a WebHook must be POST, got '" + request.method + "'");
    }
    WEIR_ASSIGN(Json body, BodyObject(request.body));
    body.Set("callBackUri", uri);
    request.body = DumpJson(body);
    WEIR_TRY(SignIn(context, settings["authentication"], outbound_, request));
    Polling polling(context, request);
    const Result<http::Response> response = outbound_.client->Send(
        polling.under_way() ? polling.Request() : request, &context.cancel());
    if (!response) return NoResponse(response.error());
    WEIR_ASSIGN(const bool waits, polling.MustWait(*response, deadline));
    if (waits) return Json();
    if (response->status / 100 != 2) return CallFailed(*response);
    Json handle = context.handle();
    handle.Remove("poll");
    handle.Set("asked", true);
    WEIR_TRY(context.SaveHandle(std::move(handle)));
    context.CallAgain(deadline);
    return Json();
  }

  const Outbound outbound_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeWebHook(const Outbound& outbound) {
  return std::make_shared<WebHookExecutor>(outbound);
}

}  // namespace weir::activity
