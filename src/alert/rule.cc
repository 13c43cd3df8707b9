#include "alert/rule.h"

#include <filesystem>
#include <optional>

#include "base/names.h"
#include "model/folder_entries.h"
#include "model/instance.h"
#include "model/json_file.h"
#include "model/local_secrets.h"

namespace weir::alert {
namespace {

Error Invalid(const Json& where, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidAlertRule", message).At(where.position());
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
    return Fail(ErrorKind::kUnsupported, "UnsupportedAlertRule",
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

Result<> ReadCondition(const Json& json, Rule* rule) {
  const std::string& type = json["type"].as_string();
  std::optional<Condition> found;
  std::vector<std::string> known;
  for (const ConditionName& one : kConditions) {
    if (SameName(one.name, type)) found = one.condition;
    known.emplace_back(one.name);
  }
  if (!found) {
    return Invalid(json["type"].is_null() ? json : json["type"],
                   "the type of a condition must be Failed, Succeeded, Long, Late, NeverStarted or "
                   "QueueLength, got '" +
                       type + "'" + DidYouMean(type, known));
  }
  rule->condition = *found;
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
  if (!json["startTls"].is_null()) action->start_tls = json["startTls"].as_bool();
  if (!action->start_tls && !action->password.empty()) {
    return Invalid(json["startTls"], "a password is sent behind STARTTLS only");
  }
  return {};
}

Result<Action> ReadAction(const Json& json) {
  Action action;
  const std::string& type = json["type"].as_string();
  if (SameName(type, "Email")) {
    WEIR_TRY(ReadEmail(json, &action));
    return action;
  }
  if (!SameName(type, "Webhook")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedAlertRule",
                "an action of an alert must be Email or Webhook, got '" + type + "'")
        .At(json.position());
  }
  WEIR_ASSIGN(action.url, Text(json, "url", true));
  if (!action.url.starts_with("http://") && !action.url.starts_with("https://")) {
    return Invalid(json["url"], "'url' must begin with https:// or http://");
  }
  const std::string& form = json["form"].as_string();
  if (SameName(form, "slack")) {
    action.form = Action::Form::kSlack;
  } else if (SameName(form, "teams")) {
    action.form = Action::Form::kTeams;
  } else if (!form.empty() && !SameName(form, "json")) {
    return Invalid(json["form"], "'form' must be json, slack or teams, got '" + form + "'");
  }
  return action;
}

}  // namespace

Result<Rule> ReadRule(const Json& document) {
  Rule rule;
  WEIR_ASSIGN(rule.name, Text(document, "name", true));
  const Json& properties = document["properties"];
  if (!properties.is_object()) return Invalid(document, "a rule needs 'properties'");
  WEIR_TRY(ReadCondition(properties["condition"], &rule));
  const Json& scope = properties["scope"];
  WEIR_ASSIGN(rule.pipelines, Texts(scope, "pipelines"));
  WEIR_ASSIGN(rule.annotations, Texts(scope, "annotations"));
  WEIR_ASSIGN(rule.factories, Texts(scope, "factories"));
  const bool absent =
      rule.condition == Condition::kLate || rule.condition == Condition::kNeverStarted;
  if (absent && rule.pipelines.empty()) {
    return Invalid(properties, "'scope.pipelines' must name the pipelines that are waited for");
  }
  if (!properties["group"].is_null()) {
    WEIR_ASSIGN(rule.group, Span(properties, "group", std::chrono::seconds(0)));
  }
  if (!properties["recovery"].is_null()) rule.recovery = properties["recovery"].as_bool();
  for (const Json& action : properties["actions"].items()) {
    WEIR_ASSIGN(Action read, ReadAction(action));
    rule.actions.push_back(std::move(read));
  }
  if (rule.actions.empty()) return Invalid(properties, "'actions' must say who is told");
  return rule;
}

Result<std::vector<Rule>> LoadRules(const std::string& folder) {
  if (!model::IsFolder(folder)) {
    return Fail(ErrorKind::kNotFound, "FolderNotFound", "there is no folder of alert rules")
        .At(folder);
  }
  std::vector<Rule> rules;
  for (const std::filesystem::path& path : model::PathsIn(folder)) {
    if (!model::IsJsonFile(path)) continue;
    WEIR_ASSIGN(const Json read, model::ReadJsonFile(path.string()));
    std::vector<std::string> problems;
    const Json document = model::WithLocalSecrets(read, folder, &problems);
    if (!problems.empty()) return Invalid(read, problems.front()).At(path.string());
    Result<Rule> rule = ReadRule(document);
    if (!rule) return std::move(rule).error().At(path.string());
    for (const Rule& other : rules) {
      if (!SameName(other.name, rule->name)) continue;
      return Invalid(read, "there are two rules '" + rule->name + "'").At(path.string());
    }
    rules.push_back(*std::move(rule));
  }
  return rules;
}

}  // namespace weir::alert
