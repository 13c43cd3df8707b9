#include <CLI/CLI.hpp>
#include <iostream>

#include "alert/message.h"
#include "base/names.h"
#include "cli/command.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

struct Options {
  std::string folder;
  std::string rule;
};

std::string Target(const alert::Action& action) {
  if (action.kind == alert::Action::Kind::kWebhook) return http::PrintableUrl(action.url);
  std::string to;
  for (const std::string& one : action.to) to += (to.empty() ? "" : ", ") + one;
  return to + " by " + action.host + ":" + std::to_string(action.port);
}

int Check(const Options& options) {
  const auto rules = alert::LoadRules(options.folder);
  if (!rules) return PrintError(rules.error());
  for (const alert::Rule& rule : *rules) {
    std::cout << rule.name << "\n";
    for (const alert::Action& action : rule.actions) std::cout << "  " << Target(action) << "\n";
  }
  return 0;
}

int Test(const Options& options, const Program& program) {
  const auto rules = alert::LoadRules(options.folder);
  if (!rules) return PrintError(rules.error());
  std::vector<std::string> names;
  const alert::Rule* found = nullptr;
  for (const alert::Rule& rule : *rules) {
    names.push_back(rule.name);
    if (SameName(rule.name, options.rule)) found = &rule;
  }
  if (found == nullptr) {
    return PrintError(
        Fail(ErrorKind::kNotFound, "AlertRuleNotFound",
             "the folder has no rule '" + options.rule + "'" + DidYouMean(options.rule, names)));
  }
  http::ClientOptions client;
  client.addresses = program.addresses;
  http::Client web(client);
  const CancelToken never;
  const alert::Notice notice = alert::TestNotice(*found, SystemClock().Now());
  int status = 0;
  for (const alert::Action& action : found->actions) {
    const Result<> sent = alert::Send(notice, action, web, never);
    std::cout << Target(action) << ": " << (sent ? "sent" : sent.error().message()) << "\n";
    if (!sent) status = 1;
  }
  return status;
}

}  // namespace

std::function<int()> DeclareAlert(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* check = app.add_subcommand("check", "Read the rules of a folder, and say who is told");
  check->add_option("FOLDER", options->folder, "Folder of alert rules")->required();
  CLI::App* test = app.add_subcommand("test", "Send a notice that says it is a test");
  test->add_option("RULE", options->rule, "The rule's name")->required();
  test->add_option("FOLDER", options->folder, "Folder of alert rules")->required();
  app.footer(
      "Examples:\n"
      "  weir alert check my-factory/alert\n"
      "  weir alert test LoadFailed my-factory/alert\n"
      "  weir serve --data /srv/weir --alerts my-factory/alert\n");
  return [options, check, &program] {
    return check->parsed() ? Check(*options) : Test(*options, program);
  };
}

}  // namespace weir::cli
