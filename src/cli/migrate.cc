#include "v1/migrate.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "check/expression_check.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/terminal.h"
#include "model/json_file.h"
#include "model/load.h"
#include "model/v1/load.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string from;
  std::string to;
  std::string parameters;
  std::string config;
  bool json = false;
  bool force = false;
};

/// A name that may become a file's; what is read is a stranger's.
Result<> CheckPath(const std::string& path) {
  const size_t slash = path.find('/');
  const std::string name = path.substr(slash + 1);
  if (name.find_first_of("/\\") == std::string::npos && !name.starts_with('.')) return {};
  return Fail(ErrorKind::kInvalid, "InvalidResourceName",
              "'" + name + "' cannot be the name of a file");
}

Result<> CheckTarget(const Options& options) {
  std::error_code error;
  if (options.force || !fs::exists(options.to, error)) return {};
  if (fs::is_directory(options.to, error) && fs::is_empty(options.to, error)) return {};
  return Fail(ErrorKind::kConflict, "FolderNotEmpty",
              "'" + options.to + "' is not empty; --force writes over what is there")
      .At(options.to);
}

Result<> WriteAll(const v1::Migration& migration, const std::string& name, const fs::path& to) {
  for (const auto& [path, document] : migration.files) {
    WEIR_TRY(CheckPath(path));
    WEIR_TRY(model::WriteTextFile((to / path).string(), PrettyJson(document) + "\n"));
  }
  WEIR_TRY(model::WriteTextFile((to / "migration-report.md").string(), migration.Markdown(name)));
  return model::WriteTextFile((to / "migration-report.json").string(),
                              PrettyJson(migration.Report(), 2) + "\n");
}

/// Errors of the factory that was written: 0 as a rule.
Result<size_t> CountErrors(const std::string& to) {
  WEIR_ASSIGN(model::LoadedFactory loaded, model::LoadFactory(to));
  std::vector<model::Finding> findings = std::move(loaded.findings);
  for (model::Finding& one : check::ValidateAll(loaded.factory, false)) {
    if (one.severity == model::Severity::kError) findings.push_back(std::move(one));
  }
  model::SortFindings(&findings);
  PrintFindings(findings);
  return findings.size();
}

Result<int> Migrate(const Options& options) {
  WEIR_TRY(CheckTarget(options));
  WEIR_ASSIGN(const model::LoadedV1 loaded,
              model::LoadV1Factory(options.from, {options.parameters, options.config}));
  PrintFindings(loaded.findings);
  const v1::Migration migration = v1::Migrate(loaded.factory);
  WEIR_TRY(WriteAll(migration, loaded.factory.name, options.to));
  const Json report = migration.Report();
  if (options.json) {
    std::cout << PrettyJson(report, 2) << "\n";
  } else {
    std::cerr << migration.files.size() << " files in " << options.to << "; "
              << report["byHand"].as_int() << " things need a hand, " << report["changed"].as_int()
              << " mean something else: " << (fs::path(options.to) / "migration-report.md").string()
              << "\n";
  }
  WEIR_ASSIGN(const size_t errors, CountErrors(options.to));
  return errors == 0 ? 0 : 1;
}

}  // namespace

std::function<int()> DeclareMigrate(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("DIR", options->from, "Folder of a factory of version 1, or an ARM template")
      ->required();
  app.add_option("OUT", options->to, "Folder to write the factory of version 2 into")->required();
  app.add_option("--parameters", options->parameters, "Parameter file of an ARM template");
  app.add_option("--config", options->config, "A config file of its Visual Studio project");
  app.add_flag("--json", options->json, "Print the report as JSON");
  app.add_flag("--force", options->force, "Write into a folder that is not empty");
  app.footer(
      "Writes pipelines, tumbling window triggers for their slices, datasets and linked services\n"
      "in their newest form, and migration-report.md and .json: what needs a hand, and what means\n"
      "something else than before. Exit status 1 if what was written has errors.\n"
      "Example:\n"
      "  weir migrate old-factory new-factory && weir validate new-factory\n");
  return [options] {
    const Result<int> done = Migrate(*options);
    return done ? *done : PrintError(done.error());
  };
}

}  // namespace weir::cli
