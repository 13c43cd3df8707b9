#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "cli/git_source.h"
#include "cli/json_diff.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "model/load.h"
#include "model/local_secrets.h"
#include "model/v1/load.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string config;
  RemoteOptions remote;
  bool plan = false;
  bool no_source = false;
  bool json = false;
};

/// The network of a private endpoint, which its file's folder names:
/// managedVirtualNetwork/<network>/managedPrivateEndpoint/<endpoint>.json. Else the only one.
std::string NetworkOf(const model::Factory& factory, const model::Resource& endpoint) {
  const std::filesystem::path folder = std::filesystem::path(endpoint.file).parent_path();
  std::string network = folder.parent_path().filename().string();
  const auto kind = model::ResourceKind::kManagedVirtualNetwork;
  if (factory.Find(kind, network) != nullptr) return network;
  const std::vector<std::string> names = factory.Names(kind);
  return names.size() == 1 ? names.front() : "default";
}

/// Its document; secrets of alerts come from where it says, on the machine of who applies.
Result<Json> DocumentOf(const model::Resource& resource, const std::filesystem::path& root) {
  if (resource.kind != model::ResourceKind::kAlert) return resource.document;
  const std::filesystem::path folder = (root / resource.file).parent_path();
  std::vector<std::string> problems;
  Json document = model::WithLocalSecrets(resource.document, folder.string(), &problems);
  if (problems.empty()) return document;
  return Fail(ErrorKind::kInvalid, "SecretNotFound", problems.front()).At(resource.file);
}

/// `files`: say which file each resource is from.
Result<Json> BodyOf(const model::Factory& factory, const std::filesystem::path& root, bool files) {
  Json resources = Json::Array();
  for (const model::Resource& resource : factory.resources()) {
    WEIR_ASSIGN(const Json document, DocumentOf(resource, root));
    Json one = Json::Object({{"kind", model::InfoOf(resource.kind).folder},
                             {"name", resource.name},
                             {"document", document}});
    if (files) one.AppendMember("file", resource.file);
    if (resource.kind == model::ResourceKind::kManagedPrivateEndpoint) {
      one.AppendMember("parent", NetworkOf(factory, resource));
    }
    resources.Append(std::move(one));
  }
  return Json::Object({{"resources", std::move(resources)}});
}

std::string Marked(char mark, const std::string& text) {
  if (mark == '+') return Green(stdout, text);
  if (mark == '-') return Red(stdout, text);
  return Yellow(stdout, text);
}

void PrintChange(const Json& change) {
  const std::string& action = change["action"].as_string();
  const char mark = action == "create" ? '+' : action == "delete" ? '-' : '~';
  std::cout << Marked(mark, std::string(1, mark) + " " + change["kind"].as_string() + " " +
                                change["name"].as_string())
            << "\n";
  if (mark != '~') return;
  for (const JsonDifference& one : DiffJson(change["old"], change["new"])) {
    std::string path = one.path;
    if (path.starts_with("properties.")) path = path.substr(std::string("properties.").size());
    std::cout << "    " << Marked(one.mark, std::string(1, one.mark) + " " + path) << ": "
              << one.text << "\n";
  }
  if (change["secretChanged"].as_bool()) {
    std::cout << "    " << Yellow(stdout, "~ a secret") << ": **********\n";
  }
}

void PrintTriggers(const Json& names, const std::string& what) {
  for (const Json& name : names.items()) {
    std::cout << "trigger '" << name.as_string() << "' " << what << "\n";
  }
}

void PrintAnswer(const Json& answer) {
  size_t counts[3] = {};
  for (const Json& change : answer["changes"].items()) {
    PrintChange(change);
    const std::string& action = change["action"].as_string();
    ++counts[action == "create" ? 0 : action == "update" ? 1 : 2];
  }
  for (const Json& warning : answer["warnings"].items()) {
    std::cerr << Yellow(stderr, "warning") << ": " << warning.as_string() << "\n";
  }
  const bool applied = answer["applied"].as_bool();
  PrintTriggers(answer["stops"], applied ? "stopped" : "to stop");
  PrintTriggers(answer["starts"], applied ? "started" : "to start");
  const std::string& factory = answer["factory"].as_string();
  if (answer["changes"].empty()) {
    std::cout << "nothing to change in " << factory << "\n";
    return;
  }
  std::cout << counts[0] << (applied ? " created, " : " to create, ") << counts[1]
            << (applied ? " changed, " : " to change, ") << counts[2]
            << (applied ? " deleted in " : " to delete in ") << factory << "\n";
}

/// A folder or file as a request, and what is known of its factory.
struct Content {
  Json body;
  std::vector<model::Finding> findings;
  bool version_1 = false;
  std::string name;       ///< Its factory's own name; empty if it says none.
  std::string else_name;  ///< Where the service has no factory.
};

/// The last part of the path as a factory's name: letters, digits and single dashes.
std::string NameOfPath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, error);
  const bool file = std::filesystem::is_regular_file(whole, error);
  const std::string text = (file ? whole.parent_path() : whole).filename().string();
  std::string name;
  for (const char c : text) {
    const bool legal = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (legal) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-')) name.pop_back();
  constexpr size_t kMin = 3;  // Of a factory's name.
  constexpr size_t kMax = 63;
  if (name.size() > kMax) name.resize(kMax);
  return name.size() < kMin ? "my-factory" : name;
}

Result<Content> ReadContent(const std::string& path, bool no_source) {
  Content content;
  std::error_code error;
  const bool folder = std::filesystem::is_directory(path, error);
  const Json source = folder && !no_source ? GitSourceOf(path) : Json();
  WEIR_ASSIGN(model::LoadedFactory loaded, model::LoadFactory(path));
  for (const model::SkippedFile& skipped : loaded.skipped) {
    std::cerr << skipped.file << ": left out, it is a " << skipped.what << "\n";
  }
  const model::Factory& factory = loaded.factory;
  if (factory.Find(model::ResourceKind::kFactory, factory.name()) != nullptr) {
    content.name = factory.name();
  }
  content.findings = std::move(loaded.findings);
  WEIR_ASSIGN(content.body, BodyOf(factory, path, !source.is_null()));
  if (!source.is_null()) content.body.Set("source", source);
  return content;
}

Result<Content> ReadContentV1(const std::string& path, const std::string& config) {
  Content content;
  content.version_1 = true;
  WEIR_ASSIGN(model::LoadedV1 loaded, model::LoadV1Factory(path, {{}, config}));
  content.findings = std::move(loaded.findings);
  Json resources = Json::Array();
  const auto add = [&](const char* kind, const auto& all) {
    for (const auto* one : all) {
      resources.Append(
          Json::Object({{"kind", kind}, {"name", one->name}, {"document", one->document}}));
    }
  };
  add("linkedService", loaded.factory.linked_services());
  add("dataset", loaded.factory.datasets());
  add("pipeline", loaded.factory.pipelines());
  content.body = Json::Object({{"resources", std::move(resources)}});
  return content;
}

Result<> Apply(Options options) {
  WEIR_ASSIGN(Content content, model::IsV1Factory(options.path)
                                   ? ReadContentV1(options.path, options.config)
                                   : ReadContent(options.path, options.no_source));
  for (const model::Finding& finding : content.findings) std::cerr << finding.ToString() << "\n";
  if (model::HasErrors(content.findings)) {
    return Fail(ErrorKind::kInvalid, "FactoryUnreadable",
                "files that cannot be read would count as deleted; nothing was changed");
  }
  if (options.remote.factory.empty()) options.remote.factory = content.name;
  options.remote.version_1 = content.version_1;
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote, NameOfPath(options.path)));
  if (remote.named_anew()) {
    std::cerr << "the service has no factory" << (content.version_1 ? " of version 1: " : ": ")
              << (options.plan ? "one would be" : "one is")
              << " made, named for the folder (--factory gives another name)\n";
  }
  WEIR_ASSIGN(
      const Json answer,
      remote.Ask("POST", "/weir" + remote.factory() + "/apply" + (options.plan ? "?plan=true" : ""),
                 content.body));
  if (options.json) {
    std::cout << PrettyJson(answer, 2) << "\n";
  } else {
    PrintAnswer(answer);
  }
  return {};
}

}  // namespace

std::function<int()> DeclareApply(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("PATH", options->path, "Factory folder, of version 1 too, or ARM template")
      ->required();
  AddRemoteOptions(app, &options->remote)->required();
  app.add_option("--config", options->config,
                 "Of version 1: a config file of its Visual Studio project");
  app.add_flag("--plan", options->plan, "Only say what would change");
  app.add_flag("--no-source", options->no_source,
               "Do not say which Git repository it is from: the screen may change it then");
  app.add_flag("--json", options->json, "Print the changes as JSON");
  app.footer(
      "Afterwards the factory holds what the folder holds, and nothing else; all of it or, at a\n"
      "fault, nothing. Secrets that are hidden in the folder (**********) stay as they are. "
      "Without\n--factory: the factory that the folder names, made if it is not there; else the "
      "only one;\nif there is none, one with the folder's name is made. What lies in a work tree "
      "of Git is\nread-only on the screen, which says its file.\n"
      "Examples:\n"
      "  weir apply my-factory --server https://weir:8642 --ca tls.pem --plan\n"
      "  weir apply my-factory --server https://weir:8642 --ca tls.pem --token-file token\n");
  return [options] {
    const Result<> applied = Apply(*options);
    return applied ? 0 : PrintError(applied.error());
  };
}

}  // namespace weir::cli
