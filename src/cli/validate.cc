#include <CLI/CLI.hpp>
#include <iostream>

#include "check/expression_check.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "model/load.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string arm_parameters;
  bool azure = false;
  bool json = false;
};

void PrintFinding(const model::Finding& finding) {
  std::string text = finding.ToString();
  const std::string severity(model::SeverityName(finding.severity));
  const size_t at = text.find(severity + ":");
  if (at != std::string::npos) {
    const bool error = finding.severity == model::Severity::kError;
    text.replace(at, severity.size(), error ? Red(stdout, severity) : Yellow(stdout, severity));
  }
  std::cout << text << "\n";
}

void PrintSummary(const model::Factory& factory, const std::vector<model::Finding>& findings) {
  size_t errors = 0;
  for (const model::Finding& finding : findings) {
    if (finding.severity == model::Severity::kError) ++errors;
  }
  std::cerr << factory.resources().size() << " resources, " << errors << " errors, "
            << findings.size() - errors << " other findings\n";
}

int Validate(const Options& options) {
  Result<model::LoadedFactory> loaded = model::LoadFactory(options.path, {options.arm_parameters});
  if (!loaded) return PrintError(loaded.error());
  std::vector<model::Finding> findings = std::move(loaded->findings);
  for (model::Finding& finding : check::ValidateAll(loaded->factory, options.azure)) {
    findings.push_back(std::move(finding));
  }
  model::SortFindings(&findings);
  if (options.json) {
    Json list = Json::Array();
    for (const model::Finding& finding : findings) list.Append(finding.ToJson());
    std::cout << PrettyJson(list, 2) << "\n";
  } else {
    for (const model::Finding& finding : findings) PrintFinding(finding);
    PrintSummary(loaded->factory, findings);
  }
  return model::HasErrors(findings) ? 1 : 0;
}

}  // namespace

std::function<int()> DeclareValidate(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("PATH", options->path, "Factory folder, ARM template or resource file")
      ->required();
  app.add_option("--parameters", options->arm_parameters, "Parameter file of an ARM template");
  app.add_flag("--azure", options->azure, "Also what the cloud service would refuse");
  app.add_flag("--json", options->json, "Findings as a JSON array");
  app.footer(
      "Prints 'file:line:column: severity: message [code]'. Exit status 1 if there are errors.\n"
      "Examples:\n"
      "  weir validate my-factory\n"
      "  weir validate ARMTemplateForFactory.json --azure --json\n");
  return [options] { return Validate(*options); };
}

}  // namespace weir::cli
