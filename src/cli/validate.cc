#include "check/v1/validate.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "alert/rule.h"
#include "check/expression_check.h"
#include "check/lint.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/terminal.h"
#include "model/azure_check.h"
#include "model/load.h"
#include "model/v1/load.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string arm_parameters;
  std::string config;
  std::string explain;
  std::vector<std::string> disabled;
  bool azure = false;
  bool codes = false;
  bool json = false;
  bool sarif = false;
  bool strict = false;
};

/// The folder that the files of findings are relative to; empty if they are named whole.
std::string RootOf(const std::string& path) {
  std::error_code error;
  const std::filesystem::path given(path);
  if (std::filesystem::is_directory(given, error)) return given.lexically_normal().string();
  return given.parent_path().string();
}

/// "5 files left out (3 notebooks …)": what is known and no part of a factory.
void PrintSkipped(const std::vector<model::SkippedFile>& skipped) {
  if (skipped.empty()) return;
  std::map<std::string, size_t> counts;
  for (const model::SkippedFile& file : skipped) ++counts[file.what];
  std::string list;
  for (const auto& [what, count] : counts) {
    list += (list.empty() ? "" : ", ") + what + ": " + std::to_string(count);
  }
  std::cerr << skipped.size() << " files of a Synapse workspace are left out (" << list << ")\n";
}

size_t CountFiles(const model::LoadedFactory& loaded) {
  std::set<std::string> files;
  for (const model::Resource& resource : loaded.factory.resources()) files.insert(resource.file);
  for (const model::Finding& finding : loaded.findings) files.insert(finding.file);
  files.erase("");
  return files.size();
}

bool Fails(const std::vector<model::Finding>& findings, bool strict) {
  return std::any_of(findings.begin(), findings.end(), [strict](const model::Finding& one) {
    return one.severity == model::Severity::kError ||
           (strict && one.severity != model::Severity::kNote);
  });
}

/// What was said of a factory, of whatever version.
struct Checked {
  std::vector<model::Finding> findings;
  std::vector<model::SkippedFile> skipped;
  size_t files = 0;
};

Result<Checked> CheckV1(const Options& options) {
  WEIR_ASSIGN(model::LoadedV1 loaded,
              model::LoadV1Factory(options.path, {options.arm_parameters, options.config}));
  for (model::Finding& finding : check::ValidateV1(loaded.factory, options.azure)) {
    loaded.findings.push_back(std::move(finding));
  }
  return Checked{std::move(loaded.findings), {}, loaded.files};
}

Result<Checked> Check(const Options& options) {
  if (model::IsV1Factory(options.path)) return CheckV1(options);
  WEIR_ASSIGN(model::LoadedFactory loaded,
              model::LoadFactory(options.path, {options.arm_parameters}));
  Checked checked{loaded.findings, loaded.skipped, CountFiles(loaded)};
  std::vector<model::Finding>& findings = checked.findings;
  for (model::Finding& finding : check::ValidateAll(loaded.factory, options.azure)) {
    findings.push_back(std::move(finding));
  }
  for (model::Finding& finding : check::Lint(loaded.factory)) {
    findings.push_back(std::move(finding));
  }
  for (const model::Resource* one : loaded.factory.List(model::ResourceKind::kAlert)) {
    for (const Error& fault : alert::FaultsOfRule(one->name, one->properties())) {
      findings.push_back(model::FindingOf(fault, one->file));
    }
  }
  if (options.azure) model::CheckAzureFiles(options.path, loaded.factory, &findings);
  return checked;
}

int Validate(const Options& options) {
  if (options.codes) {
    PrintCodes();
    return 0;
  }
  if (!options.explain.empty()) return ExplainCode(options.explain);
  Result<Checked> checked = Check(options);
  if (!checked) return PrintError(checked.error());
  std::vector<model::Finding>& findings = checked->findings;
  if (const Result<> dropped = DropCodes(options.disabled, &findings); !dropped) {
    PrintError(dropped.error());
    return 2;
  }
  model::SortFindings(&findings);
  if (options.sarif) {
    std::cout << PrettyJson(SarifOf(findings, RootOf(options.path)), 1) << "\n";
  } else if (options.json) {
    Json list = Json::Array();
    for (const model::Finding& finding : findings) list.Append(finding.ToJson());
    std::cout << PrettyJson(list, 2) << "\n";
  } else {
    PrintFindings(findings);
    PrintSkipped(checked->skipped);
    std::cerr << SummaryOf(findings, checked->files) << "\n";
  }
  return Fails(findings, options.strict) ? 1 : 0;
}

}  // namespace

std::function<int()> DeclareValidate(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  CLI::Option* path =
      app.add_option("PATH", options->path, "Factory folder, ARM template or resource file");
  app.add_option("--parameters", options->arm_parameters, "Parameter file of an ARM template");
  app.add_option("--config", options->config,
                 "Of version 1: a config file of its Visual Studio project");
  app.add_flag("--azure", options->azure, "Also what the cloud service would refuse");
  app.add_option("--disable", options->disabled, "Codes to leave out")->delimiter(',');
  app.add_flag("--strict", options->strict, "Exit status 1 for warnings too");
  CLI::Option* json = app.add_flag("--json", options->json, "Findings as a JSON array");
  app.add_flag("--sarif", options->sarif, "Findings as a SARIF 2.1.0 log")->excludes(json);
  CLI::Option* explain =
      app.add_option("--explain", options->explain, "Say what a code means, and end");
  CLI::Option* codes = app.add_flag("--codes", options->codes, "List all codes, and end");
  app.footer(
      "Prints 'file:line:column: severity: message [code]'. error: it cannot run. warning: it\n"
      "runs, probably not as meant. azure: it runs here, the cloud service would refuse it. note:\n"
      "worth knowing. Exit status 1 if there are errors.\n"
      "Examples:\n"
      "  weir validate my-factory\n"
      "  weir validate my-factory --azure --disable UnusedResource,UnusedParameter\n"
      "  weir validate ARMTemplateForFactory.json --azure --sarif > weir.sarif\n"
      "  weir validate --explain VariableRace\n");
  app.callback([path, explain, codes] {
    if (path->empty() && explain->empty() && codes->empty()) throw CLI::RequiredError("PATH");
  });
  return [options] { return Validate(*options); };
}

}  // namespace weir::cli
