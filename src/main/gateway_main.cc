#include "cli/gateway_main.h"

#include "activity/register.h"
#include "cli/command.h"
#include "cli/terminal.h"

int main(int argc, char** argv) {
  weir::cli::Program program;
  const weir::activity::Outbound outbound = weir::activity::MakeOutbound(program.addresses);
  for (const weir::Result<>& registered :
       {weir::formats::RegisterFormats(program.formats),
        weir::connectors::RegisterConnectors(program.connectors),
        weir::activity::RegisterActivities(program.activities, program.connectors, program.formats,
                                           outbound)}) {
    if (!registered) return weir::cli::PrintError(registered.error());
  }
  return weir::cli::GatewayMain(argc, argv, program);
}
