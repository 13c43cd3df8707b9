#include "compute/batch/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include "base/cancel.h"

namespace weir::compute::batch {
namespace {

/// Processes may be born while others are ended.
constexpr int kKillRounds = 50;
constexpr std::chrono::milliseconds kKillWait{2};

std::optional<ProcessStat> StatOf(int64_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!file || !std::getline(file, line)) return std::nullopt;
  return ReadStat(line);
}

std::vector<int64_t> MembersOf(int64_t session) {
  std::vector<int64_t> members;
  std::error_code error;
  for (std::filesystem::directory_iterator at("/proc", error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    int64_t pid = 0;
    std::from_chars(name.data(), name.data() + name.size(), pid);
    const std::optional<ProcessStat> stat = StatOf(pid);
    if (stat && stat->session == session && stat->state != 'Z') members.push_back(pid);
  }
  return members;
}

/// What posix_spawn is told; freed at the end.
struct SpawnPlan {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
};

}  // namespace

std::optional<ProcessStat> ReadStat(std::string_view line) {
  ProcessStat stat;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), stat.pid);
  const size_t behind_name = line.rfind(')');
  if (error != std::errc() || behind_name == std::string_view::npos) return std::nullopt;
  std::istringstream rest{std::string(line.substr(behind_name + 1))};
  int64_t parent = 0;
  int64_t group = 0;
  rest >> stat.state >> parent >> group >> stat.session;
  constexpr int kFieldsBetween = 15;  // tty_nr (7) to itrealvalue (21).
  std::string skipped;
  for (int i = 0; i < kFieldsBetween; ++i) rest >> skipped;
  rest >> stat.started_tick;
  if (!rest) return std::nullopt;
  return stat;
}

bool IsRunning(int64_t pid, int64_t started_tick) {
  // If it is a child of ours that ended, let it go.
  waitpid(static_cast<pid_t>(pid), nullptr, WNOHANG);
  const std::optional<ProcessStat> stat = StatOf(pid);
  return stat && stat->started_tick == started_tick && stat->state != 'Z';
}

void KillSession(int64_t pid, int64_t started_tick) {
  if (pid <= 1) return;
  for (int round = 0; round < kKillRounds; ++round) {
    const std::optional<ProcessStat> leader = StatOf(pid);
    if (leader && leader->started_tick != started_tick) return;
    const std::vector<int64_t> members = MembersOf(pid);
    if (members.empty()) break;
    for (const int64_t member : members) kill(static_cast<pid_t>(member), SIGKILL);
    static_cast<void>(CancelToken().Sleep(kKillWait));
  }
  waitpid(static_cast<pid_t>(pid), nullptr, WNOHANG);
}

Result<int64_t> StartScript(const std::string& script,
                            const std::map<std::string, std::string>& environment, int input) {
  SpawnPlan plan;
  if (input >= 0) posix_spawn_file_actions_adddup2(&plan.actions, input, 0);
  for (const int number : {0, 1, 2}) {
    if (number == 0 && input >= 0) continue;
    posix_spawn_file_actions_addopen(&plan.actions, number, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  posix_spawnattr_setflags(&plan.attributes,
                           POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string shell = "/bin/sh";
  std::string path = script;
  char* const arguments[] = {shell.data(), path.data(), nullptr};
  std::vector<std::string> pairs;
  pairs.reserve(environment.size());
  for (const auto& [name, value] : environment) {
    std::string pair = name;
    pairs.push_back(pair.append("=").append(value));
  }
  std::vector<char*> variables;
  variables.reserve(pairs.size() + 1);
  for (std::string& pair : pairs) variables.push_back(pair.data());
  variables.push_back(nullptr);
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, "/bin/sh", &plan.actions, &plan.attributes, arguments, variables.data());
  if (error == 0) return static_cast<int64_t>(pid);
  return Fail(ErrorKind::kInternal, "ProcessNotStarted",
              "cannot start '" + script +
                  "': " + std::error_code(error, std::generic_category()).message());
}

std::map<std::string, std::string> ProgramEnvironment() {
  std::map<std::string, std::string> environment = {{"LANG", "C.UTF-8"}};
  for (const char* name :
       {"PATH", "JAVA_HOME", "HADOOP_HOME", "HADOOP_CONF_DIR", "YARN_CONF_DIR", "HIVE_CONF_DIR",
        "SPARK_HOME", "SPARK_CONF_DIR", "SPARK_LOCAL_IP", "SPARK_LOCAL_DIRS", "PYSPARK_PYTHON",
        "PYSPARK_DRIVER_PYTHON", "HOME", "USER"}) {
    const char* value = std::getenv(name);
    if (value != nullptr) environment.emplace(name, value);
  }
  return environment;
}

std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out + "'";
}

std::optional<int64_t> StartedTick(int64_t pid) {
  const std::optional<ProcessStat> stat = StatOf(pid);
  if (!stat) return std::nullopt;
  return stat->started_tick;
}

}  // namespace weir::compute::batch
