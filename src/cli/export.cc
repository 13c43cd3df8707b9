#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <set>

#include "base/names.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "model/arm_export.h"
#include "model/canonical.h"
#include "model/folder_entries.h"
#include "model/json_file.h"
#include "model/load.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;
using model::ResourceKind;

struct Options {
  std::string folder;
  RemoteOptions remote;
  bool arm = false;
  bool prune = false;
};

/// The document as a folder holds it: what the service adds is left out.
Json DocumentOf(const std::string& name, const Json& answer) {
  Json properties = answer["properties"];
  if (!properties.is_object()) properties = Json::Object();
  for (const char* member : {"provisioningState", "createTime", "version"}) {
    properties.Remove(member);
  }
  Json document = Json::Object({{"name", name}, {"properties", std::move(properties)}});
  for (const char* member : {"location", "identity", "tags"}) {
    if (const Json* value = answer.Find(member)) document.Set(member, *value);
  }
  return model::CanonicalDocument(document);
}

/// A name that may become a file's.
Result<> CheckFileName(const std::string& name) {
  const bool good =
      !name.empty() && !name.starts_with('.') && name.find_first_of("/\\") == std::string::npos;
  if (good) return {};
  return Fail(ErrorKind::kInvalid, "InvalidResourceName",
              "the service has a resource '" + name + "', which cannot be a file's name");
}

Result<> AddEndpoints(Remote& remote, const std::string& network, model::Factory* factory) {
  WEIR_ASSIGN(const Json list,
              remote.List(remote.factory() + "/managedVirtualNetworks/" +
                          http::PercentEncode(network) + "/managedPrivateEndpoints"));
  for (const Json& one : list.items()) {
    const std::string& name = one["name"].as_string();
    WEIR_TRY(CheckFileName(name));
    std::string kept = network;
    kept.append("/").append(name);
    std::string file = "managedVirtualNetwork/";
    file.append(network).append("/managedPrivateEndpoint/").append(name).append(".json");
    factory->Add(model::MakeResource(ResourceKind::kManagedPrivateEndpoint, kept, file,
                                     DocumentOf(kept, one)));
  }
  return {};
}

Result<> AddKind(Remote& remote, const model::ResourceKindInfo& info, model::Factory* factory) {
  // Data Factory has no alerts: theirs are routes of our own.
  const std::string before = info.kind == ResourceKind::kAlert ? "/weir" : "";
  WEIR_ASSIGN(const Json list,
              remote.List(before + remote.factory() + "/" + std::string(info.collection)));
  for (const Json& one : list.items()) {
    const std::string& name = one["name"].as_string();
    WEIR_TRY(CheckFileName(name));
    factory->Add(model::MakeResource(
        info.kind, name, std::string(info.folder) + "/" + name + ".json", DocumentOf(name, one)));
    if (info.kind == ResourceKind::kManagedVirtualNetwork) {
      WEIR_TRY(AddEndpoints(remote, name, factory));
    }
  }
  return {};
}

/// The factory as the service shows it, each resource with the file it belongs into.
Result<model::Factory> ReadFactory(Remote& remote) {
  WEIR_ASSIGN(const Json own, remote.Ask("GET", remote.factory()));
  const std::string& name = own["name"].as_string();
  WEIR_TRY(CheckFileName(name));
  model::Factory factory(name);
  factory.Add(model::MakeResource(ResourceKind::kFactory, name, "factory/" + name + ".json",
                                  DocumentOf(name, own)));
  for (const model::ResourceKindInfo& info : model::ResourceKinds()) {
    if (info.kind == ResourceKind::kFactory || info.kind == ResourceKind::kManagedPrivateEndpoint) {
      continue;
    }
    WEIR_TRY(AddKind(remote, info, &factory));
  }
  return factory;
}

Result<> WriteArm(const Options& options, const model::Factory& factory) {
  if (const size_t alerts = factory.List(ResourceKind::kAlert).size(); alerts > 0) {
    std::cerr << alerts << (alerts == 1 ? " alert is" : " alerts are")
              << " not in the template: Azure Resource Manager has no such type; a Git folder "
                 "holds them\n";
  }
  const model::ArmExport exported = model::ExportArm(factory);
  const fs::path folder(options.folder);
  WEIR_TRY(model::WriteTextFile((folder / "ARMTemplateForFactory.json").string(),
                                PrettyJson(exported.template_document) + "\n"));
  return model::WriteTextFile((folder / "ARMTemplateParametersForFactory.json").string(),
                              PrettyJson(exported.parameters) + "\n");
}

/// Resource files in the folder that the service does not have; deleted if asked for.
void TellOthers(const Options& options, const std::set<std::string>& written) {
  for (const model::ResourceKindInfo& info : model::ResourceKinds()) {
    const fs::path folder = fs::path(options.folder) / info.folder;
    for (const fs::path& path : model::PathsIn(folder)) {
      const std::string file = std::string(info.folder) + "/" + path.filename().string();
      if (!model::IsJsonFile(path) || written.contains(file)) continue;
      std::error_code failed;
      if (options.prune) fs::remove(path, failed);
      std::cerr << file << ": the service does not have it"
                << (options.prune && !failed ? "; deleted" : "") << "\n";
    }
  }
}

Result<> WriteFolder(const Options& options, const model::Factory& factory) {
  std::set<std::string> written;
  for (const model::Resource& resource : factory.resources()) {
    model::Resource printed = resource;
    if (printed.kind == ResourceKind::kManagedPrivateEndpoint) {
      printed.document.Set("name", resource.name.substr(resource.name.rfind('/') + 1));
    }
    WEIR_TRY(model::WriteTextFile((fs::path(options.folder) / resource.file).string(),
                                  PrintResource(printed)));
    written.insert(resource.file);
  }
  TellOthers(options, written);
  return {};
}

Result<> Export(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const model::Factory factory, ReadFactory(remote));
  WEIR_TRY(options.arm ? WriteArm(options, factory) : WriteFolder(options, factory));
  std::cout << factory.resources().size() << " resources of " << remote.factory() << " in "
            << options.folder << "\n";
  return {};
}

}  // namespace

std::function<int()> DeclareExport(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("DIR", options->folder, "Folder to write into")->required();
  AddRemoteOptions(app, &options->remote)->required();
  CLI::Option* arm =
      app.add_flag("--arm", options->arm, "Write ARMTemplateForFactory.json and its parameters");
  app.add_flag("--prune", options->prune,
               "Delete files of resources that the service does not have")
      ->excludes(arm);
  app.footer(
      "Writes a Git folder: a file for each resource, members in the editor's order. Secrets come "
      "as\n**********; weir apply leaves such as they are. Alerts are in a folder only, not in a "
      "template.\n"
      "Examples:\n"
      "  weir export my-factory --server https://weir:8642 --ca tls.pem\n"
      "  weir export out --arm --server https://weir:8642 --ca tls.pem --factory my-factory\n");
  return [options] {
    const Result<> exported = Export(*options);
    return exported ? 0 : PrintError(exported.error());
  };
}

}  // namespace weir::cli
