#include "activity/register.h"
#include "activity/vault_secrets.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "compute/register.h"
#include "gateway/remote_executor.h"

#ifdef WEIR_UI
extern "C" const char weir_screen[];
extern "C" const char weir_screen_end[];
#endif

int main(int argc, char** argv) {
  weir::cli::Program program;
  const weir::activity::Outbound outbound = weir::activity::MakeOutbound(program.addresses);
#ifdef WEIR_UI
  program.screen = {weir_screen, static_cast<size_t>(weir_screen_end - weir_screen)};
#endif
  program.secrets = weir::activity::MakeSecretSource(outbound);
  for (const weir::Result<>& registered :
       {weir::formats::RegisterFormats(program.formats),
        weir::connectors::RegisterConnectors(program.connectors),
        weir::activity::RegisterActivities(program.activities, program.connectors, program.formats,
                                           outbound),
        weir::compute::RegisterCompute(program.activities,
                                       {.services = {program.connectors, program.formats},
                                        .outbound = outbound,
                                        .jobs = {.logs = program.job_logs},
                                        .local_commands = program.local_commands})}) {
    if (!registered) return weir::cli::PrintError(registered.error());
  }
  auto over = weir::gateway::OverGateways(program.activities, program.gateway);
  if (!over) return weir::cli::PrintError(over.error());
  program.activities = *std::move(over);
  return weir::cli::Main(argc, argv, program);
}
