#include "compute/on_demand/clusters.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "base/cancel.h"
#include "compute/batch/folder_process.h"
#include "compute/batch/job_folder.h"
#include "compute/batch/process.h"

namespace weir::compute::on_demand {
namespace {

constexpr size_t kLastWordsBytes = 1500;
constexpr int kEndWaits = 100;
constexpr std::chrono::milliseconds kEndWait{50};
constexpr std::chrono::minutes kReaperWait{10};

/// Runs the server as its process; beside it something that ends all when our end of its input
/// closes: when we want it, and when we are gone without a word.
constexpr const char* kScript = R"(#!/bin/sh
exec 3<&0 </dev/null >"${0%/*}/log" 2>&1
(
  read -r _ <&3
  trap '' TERM
  kill -TERM 0
  sleep 5
  kill -KILL 0
) &
exec 3<&-
cd "${0%/*}" || exit 1
exec )";

/// Of loopback.
sockaddr_in AddressOf(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = AddressOf(0);
  socklen_t size = sizeof(address);
  if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    address.sin_port = 0;
  }
  close(probe);
  return ntohs(address.sin_port);
}

bool Answers(int port) {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = AddressOf(port);
  const bool connected =
      connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  close(probe);
  return connected;
}

std::string LastWords(const std::string& log) {
  std::ifstream file(log, std::ios::binary | std::ios::ate);
  const auto size = file ? static_cast<int64_t>(file.tellg()) : 0;
  file.seekg(std::max<int64_t>(0, size - static_cast<int64_t>(kLastWordsBytes)));
  std::ostringstream words;
  words << file.rdbuf();
  return std::move(words).str();
}

std::string CommandOf(const ClusterSpec& spec, int port) {
  const std::string& folder = spec.folder;
  std::vector<std::string> words = {
      spec.spark_home + "/bin/spark-submit",
      "--master",
      "local[*]",
      "--name",
      "weir-" + spec.name,
      "--class",
      "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
      "--conf",
      "spark.ui.enabled=false",
      "--conf",
      "spark.driver.host=127.0.0.1",
      "--conf",
      "spark.local.dir=" + folder + "/tmp",
      "--conf",
      "spark.driver.extraJavaOptions=-Djava.io.tmpdir=" + folder + "/tmp",
      "--conf",
      "spark.sql.catalogImplementation=hive",
      "--conf",
      "spark.sql.warehouse.dir=" + folder + "/warehouse",
      "--conf",
      "spark.hadoop.javax.jdo.option.ConnectionURL=jdbc:derby:;databaseName=" + folder +
          "/metastore;create=true",
      "spark-internal",
      "--hiveconf",
      "hive.server2.thrift.bind.host=127.0.0.1",
      "--hiveconf",
      "hive.server2.thrift.port=" + std::to_string(port)};
  for (const auto& [name, value] : spec.hive_settings) {
    words.emplace_back("--hiveconf");
    std::string pair = name;
    words.push_back(pair.append("=").append(value));
  }
  std::string command;
  for (const std::string& word : words) command += " " + batch::Quoted(word);
  return command;
}

}  // namespace

Clusters::~Clusters() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  wake_.notify_all();
  if (reaper_.joinable()) reaper_.join();
  for (auto& [folder, cluster] : clusters_) End(cluster);
}

Result<Clusters::Cluster> Clusters::Start(const ClusterSpec& spec) {
  WEIR_TRY(batch::MakeRoot(batch::UsualRoot()));
  std::error_code error;
  std::filesystem::remove_all(spec.folder + "/tmp", error);
  std::filesystem::create_directories(spec.folder + "/tmp", error);
  Cluster cluster;
  cluster.port = FreePort();
  cluster.log = spec.folder + "/log";
  cluster.time_to_live = spec.time_to_live;
  WEIR_TRY(
      batch::JobFolder(spec.folder).Write("run", kScript + CommandOf(spec, cluster.port) + "\n"));
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return Fail(ErrorKind::kInternal, "ProcessNotStarted", "cannot make a pipe");
  }
  std::map<std::string, std::string> environment = batch::ProgramEnvironment();
  environment["SPARK_HOME"] = spec.spark_home;
  environment["SPARK_LOCAL_IP"] = "127.0.0.1";
  const Result<int64_t> pid = batch::StartScript(spec.folder + "/run", environment, ends[0]);
  close(ends[0]);
  if (!pid) {
    close(ends[1]);
    return pid.error();
  }
  cluster.pid = *pid;
  cluster.started_tick = batch::StartedTick(*pid).value_or(0);
  cluster.life = ends[1];
  return cluster;
}

void Clusters::End(Cluster& cluster) {
  close(cluster.life);
  for (int waits = 0; waits < kEndWaits && batch::IsRunning(cluster.pid, cluster.started_tick);
       ++waits) {
    static_cast<void>(CancelToken().Sleep(kEndWait));
  }
  batch::KillSession(cluster.pid, cluster.started_tick);
  std::error_code error;
  std::filesystem::remove_all(std::filesystem::path(cluster.log).parent_path() / "tmp", error);
}

Result<int> Clusters::Use(const ClusterSpec& spec, const std::string& job) {
  const std::lock_guard lock(mutex_);
  auto found = clusters_.find(spec.folder);
  if (found != clusters_.end() &&
      !batch::IsRunning(found->second.pid, found->second.started_tick)) {
    const bool answered = found->second.answers;
    End(found->second);
    clusters_.erase(found);
    found = clusters_.end();
    if (!answered) {
      return Fail(ErrorKind::kInvalid, "OnDemandClusterFailed",
                  "the Spark that stands in for cluster '" + spec.name +
                      "' ended while it started: " + LastWords(spec.folder + "/log"))
          .At(spec.name);
    }
  }
  if (found == clusters_.end()) {
    WEIR_ASSIGN(Cluster started, Start(spec));
    found = clusters_.emplace(spec.folder, std::move(started)).first;
    if (!reaper_.joinable()) reaper_ = std::thread([this] { EndIdle(); });
  }
  Cluster& cluster = found->second;
  cluster.jobs.insert(job);
  cluster.answers = cluster.answers || Answers(cluster.port);
  if (cluster.answers) return cluster.port;
  return Fail(ErrorKind::kUnavailable, "ServiceBusy",
              "the Spark that stands in for cluster '" + spec.name + "' is starting");
}

int Clusters::PortOf(const ClusterSpec& spec) {
  const std::lock_guard lock(mutex_);
  const auto found = clusters_.find(spec.folder);
  return found != clusters_.end() && found->second.answers ? found->second.port : 0;
}

void Clusters::Leave(const ClusterSpec& spec, const std::string& job) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = clusters_.find(spec.folder);
    if (found == clusters_.end()) return;
    found->second.jobs.erase(job);
    found->second.idle_since = std::chrono::steady_clock::now();
  }
  wake_.notify_all();
}

void Clusters::EndIdle() {
  std::unique_lock lock(mutex_);
  while (!stops_) {
    const Instant now = std::chrono::steady_clock::now();
    Instant next = now + kReaperWait;
    for (auto at = clusters_.begin(); at != clusters_.end();) {
      const Instant due = at->second.idle_since + at->second.time_to_live;
      if (at->second.jobs.empty() && due <= now) {
        End(at->second);
        at = clusters_.erase(at);
        continue;
      }
      if (at->second.jobs.empty()) next = std::min(next, due);
      ++at;
    }
    wake_.wait_until(lock, next);
  }
}

}  // namespace weir::compute::on_demand
