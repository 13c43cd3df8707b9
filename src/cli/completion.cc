#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"

namespace weir::cli {
namespace {

std::string Words(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::vector<std::string> Flags(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

/// A function that offers subcommands first, then the flags of the one given, then files.
std::string BashScript(const CLI::App& app) {
  std::vector<std::string> names;
  std::string cases;
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (command->get_group().empty()) continue;  // Hidden.
    names.push_back(command->get_name());
    std::vector<std::string> words = Flags(*command);
    for (const CLI::App* inner : command->get_subcommands(nullptr)) {
      words.push_back(inner->get_name());
    }
    cases += "    " + command->get_name() + ") words='" + Words(words) + "' ;;\n";
  }
  return "_weir() {\n"
         "  local words='" +
         Words(names) +
         " --help --version'\n"
         "  [ \"$COMP_CWORD\" -gt 1 ] && case \"${COMP_WORDS[1]}\" in\n" +
         cases +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "  [ \"$COMP_CWORD\" -gt 1 ] && "
         "COMPREPLY+=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o filenames -F _weir weir\n";
}

}  // namespace

std::function<int()> DeclareCompletion(CLI::App& app, const Program& /*program*/) {
  auto shell = std::make_shared<std::string>();
  app.add_option("SHELL", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  app.footer(
      "Examples:\n"
      "  weir completion bash > /etc/bash_completion.d/weir\n"
      "  source <(weir completion zsh)\n");
  return [shell, &app] {
    if (*shell == "zsh") std::cout << "autoload -U +X bashcompinit && bashcompinit\n";
    std::cout << BashScript(*app.get_parent());
    return 0;
  };
}

}  // namespace weir::cli
