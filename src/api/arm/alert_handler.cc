// Tries alerts, and says what they told. Not part of Data Factory's contract.
#include "alert/message.h"
#include "alert/notifier.h"
#include "api/arm/alert_rule.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"

namespace weir::api::arm {

Result<alert::Rule> ReadAlertRule(const std::string& factory_key, const Kept& kept) {
  WEIR_ASSIGN(alert::Rule rule, alert::ReadRule(kept.name, kept.document["properties"]));
  rule.factory = factory_key;
  rule.since = kept.created;
  return rule;
}

Result<http::ServerResponse> TestAlert(const Services& services, const Call& call,
                                       model::ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  WEIR_ASSIGN(const alert::Rule rule, ReadAlertRule(path.FactoryKey(), kept));
  const alert::Notice notice = alert::TestNotice(rule, services.clock->Now());
  Json results = Json::Array();
  for (size_t i = 0; i < rule.actions.size(); ++i) {
    const Result<> sent = services.alerts->Try(notice, rule.actions[i], i);
    Json result = Json::Object({{"target", rule.actions[i].Target()}, {"sent", sent.ok()}});
    if (!sent) {
      result.Set("errorCode", sent.error().code());
      result.Set("message", sent.error().message());
    }
    results.Append(std::move(result));
  }
  return JsonResponse(Json::Object({{"notice", notice.id}, {"results", std::move(results)}}));
}

Result<http::ServerResponse> ShowAlertHistory(const Services& services, const Call& call,
                                              model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));
  (void)factory;  // A factory that is not there is told first.
  return JsonResponse(services.alerts->Show(path.FactoryKey()));
}

}  // namespace weir::api::arm
