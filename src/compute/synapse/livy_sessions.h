#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compute/job.h"
#include "compute/rest.h"
#include "compute/sign_in.h"

namespace weir::compute::synapse {

/// The sessions of a Livy: of a Spark pool of a Synapse workspace, or of a Livy server.
struct LivySessions {
  RestService service;
  std::optional<SignIn> sign_in;  ///< Nothing: as `service` says.
  std::string path;               ///< ".../sessions"

  Result<Json> Ask(const JobCall& call, const RestCall& ask) const;
  /// The session of that name; null if there is none. Looks at 1000 at most.
  Result<Json> Find(const JobCall& call, const std::string& name) const;
  std::string PathOf(int64_t session) const { return path + "/" + std::to_string(session); }
  std::string StatementsOf(int64_t session) const { return PathOf(session) + "/statements"; }
};

/// What became of a session.
enum class SessionState { kStarting, kReady, kKilled, kGone };
SessionState StateOf(const Json& session);

/// How a statement ended.
struct StatementEnd {
  bool failed = false;
  std::optional<std::string> exit_value;  ///< Given by notebook.exit.
  std::string text;                       ///< What it printed.
  std::string error_name;
  std::string error_value;
  std::string trace;  ///< Its last lines.
};

/// Nothing while it waits or runs.
std::optional<StatementEnd> EndOf(const Json& statement);

}  // namespace weir::compute::synapse
