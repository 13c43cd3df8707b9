#include "cli/command.h"
#include "cli/terminal.h"

int main(int argc, char** argv) {
  weir::cli::Program program;
  for (const weir::Result<>& registered :
       {weir::formats::RegisterFormats(program.formats),
        weir::connectors::RegisterConnectors(program.connectors)}) {
    if (!registered) return weir::cli::PrintError(registered.error());
  }
  return weir::cli::Main(argc, argv, program);
}
