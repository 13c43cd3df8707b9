#include "alert/rule.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "base/names.h"
#include "http/client.h"
#include "model/factory.h"
#include "model/instance.h"

namespace weir::alert {
namespace {

Error Invalid(const Json& where, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidAlertRule", message).At(where.position());
}

constexpr size_t kActionsMax = 20;
constexpr int64_t kTimesMax = 1000;
/// Stands for a secret, be it a password or the address of a webhook.
constexpr const char* kAnySecret = "https://secret";

/// An object with no other members than these, in which a slip would go unseen.
Result<> CheckMembers(const Json& json, const char* what,
                      std::initializer_list<const char*> known) {
  if (!json.is_object()) {
    return Invalid(json, std::string("'") + what + "' must be an object, got " + DumpJson(json));
  }
  const std::vector<std::string> names(known.begin(), known.end());
  for (const Json::Member& member : json.members()) {
    const bool good = std::any_of(names.begin(), names.end(), [&](const std::string& one) {
      return SameName(one, member.name);
    });
    if (good) continue;
    return Fail(ErrorKind::kInvalid, "InvalidAlertRule",
                std::string("'") + what + "' has an unknown member '" + member.name + "'" +
                    DidYouMean(member.name, names))
        .At(member.name_position);
  }
  return {};
}

Result<> ReadFlag(const Json& json, const char* name, bool* flag) {
  const Json& value = json[name];
  if (value.is_null()) return {};
  if (!value.is_bool()) {
    return Invalid(value,
                   std::string("'") + name + "' must be true or false, got " + DumpJson(value));
  }
  *flag = value.as_bool();
  return {};
}

Result<std::string> Text(const Json& json, const char* name, bool needed) {
  const Json& value = json[name];
  const std::string text = model::SettingText(value);
  if (!text.empty() || (value.is_null() && !needed)) return text;
  return Invalid(value.is_null() ? json : value,
                 std::string("'") + name + "' must be a text, and one that is known here");
}

Result<std::vector<std::string>> Texts(const Json& json, const char* name) {
  std::vector<std::string> texts;
  const Json& list = json[name];
  if (!list.is_null() && !list.is_array()) {
    return Invalid(list, std::string("'") + name + "' must be an array of texts");
  }
  for (const Json& item : list.items()) {
    if (item.as_string().empty()) {
      return Invalid(item, std::string("'") + name + "' must be an array of texts");
    }
    texts.push_back(item.as_string());
  }
  return texts;
}

Result<std::chrono::seconds> Span(const Json& json, const char* name, std::chrono::seconds least) {
  const Json& value = json[name];
  const Result<std::chrono::seconds> span = ParseTimeSpan(value.as_string());
  if (span && *span >= least) return *span;
  return Invalid(
      value.is_null() ? json : value,
      std::string("'") + name + "' must be a time span such as 00:30:00, got " + DumpJson(value));
}

struct ConditionName {
  Condition condition;
  const char* name;
};
constexpr ConditionName kConditions[] = {{Condition::kFailed, "Failed"},
                                         {Condition::kSucceeded, "Succeeded"},
                                         {Condition::kLong, "Long"},
                                         {Condition::kLate, "Late"},
                                         {Condition::kNeverStarted, "NeverStarted"},
                                         {Condition::kQueueLength, "QueueLength"}};

/// "06:30"
Result<std::chrono::minutes> TimeOfDay(const Json& condition) {
  const Json& zone = condition["timeZone"];
  if (!zone.is_null() && !SameName(zone.as_string(), "UTC")) {
    return Fail(ErrorKind::kUnsupported, "AlertTimeZoneNotSupported",
                "the time zone of an alert must be UTC, got " + DumpJson(zone))
        .At(zone.position());
  }
  const Json& by = condition["by"];
  const Result<std::chrono::seconds> time = ParseTimeSpan(by.as_string() + ":00");
  if (time && *time >= std::chrono::seconds(0) && *time < std::chrono::hours(24)) {
    return std::chrono::duration_cast<std::chrono::minutes>(*time);
  }
  return Invalid(by.is_null() ? condition : by,
                 "'by' must be a time of day such as 06:30, got " + DumpJson(by));
}

Result<> CheckConditionMembers(Condition condition, const Json& json) {
  switch (condition) {
    case Condition::kFailed:
      return CheckMembers(json, "condition", {"type", "times", "within"});
    case Condition::kSucceeded:
      return CheckMembers(json, "condition", {"type"});
    case Condition::kLong:
    case Condition::kNeverStarted:
      return CheckMembers(json, "condition", {"type", "duration"});
    case Condition::kLate:
      return CheckMembers(json, "condition", {"type", "by", "timeZone"});
    case Condition::kQueueLength:
      return CheckMembers(json, "condition", {"type", "count"});
  }
  return {};
}

/// How often within which time; once if it is not said.
Result<> ReadTimes(const Json& json, Rule* rule) {
  const Json& times = json["times"];
  const Json& within = json["within"];
  if (!times.is_null() && (!times.is_int() || times.as_int() < 1 || times.as_int() > kTimesMax)) {
    return Invalid(times, "'times' must be a whole number from 1 to " + std::to_string(kTimesMax) +
                              ", got " + DumpJson(times));
  }
  if (!times.is_null()) rule->times = times.as_int();
  if (rule->times > 1) {
    WEIR_ASSIGN(rule->within, Span(json, "within", std::chrono::seconds(1)));
  } else if (!within.is_null()) {
    return Invalid(within, "'within' goes with 'times' of 2 or more");
  }
  return {};
}

Result<> ReadCondition(const Json& json, Rule* rule) {
  if (!json.is_object()) return CheckMembers(json, "condition", {});
  const std::string& type = json["type"].as_string();
  const std::optional<Condition> found = ReadConditionName(type);
  std::vector<std::string> known;
  for (const ConditionName& one : kConditions) known.emplace_back(one.name);
  if (!found) {
    return Invalid(json["type"].is_null() ? json : json["type"],
                   "the type of a condition must be Failed, Succeeded, Long, Late, NeverStarted or "
                   "QueueLength, got '" +
                       type + "'" + DidYouMean(type, known));
  }
  rule->condition = *found;
  WEIR_TRY(CheckConditionMembers(*found, json));
  if (*found == Condition::kFailed) WEIR_TRY(ReadTimes(json, rule));
  if (*found == Condition::kLong || *found == Condition::kNeverStarted) {
    WEIR_ASSIGN(rule->duration, Span(json, "duration", std::chrono::seconds(1)));
  }
  if (*found == Condition::kLate) {
    WEIR_ASSIGN(rule->by, TimeOfDay(json));
  }
  if (*found == Condition::kQueueLength) {
    const Json& count = json["count"];
    if (!count.is_int() || count.as_int() < 0) {
      return Invalid(json, "'count' must be a whole number, got " + DumpJson(count));
    }
    rule->count = count.as_int();
  }
  return {};
}

Result<> ReadEmail(const Json& json, Action* action) {
  action->kind = Action::Kind::kEmail;
  WEIR_TRY(CheckMembers(json, "action",
                        {"type", "host", "port", "startTls", "user", "password", "from", "to"}));
  WEIR_ASSIGN(action->host, Text(json, "host", true));
  WEIR_ASSIGN(action->user, Text(json, "user", false));
  WEIR_ASSIGN(action->password, Text(json, "password", false));
  WEIR_ASSIGN(action->from, Text(json, "from", true));
  WEIR_ASSIGN(action->to, Texts(json, "to"));
  if (action->to.empty()) return Invalid(json, "'to' must name who gets the mail");
  for (const std::string& address : action->to) {
    if (address.find_first_of("\r\n<> ") != std::string::npos ||
        address.find('@') == std::string::npos) {
      return Invalid(json["to"], "'to' must hold addresses of mail, got '" + address + "'");
    }
  }
  if (action->from.find_first_of("\r\n<> ") != std::string::npos) {
    return Invalid(json["from"], "'from' must be an address of mail");
  }
  if (!json["port"].is_null()) action->port = static_cast<int>(json["port"].as_int());
  if (action->port <= 0 || action->port > 65535) {
    return Invalid(json["port"], "'port' must be a number from 1 to 65535");
  }
  WEIR_TRY(ReadFlag(json, "startTls", &action->start_tls));
  if (!action->start_tls && !action->password.empty()) {
    return Invalid(json["startTls"], "a password is sent behind STARTTLS only");
  }
  return {};
}

Result<> ReadWebhook(const Json& json, Action* action) {
  WEIR_TRY(CheckMembers(json, "action", {"type", "url", "form"}));
  WEIR_ASSIGN(action->url, Text(json, "url", true));
  if (!action->url.starts_with("http://") && !action->url.starts_with("https://")) {
    return Invalid(json["url"], "'url' must begin with https:// or http://");
  }
  const std::string& form = json["form"].as_string();
  if (SameName(form, "slack")) {
    action->form = Action::Form::kSlack;
  } else if (SameName(form, "teams")) {
    action->form = Action::Form::kTeams;
  } else if (!json["form"].is_null() && !SameName(form, "json")) {
    return Invalid(json["form"],
                   "'form' must be json, slack or teams, got " + DumpJson(json["form"]));
  }
  return {};
}

Result<> ReadPipeline(const Json& json, Action* action) {
  action->kind = Action::Kind::kPipeline;
  WEIR_TRY(CheckMembers(json, "action", {"type", "pipeline", "parameters"}));
  const Json& pipeline = json["pipeline"];
  action->pipeline = pipeline["referenceName"].as_string();
  const auto kind = model::KindOfReference(pipeline["type"].as_string());
  if (action->pipeline.empty() || kind != model::ResourceKind::kPipeline) {
    return Invalid(pipeline.is_null() ? json : pipeline,
                   "'pipeline' must be {\"referenceName\": …, \"type\": "
                   "\"PipelineReference\"}");
  }
  action->parameters = json["parameters"];
  if (action->parameters.is_null() || action->parameters.is_object()) return {};
  return Invalid(json["parameters"], "'parameters' must be an object");
}

Result<Action> ReadAction(const Json& json) {
  Action action;
  const std::string& type = json["type"].as_string();
  if (SameName(type, "Email")) {
    WEIR_TRY(ReadEmail(json, &action));
  } else if (SameName(type, "Webhook")) {
    WEIR_TRY(ReadWebhook(json, &action));
  } else if (SameName(type, "Pipeline")) {
    WEIR_TRY(ReadPipeline(json, &action));
  } else {
    return Invalid(json["type"].is_null() ? json : json["type"],
                   "an action of an alert must be Email, Webhook or Pipeline, got '" + type + "'" +
                       DidYouMean(type, {"Email", "Webhook", "Pipeline"}));
  }
  return action;
}

Result<> ReadScope(const Json& scope, Rule* rule) {
  if (!scope.is_null()) WEIR_TRY(CheckMembers(scope, "scope", {"pipelines", "annotations"}));
  WEIR_ASSIGN(rule->pipelines, Texts(scope, "pipelines"));
  WEIR_ASSIGN(rule->annotations, Texts(scope, "annotations"));
  const bool absent =
      rule->condition == Condition::kLate || rule->condition == Condition::kNeverStarted;
  if (!absent || !rule->pipelines.empty()) return {};
  return Invalid(scope, "'scope.pipelines' must name the pipelines that are waited for");
}

Result<> ReadGroup(const Json& properties, Rule* rule) {
  if (properties["group"].is_null()) return {};
  WEIR_ASSIGN(rule->group, Span(properties, "group", std::chrono::seconds(0)));
  return {};
}

Result<> CountActions(const Json& properties) {
  const size_t actions = properties["actions"].items().size();
  if (actions == 0) return Invalid(properties, "'actions' must say who is told");
  if (actions <= kActionsMax) return {};
  return Invalid(properties["actions"], "'actions' may be 20 at most");
}

/// Reads what can be read; the errors of the parts that cannot.
std::vector<Error> ReadParts(const std::string& name, const Json& properties, Rule* rule) {
  std::vector<Error> faults;
  const auto note = [&](Result<> read) {
    if (!read) faults.push_back(std::move(read).error());
  };
  rule->name = name;
  note(CheckMembers(properties, "properties",
                    {"description", "annotations", "folder", "condition", "scope", "group",
                     "recovery", "enabled", "actions"}));
  if (!properties.is_object()) return faults;
  note(ReadCondition(properties["condition"], rule));
  note(ReadScope(properties["scope"], rule));
  note(ReadGroup(properties, rule));
  note(ReadFlag(properties, "recovery", &rule->recovery));
  note(ReadFlag(properties, "enabled", &rule->enabled));
  for (const Json& action : properties["actions"].items()) {
    Result<Action> read = ReadAction(action);
    if (read) {
      rule->actions.push_back(*std::move(read));
    } else {
      faults.push_back(read.error());
    }
  }
  note(CountActions(properties));
  return faults;
}

/// The same with a text in place of each secret: its value, or any if that is elsewhere or hidden.
Json WithAnySecrets(const Json& json) {
  if (SameName(json["type"].as_string(), "SecureString")) {
    const Json& value = json["value"];
    const bool hidden =
        value.is_null() || (!value.as_string().empty() &&
                            value.as_string().find_first_not_of('*') == std::string::npos);
    Json secret(hidden ? std::string(kAnySecret) : value.as_string());
    secret.set_position(json.position());
    return secret;
  }
  Json whole = json;
  if (whole.is_array()) {
    for (Json& item : whole.MutableItems()) item = WithAnySecrets(item);
  } else if (whole.is_object()) {
    for (Json::Member& member : whole.MutableMembers()) {
      member.value = WithAnySecrets(member.value);
    }
  }
  return whole;
}

}  // namespace

std::string OriginOf(const std::string& url) {
  std::string shown = http::PrintableUrl(url);
  const size_t path = shown.find('/', shown.find("://") + 3);
  if (path == std::string::npos || path + 1 == shown.size()) return shown;
  return shown.substr(0, path) + "/…";
}

const char* NameOf(Condition condition) {
  const auto* found =
      std::find_if(std::begin(kConditions), std::end(kConditions),
                   [&](const ConditionName& one) { return one.condition == condition; });
  return found == std::end(kConditions) ? "" : found->name;
}

std::optional<Condition> ReadConditionName(const std::string& name) {
  for (const ConditionName& one : kConditions) {
    if (SameName(one.name, name)) return one.condition;
  }
  return std::nullopt;
}

std::string Action::Target() const {
  switch (kind) {
    case Kind::kWebhook:
      return OriginOf(url);
    case Kind::kPipeline:
      return "pipeline '" + pipeline + "'";
    case Kind::kEmail:
      break;
  }
  std::string all;
  for (const std::string& one : to) all += (all.empty() ? "" : ", ") + one;
  return all + " by " + host + ":" + std::to_string(port);
}

std::string Rule::Key() const {
  return factory + "\n" + NameKey(name);
}

bool Rule::StartsPipelines() const {
  return std::any_of(actions.begin(), actions.end(),
                     [](const Action& action) { return action.kind == Action::Kind::kPipeline; });
}

Result<Rule> ReadRule(const std::string& name, const Json& properties) {
  Rule rule;
  std::vector<Error> faults = ReadParts(name, properties, &rule);
  if (!faults.empty()) return std::move(faults.front());
  return rule;
}

Result<> CheckRule(const std::string& name, const Json& properties) {
  std::vector<Error> faults = FaultsOfRule(name, properties);
  if (!faults.empty()) return std::move(faults.front());
  return {};
}

std::vector<Error> FaultsOfRule(const std::string& name, const Json& properties) {
  Rule rule;
  return ReadParts(name, WithAnySecrets(properties), &rule);
}

}  // namespace weir::alert
