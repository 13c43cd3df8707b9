#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/test_record.h"
#include "cli/test_report.h"
#include "model/yaml_file.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string path;
  std::vector<std::string> files;
  std::string filter;
  std::string local;
  std::string junit;
  std::string record;
  std::string data;
  bool coverage = false;
  bool json = false;
};

bool IsCaseFile(const fs::path& path) {
  return path.extension() == ".json" || path.extension() == ".yaml" || path.extension() == ".yml";
}

/// The files given, else those in the folder tests/ of the factory.
Result<std::vector<std::string>> CaseFiles(const Options& options) {
  std::vector<std::string> files = options.files;
  const fs::path folder = fs::path(options.path) / "tests";
  if (files.empty() && fs::is_directory(folder)) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && IsCaseFile(entry.path())) files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  if (!files.empty()) return files;
  return Fail(ErrorKind::kNotFound, "NoTestCases",
              "there are no test cases in '" + folder.string() +
                  "'; write one there, or have one made of a past run with --record RUNID");
}

Result<std::vector<dryrun::TestCase>> ReadAll(const Options& options) {
  WEIR_ASSIGN(const std::vector<std::string> files, CaseFiles(options));
  std::vector<dryrun::TestCase> all;
  for (const std::string& file : files) {
    WEIR_ASSIGN(const Json document, model::ReadDataFile(file));
    WEIR_ASSIGN(std::vector<dryrun::TestCase> cases, dryrun::ReadCases(document, file));
    for (dryrun::TestCase& one : cases) {
      if (one.name.find(options.filter) != std::string::npos) all.push_back(std::move(one));
    }
  }
  return all;
}

int RunTests(const Options& options) {
  Result<LocalFactory> factory = LoadLocalFactory(options.path, options.local);
  if (!factory) return PrintError(factory.error());
  const Result<std::vector<dryrun::TestCase>> cases = ReadAll(options);
  if (!cases) return PrintError(cases.error());
  TestReport report(*factory->factory);
  for (const dryrun::TestCase& one : *cases) {
    report.Add(one, dryrun::RunCase(one, factory->factory, factory->local));
    if (!options.json) report.PrintLast();
  }
  if (!options.junit.empty()) {
    std::ofstream file(options.junit, std::ios::binary);
    file << report.JUnit();
    if (!file.flush()) {
      return PrintError(Fail(ErrorKind::kUnavailable, "FileNotWritable", "cannot write the report")
                            .At(options.junit));
    }
  }
  if (options.json) {
    std::cout << PrettyJson(report.ToJson(options.coverage), 2) << std::endl;
  } else {
    if (options.coverage) report.PrintCoverage();
    std::cout << "\n"
              << report.passed() << " passed, " << report.failed() << " failed" << std::endl;
  }
  return report.failed() == 0 ? 0 : 1;
}

int Run(const Options& options) {
  if (options.record.empty()) return RunTests(options);
  const Result<Session> session = OpenSession(options.data);
  if (!session) return PrintError(session.error());
  const Result<Json> recorded = RecordCase(*session->store, options.record);
  if (!recorded) return PrintError(recorded.error());
  std::cout << PrettyJson(*recorded, 2) << std::endl;
  return 0;
}

}  // namespace

std::function<int()> DeclareTest(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("PATH", options->path, "Factory folder")->required();
  app.add_option("--file", options->files,
                 "Case file (default: every .json and .yaml in the factory's folder tests/)")
      ->allow_extra_args(false);
  app.add_option("--filter", options->filter, "Only cases whose name holds this text");
  app.add_option(
      "--local", options->local,
      "Local file whose parameters and activities answer too (default: weir.local.json)");
  app.add_flag("--coverage", options->coverage, "Which activities and branches were reached");
  app.add_option("--junit", options->junit, "Write a JUnit XML report to this file");
  app.add_option("--record", options->record,
                 "Print a case made of the past run with this id instead");
  app.add_option("--data", options->data, "Folder that keeps the runs")->capture_default_str();
  app.add_flag("--json", options->json, "Results as JSON");
  app.footer(
      "A case names a pipeline, parameters, what activities answer (fakes) and what to expect.\n"
      "Control flow and expressions are real, time is virtual, nothing outside is touched.\n"
      "docs/testing.md shows every key. Exit status 1 if a case fails.\n"
      "Examples:\n"
      "  weir test my-factory --coverage\n"
      "  weir test my-factory --filter watermark --junit report.xml\n"
      "  weir test my-factory --record 8012cde5 > my-factory/tests/load.json\n");
  return [options] { return Run(*options); };
}

}  // namespace weir::cli
