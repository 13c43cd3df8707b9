#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "compute/job_log.h"
#include "connectors/connector.h"
#include "engine/activity.h"
#include "engine/secrets.h"
#include "formats/format.h"
#include "gateway/hub.h"
#include "http/address_policy.h"

namespace CLI {
class App;
}

namespace weir::cli {

/// What main wires together, for the commands to use.
struct Program {
  /// Where what authors write may connect to: anywhere, until a service guards it.
  std::shared_ptr<http::AddressPolicy> addresses = std::make_shared<http::AddressPolicy>();
  formats::FormatRegistry formats;
  connectors::ConnectorRegistry connectors{addresses};
  /// What jobs elsewhere say is kept here; a command names the folder.
  std::shared_ptr<compute::JobLogs> job_logs = std::make_shared<compute::JobLogs>();
  /// Whether pipelines may run commands on this machine; a service says so itself.
  std::shared_ptr<std::atomic<bool>> local_commands = std::make_shared<std::atomic<bool>>(true);
  engine::ActivityRegistry activities;
  std::shared_ptr<engine::SecretSource> secrets;
  /// Where nodes of self-hosted runtimes come in, once a service opens it.
  std::shared_ptr<gateway::Hub> gateway = std::make_shared<gateway::Hub>();
  /// The files of the screen, as api::ScreenAssets reads them; empty: built without it.
  std::string_view screen = {};
};

/// Declare a subcommand on `app`; give what to do when it is the one that was called. The result is
/// the exit status: 0 done, 1 the run or check failed, 2 wrong usage.
using Declare = std::function<int()> (*)(CLI::App& app, const Program& program);

// One file each.
std::function<int()> DeclareRun(CLI::App& app, const Program& program);
std::function<int()> DeclareBackfill(CLI::App& app, const Program& program);
std::function<int()> DeclareRerun(CLI::App& app, const Program& program);
std::function<int()> DeclareWatch(CLI::App& app, const Program& program);
std::function<int()> DeclareCancel(CLI::App& app, const Program& program);
std::function<int()> DeclareRuns(CLI::App& app, const Program& program);
std::function<int()> DeclareSlices(CLI::App& app, const Program& program);
std::function<int()> DeclareWindows(CLI::App& app, const Program& program);
std::function<int()> DeclarePause(CLI::App& app, const Program& program);
std::function<int()> DeclareResume(CLI::App& app, const Program& program);
std::function<int()> DeclareSetPeriod(CLI::App& app, const Program& program);
std::function<int()> DeclareServe(CLI::App& app, const Program& program);
std::function<int()> DeclareGateway(CLI::App& app, const Program& program);
std::function<int()> DeclareTestConnection(CLI::App& app, const Program& program);
std::function<int()> DeclareApply(CLI::App& app, const Program& program);
std::function<int()> DeclareExport(CLI::App& app, const Program& program);
std::function<int()> DeclareTest(CLI::App& app, const Program& program);
std::function<int()> DeclareValidate(CLI::App& app, const Program& program);
std::function<int()> DeclareMigrate(CLI::App& app, const Program& program);
std::function<int()> DeclareLocal(CLI::App& app, const Program& program);
std::function<int()> DeclareSchema(CLI::App& app, const Program& program);
std::function<int()> DeclareSchedule(CLI::App& app, const Program& program);
std::function<int()> DeclareAlert(CLI::App& app, const Program& program);
std::function<int()> DeclareLineage(CLI::App& app, const Program& program);
std::function<int()> DeclareExpr(CLI::App& app, const Program& program);
std::function<int()> DeclareCompletion(CLI::App& app, const Program& program);
std::function<int()> DeclareToken(CLI::App& app, const Program& program);
std::function<int()> DeclareAudit(CLI::App& app, const Program& program);
std::function<int()> DeclareBackup(CLI::App& app, const Program& program);
std::function<int()> DeclareRestore(CLI::App& app, const Program& program);
std::function<int()> DeclareSpecs(CLI::App& app, const Program& program);

/// Read the command line, do what it says, give the exit status.
int Main(int argc, const char* const* argv, const Program& program);

}  // namespace weir::cli
