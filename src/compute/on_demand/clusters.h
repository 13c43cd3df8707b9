#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "base/result.h"

namespace weir::compute::on_demand {

/// A cluster that is made when it is needed.
struct ClusterSpec {
  std::string name;        ///< Of the linked service; one cluster for each.
  std::string spark_home;  ///< Where Spark is on this machine.
  /// How long it lives with nothing to do.
  std::chrono::seconds time_to_live{0};
  /// Its tables and its log are here; they outlive it.
  std::string folder;
  std::map<std::string, std::string> hive_settings;
};

/// Clusters on demand: local Sparks with Hive support (Spark's Thrift server), started when first
/// used and ended after their time to live, with this object, or with this process however it ends.
/// Thread safe.
class Clusters {
 public:
  Clusters() = default;
  ~Clusters();
  Clusters(const Clusters&) = delete;
  Clusters& operator=(const Clusters&) = delete;

  /// The port of the cluster's HiveServer2 on loopback, for a job of that name, which uses it from
  /// here to Leave. Errors: kUnavailable ServiceBusy while it starts: ask again; kInvalid
  /// OnDemandClusterFailed with its last words if it ended while it started; kInternal
  /// ProcessNotStarted; kDenied JobFolderNotSafe.
  Result<int> Use(const ClusterSpec& spec, const std::string& job);
  /// Its port if it answers; 0 if not. Starts none.
  int PortOf(const ClusterSpec& spec);
  void Leave(const ClusterSpec& spec, const std::string& job);

 private:
  using Instant = std::chrono::steady_clock::time_point;
  struct Cluster {
    int64_t pid = 0;
    int64_t started_tick = 0;
    int life = -1;  ///< Writing end of its input: it ends when that closes.
    int port = 0;
    bool answers = false;
    std::string log;
    std::set<std::string> jobs;
    Instant idle_since;
    std::chrono::seconds time_to_live{0};
  };

  static Result<Cluster> Start(const ClusterSpec& spec);
  static void End(Cluster& cluster);
  void EndIdle();

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stops_ = false;
  std::map<std::string, Cluster> clusters_;  ///< By folder.
  std::thread reaper_;
};

}  // namespace weir::compute::on_demand
