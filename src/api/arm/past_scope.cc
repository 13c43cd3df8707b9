#include "api/arm/past_scope.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "expr/template.h"
#include "trigger/past_fire.h"

namespace weir::api::arm {
namespace {

using store::ActivityRunRecord;

constexpr int64_t kRecordsMax = 2'000;
constexpr int kParentsMax = 50;

/// Give each activity and the path of what holds it, loops in their first iteration, to `visit`,
/// which ends the walk by true.
template <typename Visit>
bool Walk(const Json& json, const std::string& path, const Visit& visit) {
  for (const Json& one : json.items()) {
    const std::string& name = one["name"].as_string();
    if (visit(one, path)) return true;
    const bool loops = SameName(one["type"].as_string(), "ForEach");
    const std::string inside = (path.empty() ? "" : path + "/") + name + (loops ? "[0]" : "");
    const Json& settings = one["typeProperties"];
    for (const char* branch :
         {"activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities"}) {
      if (Walk(settings[branch], inside, visit)) return true;
    }
    for (const Json& each : settings["cases"].items()) {
      if (Walk(each["activities"], inside, visit)) return true;
    }
  }
  return false;
}

/// The activity of that name; null if there is none.
Json FindActivity(const Json& pipeline, std::string_view name, std::string* path = nullptr) {
  Json found;
  Walk(pipeline["activities"], "", [&](const Json& one, const std::string& where) {
    if (!SameName(one["name"].as_string(), name)) return false;
    found = one;
    if (path != nullptr) *path = where;
    return true;
  });
  return found;
}

/// "Each[3]" as "Each" and 3; -1 where it has no number.
std::pair<std::string, int64_t> Split(const std::string& step) {
  const size_t open = step.rfind('[');
  if (open == step.npos || !step.ends_with("]")) return {step, -1};
  const Result<Json> number = ParseJson(step.substr(open + 1, step.size() - open - 2));
  return {step.substr(0, open), number && number->is_int() ? number->as_int() : -1};
}

/// True if what ran at `path` is seen from `from`: at the same place, or around it.
bool IsAround(const std::string& path, const std::string& from) {
  if (path.empty() || path == from) return true;
  return from.starts_with(path) && from[path.size()] == '/';
}

Json ParseOr(const std::string& text, Json otherwise) {
  if (text.empty()) return otherwise;
  Result<Json> json = ParseJson(text);
  return json ? *std::move(json) : std::move(otherwise);
}

Json ActivityObject(const ActivityRunRecord& record, const std::string& pipeline) {
  Json json = Json::Object();
  if (!record.output.empty()) json.AppendMember("output", ParseOr(record.output, {}));
  json.AppendMember("status", record.status);
  if (!record.error.empty()) json.AppendMember("error", ParseOr(record.error, {}));
  if (record.end) {
    const auto took = *record.end - record.start;
    json.AppendMember("Duration", FormatUtc(FromMicros(took.count())).substr(11, 16));
    json.AppendMember("ExecutionEndTime", FormatUtc(*record.end));
  }
  json.AppendMember("ActivityRunId", record.activity_run_id);
  json.AppendMember("ExecutionStartTime", FormatUtc(record.start));
  json.AppendMember("PipelineRunId", record.run_id);
  json.AppendMember("PipelineName", pipeline);
  return json;
}

}  // namespace

PastScope::PastScope(store::Store& store, const store::RunRecord& run,
                     const model::Factory& factory, const Json& pipeline)
    : store_(store),
      run_(run),
      factory_(factory),
      pipeline_(pipeline),
      now_(run.end.value_or(run.start)),
      random_(EntropySeed()) {}

std::vector<ActivityRunRecord> PastScope::Records(store::RunField field, std::vector<Json> values,
                                                  bool newest_first) const {
  store::RunQuery query;
  query.updated_after = run_.start - std::chrono::hours(24);
  query.updated_before = UtcTime::max();
  query.conditions = {{field, false, std::move(values)}};
  query.order = {{store::RunField::kStart, newest_first}};
  query.limit = kRecordsMax;
  auto page = store_.QueryActivities(run_.run_id, query);
  if (!page) {
    error_ = page.error();
    return {};
  }
  return std::move(page->records);
}

bool PastScope::StandAt(const std::string& activity, const std::string& activity_run) {
  const Json definition = FindActivity(pipeline_, activity, &path_);
  if (definition.is_null()) return false;
  activity_ = definition["name"].as_string();
  const auto records = Records(store::RunField::kActivityName, {Json(activity_)}, true);
  if (records.empty()) return activity_run.empty();
  const auto chosen = std::find_if(records.begin(), records.end(), [&](const auto& one) {
    return activity_run.empty() ? one.status == "Failed" : one.activity_run_id == activity_run;
  });
  if (chosen == records.end() && !activity_run.empty()) return false;
  const ActivityRunRecord& record = chosen == records.end() ? records.front() : *chosen;
  path_ = record.path;
  now_ = record.start;
  return true;
}

std::optional<Json> PastScope::Pipeline() const {
  Json json = Json::Object({{"DataFactory", factory_.name()},
                            {"Pipeline", run_.pipeline},
                            {"RunId", run_.run_id},
                            {"TriggerType", run_.invoked_by["invokedByType"]},
                            {"TriggerId", run_.invoked_by["id"]},
                            {"TriggerName", run_.invoked_by["name"]},
                            {"TriggerTime", FormatUtc(run_.start)},
                            {"GroupId", run_.group_id},
                            {"globalParameters", factory_.GlobalParameterValues()},
                            {"parameters", run_.parameters}});
  if (!run_.parent_run_id.empty()) {
    json.AppendMember("TriggeredByPipelineName", run_.invoked_by["pipelineName"]);
    json.AppendMember("TriggeredByPipelineRunId", run_.parent_run_id);
  }
  return json;
}

/// What the trigger's expressions saw: {"trigger", "triggerBody"}; null if no trigger fired.
Json PastScope::Fired() const {
  // The trigger starts the first of a group; its children and their children follow.
  store::RunRecord first = run_;
  for (int depth = 0; depth < kParentsMax && !first.parent_run_id.empty(); ++depth) {
    auto parent = store_.FindRun(first.parent_run_id);
    if (!parent) error_ = parent.error();
    if (!parent || !*parent) return {};
    first = **std::move(parent);
  }
  const auto fired = store_.FindTriggerRun(first.invoked_by["id"].as_string());
  if (!fired) error_ = fired.error();
  if (!fired || !*fired || (*fired)->factory != run_.factory) return {};
  return trigger::PastFire(**fired).ToContext();
}

std::optional<Json> PastScope::Trigger() const {
  const Json fired = Fired();
  if (fired.is_null()) return std::nullopt;
  return fired["trigger"];
}

std::optional<Json> PastScope::TriggerBody() const {
  const Json fired = Fired();
  if (fired["triggerBody"].is_null()) return std::nullopt;
  return fired["triggerBody"];
}

std::optional<Json> PastScope::ItemOf(const Json& loop, const std::string& path,
                                      size_t index) const {
  const auto items = expr::Template::Compile(loop["typeProperties"]["items"]);
  if (!items) return std::nullopt;
  PastScope around(store_, run_, factory_, pipeline_);
  around.path_ = path;
  around.now_ = now_;
  const Result<Json> value = items->Evaluate(around);
  if (!value || !value->is_array() || index >= value->size()) return std::nullopt;
  return (*value)[index];
}

std::optional<Json> PastScope::Item() const {
  const Json here = FindActivity(pipeline_, activity_);
  if (SameName(here["type"].as_string(), "Filter")) return ItemOf(here, path_, 0);
  std::string path = path_;
  while (!path.empty()) {
    const size_t slash = path.rfind('/');
    const auto [name, index] = Split(slash == path.npos ? path : path.substr(slash + 1));
    path = slash == path.npos ? "" : path.substr(0, slash);
    const Json loop = FindActivity(pipeline_, name);
    if (index < 0 || !SameName(loop["type"].as_string(), "ForEach")) continue;
    return ItemOf(loop, path, static_cast<size_t>(index));
  }
  return std::nullopt;
}

std::optional<Json> PastScope::Activity(std::string_view name) const {
  const Json definition = FindActivity(pipeline_, name);
  const std::string spelled =
      definition.is_null() ? std::string(name) : definition["name"].as_string();
  const auto records = Records(store::RunField::kActivityName, {Json(spelled)}, true);
  if (records.empty()) return std::nullopt;
  const auto seen = std::find_if(records.begin(), records.end(),
                                 [&](const auto& one) { return IsAround(one.path, path_); });
  return ActivityObject(seen == records.end() ? records.front() : *seen, run_.pipeline);
}

std::optional<Json> PastScope::Variable(std::string_view name) const {
  std::optional<Json> value;
  for (const Json::Member& one : pipeline_["variables"].members()) {
    if (!SameName(one.name, name)) continue;
    value = one.value["defaultValue"];
    if (value->is_null() && SameName(one.value["type"].as_string(), "Array")) value = Json::Array();
  }
  if (!value) return std::nullopt;
  for (const ActivityRunRecord& record : Records(
           store::RunField::kActivityType, {Json("SetVariable"), Json("AppendVariable")}, false)) {
    if (!activity_.empty() && record.start >= now_) break;
    const Json output = ParseOr(record.output, {});
    if (!SameName(output["name"].as_string(), name)) continue;
    if (record.type == "SetVariable") {
      value = output["value"];
    } else {
      if (!value->is_array()) value = Json::Array();
      value->Append(output["value"]);
    }
  }
  return value;
}

std::vector<std::string> PastScope::ActivityNames() const {
  std::vector<std::string> names;
  Walk(pipeline_["activities"], "", [&](const Json& one, const std::string& /*path*/) {
    names.push_back(one["name"].as_string());
    return false;
  });
  return names;
}

std::vector<std::string> PastScope::VariableNames() const {
  std::vector<std::string> names;
  for (const Json::Member& one : pipeline_["variables"].members()) names.push_back(one.name);
  return names;
}

}  // namespace weir::api::arm
