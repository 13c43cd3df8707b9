#pragma once

#include "compute/hive/address.h"
#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::hive {

/// What HDInsightHive asks for.
struct HiveWork {
  Address address;
  std::string cluster_uri;
  std::vector<std::string> statements;
  std::map<std::string, std::string> configuration;  ///< As Client::OpenSession wants it.
  int64_t query_timeout_seconds = 0;
};

/// A script on a Hive or Spark Thrift server: its statements in order, each started without
/// waiting, in one session.
///
/// A session of a server that keeps it when a connection ends (HTTP transport, or
/// hive.server2.close.session.on.disconnect=false) is taken up again after a restart. Else the
/// server ends the session and what runs in it with our connection: then another session is opened,
/// what only changes the session is said again, and the statement that was under way runs again.
std::unique_ptr<Job> MakeHiveJob(HiveWork work, std::shared_ptr<http::Client> client);

/// Read what an HDInsightHive activity says: scriptPath and scriptLinkedService (default: the
/// cluster's storage) or `script`, defines, variables, arguments, queryTimeout.
/// Errors: kInvalid 2103, 2345; as ReadCluster, SplitStatements, ParseAddress.
Result<HiveWork> ReadHiveWork(engine::ActivityContext& context, const ComputeTools& tools);

}  // namespace weir::compute::hive
