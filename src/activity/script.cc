#include "activity/deadline.h"
#include "activity/executors.h"
#include "activity/standard_output.h"
#include "base/names.h"
#include "copy/copy_error.h"
#include "copy/settings.h"

namespace weir::activity {
namespace {

constexpr int64_t kRowsMax = 5000;
constexpr size_t kOutputBytesMax = size_t{4} << 20;
constexpr const char* kScriptError = "2011";
constexpr std::chrono::hours kTimeoutDefault{2};

struct Script {
  std::string text;
  bool query = true;
  std::vector<connectors::SqlParameter> parameters;
};

Result<Script> ReadScript(const Json& json) {
  Script script;
  WEIR_ASSIGN(script.text, copy::ReadText(json, "text"));
  WEIR_ASSIGN(const std::string type, copy::ReadText(json, "type"));
  script.query = !SameName(type, "NonQuery");
  if (script.query && !type.empty() && !SameName(type, "Query")) {
    return Fail(ErrorKind::kInvalid, "2104",
                "a script's 'type' must be Query or NonQuery, got '" + type + "'")
        .At(json.position());
  }
  for (const Json& item : json["parameters"].items()) {
    connectors::SqlParameter parameter;
    WEIR_ASSIGN(parameter.name, copy::ReadText(item, "name"));
    parameter.value = item["value"];
    WEIR_ASSIGN(parameter.type, copy::ReadText(item, "type"));
    WEIR_ASSIGN(const std::string direction, copy::ReadText(item, "direction"));
    if (!direction.empty()) parameter.direction = direction;
    script.parameters.push_back(std::move(parameter));
  }
  return script;
}

/// What all blocks gave, merged; the last of equally named output parameters wins.
struct Collected {
  std::vector<connectors::ScriptResult::ResultSet> result_sets;
  int64_t records_affected = 0;
  bool affects = false;
  Json output_parameters = Json::Object({});
  std::string messages;
  bool truncated = false;

  void Add(connectors::ScriptResult result) {
    for (auto& set : result.result_sets) {
      truncated = truncated || set.row_count > static_cast<int64_t>(set.rows.size());
      result_sets.push_back(std::move(set));
    }
    if (result.records_affected >= 0) {
      affects = true;
      records_affected += result.records_affected;
    }
    for (const Json::Member& member : result.output_parameters.members()) {
      output_parameters.Set(member.name, member.value);
    }
    if (!messages.empty() && !result.messages.empty()) messages += "\n";
    messages += result.messages;
  }

  Json Output() const {
    Json output = Json::Object({});
    output.Set("resultSetCount", result_sets.size());
    output.Set("recordsAffected", affects ? records_affected : 0);
    Json sets = Json::Array();
    for (const auto& set : result_sets) {
      sets.Append(Json::Object({{"rowCount", set.row_count}, {"rows", Json::Array(set.rows)}}));
    }
    output.Set("resultSets", std::move(sets));
    output.Set("outputParameters", output_parameters);
    output.Set("outputLogs", messages);
    output.Set("outputLogsLocation", "");
    output.Set("outputTruncated", truncated);
    return output;
  }

  /// Cut logs, then parameters, then rows until the output fits.
  Json FittingOutput() {
    Json output = Output();
    if (DumpJson(output).size() <= kOutputBytesMax) return output;
    truncated = true;
    messages.clear();
    output = Output();
    if (DumpJson(output).size() <= kOutputBytesMax) return output;
    output_parameters = Json::Object({});
    output = Output();
    while (DumpJson(output).size() > kOutputBytesMax) {
      bool cut = false;
      for (auto& set : result_sets) {
        if (set.rows.empty()) continue;
        set.rows.resize(set.rows.size() / 2);
        cut = true;
      }
      output = Output();
      if (!cut) break;
    }
    return output;
  }
};

/// Script: SQL blocks, one after another on one connection.
class ScriptExecutor final : public engine::ActivityExecutor {
 public:
  explicit ScriptExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    Result<Json> output = Run(context);
    if (!output) return copy::AsActivityError(kScriptError, output.error());
    return WithStandardKeys(*std::move(output), Billing::kPipeline, start, context.clock().Now());
  }

 private:
  Result<Json> Run(engine::ActivityContext& context) const {
    const Json& settings = context.type_properties();
    if (SameName(settings["logSettings"]["logDestination"].as_string(), "ExternalStore")) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                  "'logSettings.logDestination' must be ActivityOutput here, got ExternalStore");
    }
    std::vector<Script> scripts;
    for (const Json& json : settings["scripts"].items()) {
      WEIR_ASSIGN(Script script, ReadScript(json));
      scripts.push_back(std::move(script));
    }
    std::chrono::seconds timeout = kTimeoutDefault;
    WEIR_ASSIGN(const std::string text, copy::ReadText(settings, "scriptBlockExecutionTimeout"));
    if (!text.empty()) {
      WEIR_ASSIGN(timeout, ParseTimeSpan(text));
    }
    WEIR_ASSIGN(const model::LinkedServiceInstance linked_service,
                context.LinkedService(context.activity()["linkedServiceName"]));
    WEIR_ASSIGN(const std::unique_ptr<connectors::Database> database,
                copy::OpenDatabase(services_, linked_service));
    Collected collected;
    for (const Script& script : scripts) {
      WEIR_ASSIGN(connectors::ScriptResult result, RunBlock(context, *database, script, timeout));
      if (!script.query) result.result_sets.clear();
      collected.Add(std::move(result));
    }
    return collected.FittingOutput();
  }

  static Result<connectors::ScriptResult> RunBlock(engine::ActivityContext& context,
                                                   connectors::Database& database,
                                                   const Script& script,
                                                   std::chrono::seconds timeout) {
    const Deadline deadline(context.cancel(), timeout);
    Result<connectors::ScriptResult> result =
        database.Execute(script.text, script.parameters, kRowsMax, &deadline.token());
    if (result || !deadline.expired()) return result;
    return Fail(ErrorKind::kUnavailable, "ScriptBlockExecutionTimeout",
                "a script block ran longer than 'scriptBlockExecutionTimeout', " +
                    std::to_string(timeout.count()) + " s");
  }

  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeScript(const copy::Services& services) {
  return std::make_shared<ScriptExecutor>(services);
}

}  // namespace weir::activity
