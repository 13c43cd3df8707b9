#include "compute/cluster.h"

#include <unistd.h>

#include <cstdlib>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/batch/folder_process.h"
#include "compute/hive/address.h"
#include "compute/rest.h"
#include "copy/settings.h"

namespace weir::compute {
namespace {

Result<> ReadServices(const Json& settings, Cluster* cluster) {
  const std::pair<const char*, std::string*> services[] = {
      {"hiveServer", &cluster->hive},
      {"livyUri", &cluster->livy},
      {"sparkMasterUri", &cluster->spark_master},
      {"resourceManagerUri", &cluster->resource_manager},
      {"webHdfsUri", &cluster->web_hdfs}};
  for (const auto& [name, service] : services) {
    WEIR_ASSIGN(std::string url, copy::ReadText(settings, name));
    if (!url.empty()) *service = WithoutSlash(std::move(url));
  }
  WEIR_ASSIGN(cluster->spark_submit, copy::ReadText(settings, "sparkSubmit"));
  WEIR_ASSIGN(cluster->submit_master, copy::ReadText(settings, "sparkMaster"));
  WEIR_ASSIGN(cluster->yarn_queue, copy::ReadText(settings, "yarnQueue"));
  WEIR_ASSIGN(const std::string library, copy::ReadText(settings, "yarnLibrary"));
  cluster->yarn_library = WithoutSlash(library);
  return {};
}

/// The settings of Hive that the cluster is made with.
Result<> ReadHiveSettings(const Json& settings, std::map<std::string, std::string>* out) {
  for (const Json::Member& one : settings["hiveConfiguration"].members()) {
    WEIR_ASSIGN((*out)[one.name], copy::ReadText(settings["hiveConfiguration"], one.name));
  }
  return {};
}

std::string FolderName(const std::string& name) {
  std::string folder = NameKey(name);
  for (char& c : folder) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '-';
  }
  return folder;
}

Result<Cluster> ReadOnDemand(const model::LinkedServiceInstance& service) {
  const Json& settings = service.type_properties();
  on_demand::ClusterSpec spec;
  spec.name = service.name;
  WEIR_ASSIGN(const std::string time, copy::ReadText(settings, "timeToLive"));
  if (time.empty()) return activity::MissingProperty("timeToLive");
  WEIR_ASSIGN(spec.time_to_live, ParseTimeSpan(time));
  if (spec.time_to_live.count() <= 0) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'timeToLive' must be longer than 00:00:00, got '" + time + "'")
        .At(service.name);
  }
  WEIR_ASSIGN(spec.spark_home, copy::ReadText(settings, "sparkHome"));
  const char* usual = std::getenv("SPARK_HOME");
  if (spec.spark_home.empty() && usual != nullptr) spec.spark_home = usual;
  spec.spark_home = WithoutSlash(spec.spark_home);
  if (access((spec.spark_home + "/bin/spark-submit").c_str(), X_OK) != 0) {
    return Fail(ErrorKind::kUnsupported, "NoSparkForOnDemand",
                "a Spark on this machine stands in for cluster '" + service.name +
                    "' of type HDInsightOnDemand; SPARK_HOME, or 'sparkHome' of the linked "
                    "service, must be the folder of one, got '" +
                    spec.spark_home + "'")
        .At(service.name);
  }
  WEIR_TRY(ReadHiveSettings(settings, &spec.hive_settings));
  WEIR_ASSIGN(spec.folder, copy::ReadText(settings, "workingFolder"));
  if (spec.folder.empty()) {
    spec.folder = batch::UsualRoot() + "/on-demand-" + FolderName(service.name);
  }
  Cluster cluster;
  cluster.name = service.name;
  cluster.uri = "ondemand:" + service.name;
  cluster.hive = "hive2://127.0.0.1:10000/default";  // Its port is known when it is started.
  cluster.spark_submit = spec.spark_home + "/bin/spark-submit";
  cluster.submit_master = "local[*]";
  cluster.storage = settings["linkedServiceName"];
  cluster.on_demand = std::move(spec);
  return cluster;
}

}  // namespace

http::Credentials Cluster::credentials() const {
  if (user.empty()) return {};
  return {http::Authentication::kBasic, user, password, {}, {}};
}

Result<Cluster> ReadCluster(engine::ActivityContext& context) {
  const Json& reference = context.activity()["linkedServiceName"];
  if (!reference.is_object()) return activity::MissingProperty("linkedServiceName");
  WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(reference));
  if (SameName(service.type, "HDInsightOnDemand")) return ReadOnDemand(service);
  if (!SameName(service.type, "HDInsight")) {
    return Fail(ErrorKind::kInvalid, "2110",
                "The linked service type '" + service.type + "' is not supported for '" +
                    context.activity()["type"].as_string() + "' activities.");
  }
  const Json& settings = service.type_properties();
  Cluster cluster;
  cluster.name = service.name;
  WEIR_ASSIGN(cluster.uri, copy::ReadText(settings, "clusterUri"));
  if (cluster.uri.empty()) return activity::MissingProperty("clusterUri");
  WEIR_ASSIGN(const std::string kind, copy::ReadText(settings, "clusterAuthType"));
  if (!kind.empty() && !SameName(kind, "BasicAuth")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedClusterAuthentication",
                "clusters are signed in to with a user and a password; '" + kind +
                    "' is not supported")
        .At(service.name);
  }
  WEIR_ASSIGN(cluster.user, copy::ReadText(settings, "userName"));
  WEIR_ASSIGN(cluster.password, context.Secret(settings["password"]));
  cluster.storage = settings["linkedServiceName"];
  if (hive::IsAddress(cluster.uri)) {
    cluster.hive = cluster.uri;
    cluster.uri = cluster.uri.substr(0, cluster.uri.find_first_of(";?#"));
  } else {
    const std::string gateway = WithoutSlash(cluster.uri);
    cluster.web_hcat = gateway + "/templeton/v1";
    cluster.livy = gateway + "/livy";
  }
  WEIR_TRY(ReadServices(settings, &cluster));
  return cluster;
}

Error NotOnCluster(const Cluster& cluster, const std::string& activity, const std::string& needs) {
  return Fail(ErrorKind::kInvalid, "2110",
              "'" + activity + "' needs " + needs + ", which linked service '" + cluster.name +
                  "' does not name")
      .At(cluster.name);
}

}  // namespace weir::compute
