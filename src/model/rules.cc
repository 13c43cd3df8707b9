#include "model/rules.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "base/names.h"

extern "C" {
extern const char weir_model_rules[];
extern const char weir_model_rules_end[];
}

namespace weir::model {
namespace {

Severity SeverityOf(std::string_view name) {
  for (const Severity severity :
       {Severity::kError, Severity::kWarning, Severity::kAzure, Severity::kNote}) {
    if (SeverityName(severity) == name) return severity;
  }
  WEIR_CHECK(false, "the table of rules names the four severities only");
  return Severity::kError;
}

RuleTarget TargetOf(const Json& json) {
  using Measure = RuleTarget::Measure;
  static constexpr std::pair<std::string_view, Measure> kMeasures[] = {
      {"", Measure::kValue},
      {"count", Measure::kCount},
      {"length", Measure::kLength},
      {"seconds", Measure::kSeconds}};
  RuleTarget target{json["kind"].as_string(), json["type"].as_string(),
                    json["property"].as_string(), Measure::kValue};
  const auto* found =
      std::find_if(std::begin(kMeasures), std::end(kMeasures),
                   [&json](const auto& one) { return one.first == json["measure"].as_string(); });
  WEIR_CHECK(found != std::end(kMeasures), "the table of rules names known measures only");
  target.measure = found->second;
  return target;
}

std::optional<int64_t> LimitOf(const Json& json) {
  return json.is_int() ? std::optional(json.as_int()) : std::nullopt;
}

Rule RuleOf(const Json& json) {
  Rule rule;
  rule.code = json["code"].as_string();
  for (const Json& name : json["severity"].items()) {
    rule.severities.push_back(SeverityOf(name.as_string()));
  }
  if (!json["where"].is_null()) rule.target = TargetOf(json["where"]);
  rule.min = LimitOf(json["min"]);
  rule.max = LimitOf(json["max"]);
  rule.text = json["text"].as_string();
  rule.title = json["title"].as_string();
  rule.example = json["example"].as_string();
  rule.mend = json["mend"].as_string();
  rule.source = json["source"].as_string();
  return rule;
}

std::vector<Rule> ReadRules() {
  const Result<Json> table = ParseJson(std::string_view(
      weir_model_rules, static_cast<size_t>(weir_model_rules_end - weir_model_rules)));
  WEIR_CHECK(table.ok(), "the table of rules is compiled in and is JSON");
  std::vector<Rule> rules;
  for (const Json& row : table->items()) rules.push_back(RuleOf(row));
  return rules;
}

/// Put values in the place of {names}.
std::string Fill(const std::string& text, const Rule& rule, const RuleReporter::Values& values) {
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    const size_t open = text.find('{', at);
    out += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const size_t close = text.find('}', open);
    const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
    const auto given = std::find_if(values.begin(), values.end(),
                                    [name](const auto& one) { return one.first == name; });
    if (given != values.end()) {
      out += given->second;
    } else {
      const std::optional<int64_t> limit = name == "min"   ? rule.min
                                           : name == "max" ? rule.max
                                                           : std::nullopt;
      WEIR_CHECK(limit.has_value(), "a rule's text names only what its check gives");
      out += std::to_string(*limit);
    }
    at = close + 1;
  }
  return out;
}

const Rule& NeedRule(std::string_view code) {
  const Rule* rule = FindRule(code);
  WEIR_CHECK(rule != nullptr, "every code that is reported is in the table of rules");
  return *rule;
}

/// The severity that the table's words are for: of an error that is also a limit, the limit's.
Severity SeverityOfText(const Rule& rule) {
  const bool azure = std::find(rule.severities.begin(), rule.severities.end(), Severity::kAzure) !=
                     rule.severities.end();
  return azure ? Severity::kAzure : rule.severities.front();
}

}  // namespace

const std::vector<Rule>& AllRules() {
  static const std::vector<Rule> rules = ReadRules();
  return rules;
}

const Rule* FindRule(std::string_view code) {
  static const std::map<std::string, const Rule*> index = [] {
    std::map<std::string, const Rule*> by_code;
    for (const Rule& rule : AllRules()) by_code.emplace(NameKey(rule.code), &rule);
    return by_code;
  }();
  const auto found = index.find(NameKey(code));
  return found == index.end() ? nullptr : found->second;
}

void RuleReporter::Report(std::string_view code, Position position, const Values& values,
                          const Json* activity) const {
  const Rule& rule = NeedRule(code);
  Add(rule, position, Fill(rule.text, rule, values), activity);
}

void RuleReporter::Add(const Rule& rule, Position position, std::string message,
                       const Json* activity) const {
  if (activity != nullptr) {
    message = "activity '" + (*activity)["name"].as_string() + "': " + message;
    if (!position.known()) position = activity->position();
  }
  const Severity severity = SeverityOfText(rule);
  if (severity == Severity::kAzure) message += " (" + rule.source + ")";
  findings_->push_back({severity, file_, position, rule.code, std::move(message)});
}

void RuleReporter::CheckLimit(std::string_view code, Position position, int64_t found,
                              Values values, const Json* activity) const {
  const Rule& rule = NeedRule(code);
  if ((!rule.min || found >= *rule.min) && (!rule.max || found <= *rule.max)) return;
  values.emplace_back("found", std::to_string(found));
  Report(code, position, values, activity);
}

std::string Shown(const Json& value) {
  constexpr size_t kShownMax = 60;
  const std::string text = value.is_string() ? "'" + value.as_string() + "'" : DumpJson(value);
  return text.size() <= kShownMax ? text : text.substr(0, kShownMax) + "…";
}

}  // namespace weir::model
