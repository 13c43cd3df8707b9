#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::compute::batch {

/// Some fields of a line of /proc/<pid>/stat.
struct ProcessStat {
  int64_t pid = 0;
  char state = ' ';  ///< 'Z': ended, and nobody has asked how.
  int64_t session = 0;
  int64_t started_tick = 0;  ///< Since the machine was started.
};

/// Read such a line; nothing if it is none.
std::optional<ProcessStat> ReadStat(std::string_view line);

/// True if the process of that number is the one that was started at that tick, and runs.
bool IsRunning(int64_t pid, int64_t started_tick);

/// End at once every process of the session that `pid` led, whatever groups they made. Nothing is
/// done if the number belongs to another process by now.
void KillSession(int64_t pid, int64_t started_tick);

/// Start a shell script as the leader of a session of its own, with nothing of ours but the given
/// environment: no open file, no terminal, no signal handler. `input`: what it reads as its
/// standard input; negative: nothing. Errors: kInternal ProcessNotStarted.
Result<int64_t> StartScript(const std::string& script,
                            const std::map<std::string, std::string>& environment, int input = -1);

/// What is passed on of our own environment to programs of Hadoop and Spark: where things are, no
/// secrets.
std::map<std::string, std::string> ProgramEnvironment();

/// Text as one argument for /bin/sh.
std::string Quoted(const std::string& text);

/// The tick at which a process was started; nothing if there is none.
std::optional<int64_t> StartedTick(int64_t pid);

}  // namespace weir::compute::batch
