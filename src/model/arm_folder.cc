#include "model/arm_folder.h"

#include <set>
#include <system_error>
#include <utility>
#include <vector>

#include "base/names.h"
#include "model/arm_template.h"
#include "model/folder_entries.h"
#include "model/json_file.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

/// The parameter file that belongs to a template by its name; empty if there is none.
std::string ParametersBeside(const fs::path& path) {
  const std::string stem = path.stem().string();
  std::string export_name = stem;
  const size_t at = export_name.find("Template");
  if (at != std::string::npos) {
    export_name.insert(at + std::string_view("Template").size(), "Parameters");
  }
  for (const std::string& name : {export_name, stem + ".parameters", stem + "-parameters",
                                  stem + ".param", std::string("parameters")}) {
    const fs::path candidate = path.parent_path() / (name + ".json");
    if (name != stem && IsFile(candidate)) return candidate.string();
  }
  return {};
}

/// A template of a folder, read by itself.
struct ReadTemplate {
  fs::path path;
  LoadedFactory loaded;
  std::set<std::string> linked;
};

Result<ReadTemplate> ReadOne(const fs::path& path, const Json& document,
                             const LoadOptions& options) {
  ReadTemplate read;
  read.path = path;
  WEIR_ASSIGN(const Json parameters,
              ArmParameters(path, options.arm_parameters, &read.loaded.findings));
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  ArmSink sink{&read.loaded.factory, &read.loaded.findings, &read.loaded.skipped, &read.linked};
  AddArmTemplate(document, parameters, path.filename().string(), folder, sink);
  return read;
}

bool IsWholeDeployment(const fs::path& path) {
  for (const char* name : {"azuredeploy.json", "mainTemplate.json", "main.json", "template.json",
                           "deploy.json", "ArmTemplate_master.json", "armTemplate.json"}) {
    if (SameName(path.filename().string(), name)) return true;
  }
  return false;
}

void MoveInto(LoadedFactory* whole, LoadedFactory part) {
  for (const Resource& resource : part.factory.resources()) whole->factory.Add(resource);
  for (Finding& finding : part.findings) whole->findings.push_back(std::move(finding));
  for (SkippedFile& file : part.skipped) whole->skipped.push_back(std::move(file));
  if (!part.factory.resources().empty()) whole->factory.set_name(part.factory.name());
}

/// What was found on the way may say why: a linked template that is not there.
Error NoResourcesIn(const fs::path& path, const std::vector<Finding>& findings = {}) {
  std::string why;
  for (const Finding& finding : findings) {
    if (why.empty() && finding.code == "LinkedTemplateMissing") why = "; " + finding.message;
  }
  return Fail(ErrorKind::kNotFound, "NoResources",
              "the ARM template holds no resources of a factory; looked for types "
              "Microsoft.DataFactory/factories/… and Microsoft.Synapse/workspaces/…" +
                  why)
      .At(path.string());
}

}  // namespace

Result<Json> ArmParameters(const fs::path& path, const std::string& given,
                           std::vector<Finding>* findings) {
  if (!given.empty()) return ReadJsonFile(given);
  const std::string beside = ParametersBeside(path);
  if (beside.empty()) return Json();
  Result<Json> parameters = ReadJsonFile(beside);
  if (parameters) return parameters;
  findings->push_back(FindingOf(parameters.error(), fs::path(beside).filename().string()));
  return Json();
}

Result<LoadedFactory> LoadArmTemplate(const fs::path& path, const Json& document,
                                      const LoadOptions& options) {
  WEIR_ASSIGN(ReadTemplate read, ReadOne(path, document, options));
  if (read.loaded.factory.resources().empty()) return NoResourcesIn(path, read.loaded.findings);
  return std::move(read.loaded);
}

fs::path ExportedTemplateIn(const fs::path& folder) {
  for (const fs::path& path : PathsIn(folder)) {
    for (const char* name : {"ARMTemplateForFactory.json", "TemplateForWorkspace.json"}) {
      if (SameName(path.filename().string(), name)) return path;
    }
  }
  for (const char* master :
       {"linkedTemplates/ArmTemplate_master.json", "ArmTemplate_master.json"}) {
    if (IsFile(folder / master)) return folder / master;
  }
  return {};
}

Result<LoadedFactory> LoadTemplatesIn(const fs::path& folder, const LoadOptions& options) {
  std::vector<ReadTemplate> all;
  for (const fs::path& path : PathsIn(folder)) {
    if (!IsJsonFile(path)) continue;
    const Result<Json> document = ReadJsonFile(path.string());
    if (!document || !IsArmTemplate(*document)) continue;
    WEIR_ASSIGN(ReadTemplate read, ReadOne(path, *document, options));
    if (read.loaded.factory.resources().empty()) continue;
    if (IsWholeDeployment(path)) return std::move(read.loaded);
    all.push_back(std::move(read));
  }
  if (all.empty()) return NoResourcesIn(folder);
  std::set<std::string> linked;
  for (const ReadTemplate& one : all) linked.insert(one.linked.begin(), one.linked.end());
  LoadedFactory whole;
  for (ReadTemplate& one : all) {
    if (!linked.contains(one.path.lexically_normal().string())) {
      MoveInto(&whole, std::move(one.loaded));
    }
  }
  return whole;
}

}  // namespace weir::model
