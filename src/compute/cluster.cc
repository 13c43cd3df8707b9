#include "compute/cluster.h"

#include "activity/web_request.h"
#include "base/names.h"
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
  return {};
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
