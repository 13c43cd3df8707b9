#include <memory>

#include "activity/executors.h"
#include "activity/standard_output.h"
#include "activity/web_polling.h"
#include "activity/web_request.h"
#include "activity/web_sign_in.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

/// WebActivity: asks a web address, follows a 202 to its end.
class WebExecutor final : public engine::ActivityExecutor {
 public:
  explicit WebExecutor(Outbound outbound) : outbound_(std::move(outbound)) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    WEIR_TRY(context.cancel().Check());
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(http::Request request, ReadWebRequest(context));
    WEIR_ASSIGN(const bool no_polling, copy::ReadFlag(settings, "turnOffAsync", false));
    WEIR_TRY(SignIn(context, settings["authentication"], outbound_, request));
    Polling polling(context, request);
    const UtcTime start = polling.start();
    const Result<http::Response> response = outbound_.client->Send(
        polling.under_way() ? polling.Request() : request, &context.cancel());
    if (!response) return NoResponse(response.error());
    if (!no_polling) {
      WEIR_ASSIGN(const bool waits, polling.MustWait(*response));
      if (waits) return Json();
    }
    if (response->status / 100 != 2) return CallFailed(*response);
    Json output = OutputOf(*response);
    WEIR_TRY(CheckOutputSize(output));
    return WithStandardKeys(std::move(output), Billing::kExternal, start, context.clock().Now());
  }

 private:
  const Outbound outbound_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeWeb(const Outbound& outbound) {
  return std::make_shared<WebExecutor>(outbound);
}

}  // namespace weir::activity
