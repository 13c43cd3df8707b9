#include "activity/register.h"
#include "cli/command.h"
#include "cli/terminal.h"

int main(int argc, char** argv) {
  weir::cli::Program program;
  for (const weir::Result<>& registered :
       {weir::formats::RegisterFormats(program.formats),
        weir::connectors::RegisterConnectors(program.connectors),
        weir::activity::RegisterActivities(program.activities, program.connectors,
                                           program.formats)}) {
    if (!registered) return weir::cli::PrintError(registered.error());
  }
  return weir::cli::Main(argc, argv, program);
}
