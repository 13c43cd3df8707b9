#include <CLI/CLI.hpp>
#include <iostream>

#include "base/names.h"
#include "cli/command.h"
#include "cli/terminal.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {
namespace {

struct Entry {
  const char* name;
  const char* summary;
  Declare declare;
};

constexpr Entry kCommands[] = {
    {"run", "Run one pipeline here and now, with progress", DeclareRun},
    {"runs", "List past runs, or show one with its activities", DeclareRuns},
    {"backfill", "Run windows of a trigger of a service again", DeclareBackfill},
    {"rerun", "Run again what ran before, from an activity or from failure", DeclareRerun},
    {"cancel", "Cancel a run", DeclareCancel},
    {"watch", "Print what happens in a service as it happens", DeclareWatch},
    {"slices", "Show slices of version 1 and why they wait, make them again", DeclareSlices},
    {"windows", "List activity windows of version 1, filtered and sorted", DeclareWindows},
    {"pause", "Begin no more slices of a pipeline of version 1", DeclarePause},
    {"resume", "Go on with a pipeline of version 1 that was paused", DeclareResume},
    {"set-period", "Set the active period of a pipeline of version 1", DeclareSetPeriod},
    {"serve", "Answer the REST API: factories and their runs, over HTTP", DeclareServe},
    {"gateway", "Carry out activities behind a firewall, as a node of a self-hosted runtime",
     DeclareGateway},
    {"test-connection", "Have a service, or a node of a gateway, reach a store",
     DeclareTestConnection},
    {"token", "Make and revoke tokens and service principals of a service", DeclareToken},
    {"audit", "Show and verify the log of what was asked of a service", DeclareAudit},
    {"backup", "Copy what a service keeps into a file, while it runs", DeclareBackup},
    {"restore", "Make a data folder of a backup", DeclareRestore},
    {"apply", "Put a factory folder into a service, after showing what changes", DeclareApply},
    {"export", "Write a factory of a service as a Git folder or an ARM template", DeclareExport},
    {"test", "Run the test cases kept beside a factory", DeclareTest},
    {"validate", "Say what is wrong with a factory, with file:line:column", DeclareValidate},
    {"migrate", "Write a factory of version 1 as one of version 2", DeclareMigrate},
    {"local", "Write local stand-ins for a factory's stores", DeclareLocal},
    {"schema", "Write JSON Schemas of a factory's files, for editors", DeclareSchema},
    {"schedule", "Say when which trigger would start what", DeclareSchedule},
    {"alert", "Check alert rules, and try who is told", DeclareAlert},
    {"lineage", "Say which activity makes which dataset of which", DeclareLineage},
    {"expr", "Evaluate one expression", DeclareExpr},
    {"completion", "Print the shell completion for bash or zsh", DeclareCompletion},
    {"specs", "", DeclareSpecs},  // Hidden: for tools/gen_reference.py.
};

constexpr const char* kExamples =
    "Examples:\n"
    "  weir local FACTORY                        write stand-ins for its cloud stores\n"
    "  weir run FACTORY --pipeline Load          run a pipeline on them\n"
    "  weir runs                                 what ran, newest first\n"
    "  weir COMMAND --help                       more, with examples\n";

/// CLI11's message, and the nearest command if one was mistyped.
int Refuse(const CLI::App& app, const CLI::ParseError& error, int argc, const char* const* argv) {
  if (error.get_exit_code() == 0) {
    app.exit(error);
    return 0;
  }
  std::cerr << Red(stderr, "error") << ": " << error.what();
  std::vector<std::string> known;
  for (const Entry& entry : kCommands) {
    if (*entry.summary != '\0') known.emplace_back(entry.name);
  }
  if (argc > 1 && app.get_subcommands().empty()) std::cerr << DidYouMean(argv[1], known);
  std::cerr << "\nsee 'weir --help'\n";
  return 2;
}

}  // namespace

int Main(int argc, const char* const* argv, const Program& program) {
  CLI::App app("Weirworks runs Azure Data Factory's pipelines, anywhere.", "weir");
  app.set_version_flag("--version", "weir " WEIR_VERSION);
  app.require_subcommand(1);
  app.footer(kExamples);
  std::vector<std::pair<CLI::App*, std::function<int()>>> commands;
  for (const Entry& entry : kCommands) {
    CLI::App* command = app.add_subcommand(entry.name, entry.summary);
    commands.emplace_back(command, entry.declare(*command, program));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Refuse(app, error, argc, argv);
  }
  for (const auto& [command, act] : commands) {
    if (command->parsed()) return act();
  }
  return 2;
}

}  // namespace weir::cli
