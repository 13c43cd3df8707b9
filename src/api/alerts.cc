#include "api/alerts.h"

#include "alert/message.h"
#include "api/arm/alert_rule.h"

namespace weir::api {
namespace {

constexpr int64_t kRunsBack = 1000;

std::vector<alert::Rule> RulesOf(const arm::Services& services,
                                 const std::function<void(const std::string&)>& tell) {
  std::vector<alert::Rule> rules;
  for (const auto& [factory, kept] : services.factories->Alerts()) {
    Result<alert::Rule> rule = arm::ReadAlertRule(factory, kept);
    if (rule) {
      rules.push_back(*std::move(rule));
    } else {
      tell("the alert '" + kept.name + "' of " + factory +
           " tells nobody: " + rule.error().message());
    }
  }
  return rules;
}

std::vector<store::RunRecord> RecentOf(const arm::Services& services, const std::string& factory,
                                       const std::function<void(const std::string&)>& tell) {
  store::RunQuery query;
  query.factory = factory;
  query.limit = kRunsBack;
  query.updated_before = services.clock->Now() + std::chrono::days(1);
  auto page = services.store->QueryRuns(query);
  if (page) return std::move(page->records);
  tell("runs of before are not looked at for alerts: " + page.error().message());
  return {};
}

/// Start it, unless this was done before.
Result<> StartPipeline(const arm::Services& services, const alert::Notice& notice,
                       const alert::Action& action, const std::string& run_id) {
  const size_t slot = std::hash<std::string>()(run_id) % services.creating.size();
  const std::lock_guard lock(services.creating[slot]);
  WEIR_ASSIGN(const auto made, services.store->FindRun(run_id));
  if (made) return {};
  engine::RunRequest request;
  WEIR_ASSIGN(request.definitions, services.factories->DefinitionsOf(notice.factory));
  request.pipeline = action.pipeline;
  request.arguments = alert::ParametersOf(notice, action);
  request.factory = notice.factory;
  request.trigger_type = "Alert";
  request.trigger_name = notice.rule;
  request.trigger_id = notice.id;
  request.run_id = run_id;
  WEIR_ASSIGN(const std::string begun, services.engine->Run(std::move(request)));
  (void)begun;  // The id that was given.
  return {};
}

}  // namespace

Result<std::unique_ptr<alert::Notifier>> OpenAlerts(const arm::Services& services,
                                                    AlertOptions options) {
  const auto tell = [log = options.log](const std::string& message) {
    if (log == nullptr) return;
    log->Write(observe::LogLevel::kWarning, "alert.trouble", Json::Object({{"message", message}}));
  };
  alert::NotifierOptions notifier;
  notifier.state_file = std::move(options.state_file);
  notifier.clock = services.clock;
  notifier.addresses = std::move(options.addresses);
  notifier.rules = [&services, tell] { return RulesOf(services, tell); };
  notifier.recent = [&services, tell](const std::string& factory) {
    return RecentOf(services, factory, tell);
  };
  notifier.start_pipeline = [&services](const alert::Notice& notice, const alert::Action& action,
                                        const std::string& run_id) {
    return StartPipeline(services, notice, action, run_id);
  };
  notifier.waiting = [&services] { return static_cast<int64_t>(services.engine->load().waiting); };
  notifier.tell = tell;
  return alert::Notifier::Open(std::move(notifier));
}

}  // namespace weir::api
