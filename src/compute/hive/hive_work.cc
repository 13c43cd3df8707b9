#include "activity/web_request.h"
#include "compute/cluster.h"
#include "compute/hive/hive_job.h"
#include "compute/hive/script.h"
#include "compute/local_addresses.h"
#include "compute/stored_text.h"
#include "copy/settings.h"

namespace weir::compute::hive {
namespace {

constexpr int64_t kQueryMinutesMax = 7 * 24 * 60;

/// Values as Hive takes them: numbers and flags as their text.
Result<> AddAll(const Json& values, std::string_view property,
                std::initializer_list<std::string_view> spaces,
                std::map<std::string, std::string>* configuration) {
  if (!values.is_null() && !values.is_object()) {
    return Fail(ErrorKind::kInvalid, "2104",
                "The type of the property '" + std::string(property) + "' is incorrect.");
  }
  for (const Json::Member& one : values.members()) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(values, one.name));
    for (const std::string_view space : spaces) {
      (*configuration)["set:" + std::string(space) + ":" + one.name] = value;
    }
  }
  return {};
}

/// --hiveconf, --hivevar and --define of Hive's shell, each with the next argument.
Result<> AddArguments(const Json& arguments, std::map<std::string, std::string>* configuration) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& flag = arguments[i].as_string();
    const std::string_view name =
        std::string_view(flag).substr(std::min(flag.find_first_not_of('-'), flag.size()));
    const bool variable = name == "hivevar" || name == "define" || name == "d";
    const std::string& pair = arguments[i + 1].as_string();
    const size_t equals = pair.find('=');
    if ((!variable && name != "hiveconf") || equals == std::string::npos) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedHiveArgument",
                  "'arguments' may be --hiveconf, --hivevar or --define and name=value, got '" +
                      flag + "'");
    }
    (*configuration)[(variable ? "set:hivevar:" : "set:hiveconf:") + pair.substr(0, equals)] =
        pair.substr(equals + 1);
    ++i;
  }
  return {};
}

Result<std::string> ReadScript(engine::ActivityContext& context, const ComputeTools& tools,
                               const Cluster& cluster) {
  const Json& settings = context.type_properties();
  WEIR_ASSIGN(const std::string inline_script, copy::ReadText(settings, "script"));
  WEIR_ASSIGN(const std::string path, copy::ReadText(settings, "scriptPath"));
  if (!inline_script.empty() && path.empty()) return inline_script;
  if (path.empty()) return activity::MissingProperty("scriptPath");
  const Json& named = settings["scriptLinkedService"];
  const Json& reference = named.is_object() ? named : cluster.storage;
  if (!reference.is_object()) return activity::MissingProperty("scriptLinkedService");
  Result<std::string> script = ReadStoredText(context, tools, reference, path);
  if (script || script.error().kind() == ErrorKind::kUnavailable ||
      script.error().kind() == ErrorKind::kCancelled) {
    return script;
  }
  return Fail(script.error().kind(), "2345",
              "Failed to read the content of the hive script. Error: '" + script.error().message() +
                  "'")
      .At(path);
}

}  // namespace

Result<HiveWork> ReadHiveWork(engine::ActivityContext& context, const ComputeTools& tools) {
  WEIR_ASSIGN(const Cluster cluster, ReadCluster(context));
  if (cluster.hive.empty()) {
    return NotOnCluster(cluster, "HDInsightHive", "'hiveServer' (hive2://…)");
  }
  HiveWork work;
  work.cluster_uri = cluster.uri;
  WEIR_ASSIGN(work.address, ParseAddress(cluster.hive));
  if (!cluster.user.empty()) work.address.user = cluster.user;
  if (!cluster.password.empty()) work.address.password = cluster.password;
  WEIR_ASSIGN(std::string script, ReadScript(context, tools, cluster));
  WEIR_ASSIGN(const std::string folder, LocalStorageOf(context, tools, cluster));
  if (!folder.empty()) script = WithLocalAddresses(script, folder);
  WEIR_ASSIGN(work.statements, SplitStatements(script));
  if (work.statements.empty()) {
    return Fail(ErrorKind::kInvalid, "2345",
                "Failed to read the content of the hive script. Error: 'it has no statement'");
  }
  std::map<std::string, std::string>& configuration = work.configuration;
  configuration["use:database"] = work.address.database;
  for (const auto& [name, value] : work.address.settings) {
    configuration["set:hiveconf:" + name] = value;
  }
  for (const auto& [name, value] : work.address.variables) {
    configuration["set:hivevar:" + name] = value;
  }
  const Json& settings = context.type_properties();
  WEIR_TRY(AddAll(settings["defines"], "defines", {"hiveconf", "hivevar"}, &configuration));
  WEIR_TRY(AddAll(settings["variables"], "variables", {"hivevar"}, &configuration));
  WEIR_TRY(AddArguments(settings["arguments"], &configuration));
  for (auto& [name, value] : configuration) {
    if (!folder.empty()) value = WithLocalAddresses(value, folder);
  }
  WEIR_ASSIGN(const int64_t minutes, copy::ReadWhole(settings, "queryTimeout", 0));
  if (minutes < 0 || minutes > kQueryMinutesMax) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'queryTimeout' must be 0 to 10080 minutes, got " + std::to_string(minutes));
  }
  work.query_timeout_seconds = minutes * 60;
  return work;
}

}  // namespace weir::compute::hive
