// Clusters on demand: a program of the test stands in for Spark, in real processes.
#include "compute/on_demand/clusters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/cancel.h"
#include "base/ids.h"
#include "compute/batch/process.h"

namespace weir::compute::on_demand {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Listens where it is told to, as its name and a number of its process in a file.
constexpr const char* kServer = R"sh(echo $$ >>pid
for one in "$@"; do
  case $one in hive.server2.thrift.port=*) port=${one#*=};; esac
done
echo "$@" >arguments
exec python3 -c "
import socket, time
server = socket.create_server(('127.0.0.1', $port))
time.sleep(600)")sh";

class ClustersTest : public ::testing::Test {
 protected:
  ClustersTest() {
    fs::create_directories(root_ / "bin");
    spec_ = {
        "Cluster", root_.string(), std::chrono::seconds(600), (root_ / "cluster").string(), {}};
    Spark(kServer);
  }
  ~ClustersTest() override { fs::remove_all(root_); }

  void Spark(const std::string& script) {
    const fs::path path = root_ / "bin/spark-submit";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(path, fs::perms::owner_all);
  }

  /// Ask until it no longer starts.
  Result<int> Use(Clusters& clusters, const std::string& job) {
    for (int calls = 0; calls < 1000; ++calls) {
      Result<int> port = clusters.Use(spec_, job);
      if (port || port.error().code() != "ServiceBusy") return port;
      static_cast<void>(CancelToken().Sleep(std::chrono::milliseconds(10)));
    }
    return Fail(ErrorKind::kInternal, "Endless", "it never answers");
  }

  /// The processes that were started, oldest first.
  std::vector<int64_t> Started() const {
    std::vector<int64_t> pids;
    std::ifstream file(root_ / "cluster/pid");
    for (int64_t pid = 0; file >> pid;) pids.push_back(pid);
    return pids;
  }

  static bool Gone(int64_t pid) {
    for (int looks = 0; looks < 1000; ++looks) {
      const std::optional<int64_t> tick = batch::StartedTick(pid);
      if (!tick || !batch::IsRunning(pid, *tick)) return true;
      static_cast<void>(CancelToken().Sleep(std::chrono::milliseconds(10)));
    }
    return false;
  }

  const fs::path root_ = fs::temp_directory_path() / ("weir-on-demand-" + NewGuid());
  ClusterSpec spec_;
};

TEST_F(ClustersTest, OneServesAllJobsAndEndsWithItsOwner) {
  spec_.hive_settings = {{"hive.x", "it's"}};
  {
    Clusters clusters;
    EXPECT_EQ(clusters.PortOf(spec_), 0);
    const Result<int> port = Use(clusters, "a");
    ASSERT_TRUE(port) << port.error().ToString();
    EXPECT_EQ(*Use(clusters, "b"), *port);
    EXPECT_EQ(clusters.PortOf(spec_), *port);
    ASSERT_EQ(Started().size(), 1U);
  }
  EXPECT_TRUE(Gone(Started().front()));
  std::string arguments;
  std::getline(std::ifstream(root_ / "cluster/arguments"), arguments);
  EXPECT_THAT(arguments, HasSubstr("--hiveconf hive.x=it's"));
  EXPECT_FALSE(fs::exists(root_ / "cluster/tmp"));
}

TEST_F(ClustersTest, ItEndsAfterItsTimeWithoutAJobAndIsStartedAgain) {
  spec_.time_to_live = std::chrono::seconds(1);
  Clusters clusters;
  ASSERT_TRUE(Use(clusters, "a"));
  ASSERT_TRUE(Use(clusters, "b"));
  clusters.Leave(spec_, "a");
  static_cast<void>(CancelToken().Sleep(std::chrono::milliseconds(1500)));
  EXPECT_NE(clusters.PortOf(spec_), 0);
  clusters.Leave(spec_, "b");
  EXPECT_TRUE(Gone(Started().front()));
  ASSERT_TRUE(Use(clusters, "c"));
  EXPECT_EQ(Started().size(), 2U);
}

TEST_F(ClustersTest, OneThatEndsByItselfIsStartedAgain) {
  Clusters clusters;
  ASSERT_TRUE(Use(clusters, "a"));
  const int64_t pid = Started().front();
  kill(static_cast<pid_t>(pid), SIGKILL);
  ASSERT_TRUE(Gone(pid));
  ASSERT_TRUE(Use(clusters, "a"));
  EXPECT_EQ(Started().size(), 2U);
}

TEST_F(ClustersTest, OneThatCannotStartSaysWhy) {
  Spark("echo 'JAVA_HOME is not set' >&2; exit 1");
  Clusters clusters;
  const Result<int> port = Use(clusters, "a");
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().code(), "OnDemandClusterFailed");
  EXPECT_THAT(port.error().message(), HasSubstr("JAVA_HOME is not set"));
}

TEST_F(ClustersTest, ItEndsWhenItsOwnerIsKilled) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "a fork takes all locks of the allocator: more than the sanitizer can count";
#endif
  const pid_t owner = fork();
  if (owner == 0) {
    Clusters clusters;
    _exit(Use(clusters, "a") ? (kill(getpid(), SIGKILL), 0) : 1);
  }
  ASSERT_GT(owner, 0);
  int status = 0;
  ASSERT_EQ(waitpid(owner, &status, 0), owner);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_EQ(Started().size(), 1U);
  EXPECT_TRUE(Gone(Started().front()));
}

}  // namespace
}  // namespace weir::compute::on_demand
