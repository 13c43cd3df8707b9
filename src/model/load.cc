#include "model/load.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/names.h"
#include "model/arm_template.h"
#include "model/catalogue.h"
#include "model/json_file.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

/// Entries of a folder in byte order of their names; empty if it cannot be read.
std::vector<fs::directory_entry> SortedEntries(const fs::path& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    entries.push_back(*it);
  }
  std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) {
    return left.path().native() < right.path().native();
  });
  return entries;
}

bool IsDirectory(const fs::directory_entry& entry) {
  std::error_code error;
  return entry.is_directory(error);
}

/// Loads the files of a Git-integrated folder, one resource each.
class FolderLoader {
 public:
  explicit FolderLoader(const fs::path& root) : root_(root) {}

  void Load() {
    for (const fs::directory_entry& entry : SortedEntries(root_)) {
      if (!IsDirectory(entry)) continue;
      const std::optional<ResourceKind> kind = KindOfFolder(entry.path().filename().string());
      if (kind) LoadKind(*kind, entry.path());
    }
    NameFactory();
  }

  LoadedFactory Take() && { return std::move(loaded_); }
  size_t files() const { return files_; }

 private:
  void LoadKind(ResourceKind kind, const fs::path& folder) {
    for (const fs::directory_entry& entry : SortedEntries(folder)) {
      if (IsDirectory(entry)) {
        if (kind == ResourceKind::kManagedVirtualNetwork) LoadEndpoints(entry.path());
      } else if (SameName(entry.path().extension().string(), ".json")) {
        LoadOne(kind, entry.path());
      }
    }
  }

  /// managedVirtualNetwork/<network>/managedPrivateEndpoint/*.json
  void LoadEndpoints(const fs::path& network) {
    for (const fs::directory_entry& entry : SortedEntries(network)) {
      if (IsDirectory(entry) &&
          KindOfFolder(entry.path().filename().string()) == ResourceKind::kManagedPrivateEndpoint) {
        LoadKind(ResourceKind::kManagedPrivateEndpoint, entry.path());
      }
    }
  }

  void LoadOne(ResourceKind kind, const fs::path& path) {
    ++files_;
    std::string file = path.lexically_relative(root_).generic_string();
    Result<Json> document = ReadJsonFile(path.string());
    if (!document) {
      loaded_.findings.push_back(FindingOf(document.error(), std::move(file)));
      return;
    }
    if (!document->is_object()) {
      loaded_.findings.push_back({Severity::kError, std::move(file), document->position(),
                                  "InvalidResource",
                                  "expected an object with 'name' and 'properties', got " +
                                      std::string(KindName(document->kind()))});
      return;
    }
    const std::string stem = path.stem().string();
    Resource resource = MakeResource(kind, stem, std::move(file), *std::move(document));
    CheckName(resource, stem);
    loaded_.factory.Add(std::move(resource));
  }

  void CheckName(const Resource& resource, const std::string& stem) {
    // The publish branch names this file for the factory: "<factory>_GlobalParameters.json".
    if (resource.kind == ResourceKind::kGlobalParameters || resource.name == stem) return;
    loaded_.findings.push_back({Severity::kWarning, resource.file,
                                resource.document["name"].position(), "NameDiffersFromFile",
                                "the " + std::string(InfoOf(resource.kind).title) + " is named '" +
                                    resource.name + "', its file '" + stem + ".json'"});
  }

  void NameFactory() {
    const std::vector<const Resource*> named = loaded_.factory.List(ResourceKind::kFactory);
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(root_, error);
    const std::string folder = absolute.filename().string();
    loaded_.factory.set_name(named.empty() ? folder : named.front()->name);
  }

  fs::path root_;
  LoadedFactory loaded_;
  size_t files_ = 0;
};

std::string FolderNames() {
  std::string names;
  for (const ResourceKind kind : {ResourceKind::kPipeline, ResourceKind::kDataset,
                                  ResourceKind::kLinkedService, ResourceKind::kTrigger}) {
    names += (names.empty() ? "" : ", ") + std::string(InfoOf(kind).folder) + "/";
  }
  return names;
}

/// A folder below that would load, to offer in the message; empty if there is none.
std::string FolderThatWouldLoad(const fs::path& root) {
  for (const fs::directory_entry& entry : SortedEntries(root)) {
    if (!IsDirectory(entry)) continue;
    for (const fs::directory_entry& inner : SortedEntries(entry.path())) {
      if (IsDirectory(inner) && SameName(inner.path().filename().string(), "pipeline")) {
        return entry.path().string();
      }
    }
  }
  return {};
}

Error NotThere(const std::string& path) {
  return Fail(ErrorKind::kNotFound, "FolderNotFound",
              "there is no folder or file '" + path + "'; expected a factory folder (" +
                  FolderNames() + " …), an ARM template or the file of one resource")
      .At(path);
}

bool Exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<LoadedFactory> LoadResourceFile(const std::string& path, Json document) {
  const fs::path file(path);
  std::optional<ResourceKind> kind = KindOfFolder(file.parent_path().filename().string());
  if (!kind) kind = GuessKind(document);
  if (!kind) {
    return Fail(ErrorKind::kInvalid, "UnknownResource",
                "the file is neither an ARM template nor a resource: expected 'resources', or "
                "'properties' of a pipeline, dataset, linked service or trigger")
        .At(path);
  }
  LoadedFactory loaded;
  loaded.factory.Add(MakeResource(*kind, file.stem().string(), path, std::move(document)));
  return loaded;
}

/// The parameter file that belongs to a template by its name; empty if there is none.
std::string ParametersBeside(const fs::path& path) {
  const std::string stem = path.stem().string();
  std::string export_name = stem;
  const size_t at = export_name.find("Template");
  if (at != std::string::npos)
    export_name.insert(at + std::string_view("Template").size(), "Parameters");
  for (const std::string& name : {export_name, stem + ".parameters", std::string("parameters")}) {
    const fs::path candidate = path.parent_path() / (name + ".json");
    if (name != stem && Exists(candidate.string())) return candidate.string();
  }
  return {};
}

Result<LoadedFactory> LoadArmTemplate(const std::string& path, const Json& document,
                                      const LoadOptions& options) {
  const fs::path file(path);
  const std::string parameters_file =
      options.arm_parameters.empty() ? ParametersBeside(file) : options.arm_parameters;
  Json parameters;
  if (!parameters_file.empty()) {
    WEIR_ASSIGN(parameters, ReadJsonFile(parameters_file));
  }
  LoadedFactory loaded;
  const std::string folder = file.has_parent_path() ? file.parent_path().string() : ".";
  AddArmTemplate(document, parameters, file.filename().string(), folder, &loaded.factory,
                 &loaded.findings);
  if (loaded.factory.resources().empty()) {
    return Fail(ErrorKind::kNotFound, "NoResources",
                "the ARM template holds no resources of a factory; looked for types "
                "Microsoft.DataFactory/factories/… and Microsoft.Synapse/workspaces/…")
        .At(path);
  }
  return loaded;
}

/// The ARM template of a folder that is no Git folder: the export's name, else the only one there.
std::string TemplateIn(const std::string& folder) {
  std::string found;
  for (const fs::directory_entry& entry : SortedEntries(folder)) {
    if (!SameName(entry.path().extension().string(), ".json")) continue;
    if (SameName(entry.path().filename().string(), "ARMTemplateForFactory.json")) {
      return entry.path().string();
    }
    const Result<Json> document = ReadJsonFile(entry.path().string());
    if (!document || !IsArmTemplate(*document)) continue;
    if (!found.empty()) return {};
    found = entry.path().string();
  }
  return found;
}

bool HasAnyType(std::string_view base, const std::string& type) {
  return !type.empty() && Catalogue::Get().FindKind(base, type) != nullptr;
}

}  // namespace

Resource MakeResource(ResourceKind kind, std::string name, std::string file, Json document) {
  Resource resource{kind, std::move(name), std::move(file), Json(), false};
  const std::string& inner_name = document["name"].as_string();
  const bool wrapped =
      document["properties"].is_object() ||
      (!inner_name.empty() && document["type"].as_string().find('/') != std::string::npos);
  const bool empty_wrapper = document.size() <= 1 && !inner_name.empty();
  if (wrapped || empty_wrapper) {
    if (!inner_name.empty()) resource.name = inner_name;
    resource.document = std::move(document);
    return resource;
  }
  resource.bare = true;
  const Position position = document.position();
  resource.document = Json::Object({{"name", resource.name}, {"properties", std::move(document)}});
  resource.document.set_position(position);
  return resource;
}

std::optional<ResourceKind> GuessKind(const Json& document) {
  if (const auto kind = KindOfArmType(document["type"].as_string())) return kind;
  const Json& properties = document["properties"].is_object() ? document["properties"] : document;
  if (properties["activities"].is_array()) return ResourceKind::kPipeline;
  const std::string& type = properties["type"].as_string();
  if (properties["linkedServiceName"].is_object()) return ResourceKind::kDataset;
  if (HasAnyType("Trigger", type)) return ResourceKind::kTrigger;
  if (HasAnyType("LinkedService", type)) return ResourceKind::kLinkedService;
  if (HasAnyType("Dataset", type)) return ResourceKind::kDataset;
  if (HasAnyType("DataFlow", type)) return ResourceKind::kDataFlow;
  if (HasAnyType("IntegrationRuntime", type)) return ResourceKind::kIntegrationRuntime;
  if (HasAnyType("Credential", type)) return ResourceKind::kCredential;
  if (properties["globalParameters"].is_object()) return ResourceKind::kFactory;
  return std::nullopt;
}

Result<LoadedFactory> LoadFolder(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return NotThere(path);
  FolderLoader loader{fs::path(path)};
  loader.Load();
  if (loader.files() == 0) {
    const std::string nearer = FolderThatWouldLoad(path);
    return Fail(ErrorKind::kNotFound, "NoResources",
                "the folder '" + path + "' holds no resources; looked for *.json in " +
                    FolderNames() + " …" +
                    (nearer.empty() ? "" : "; did you mean '" + nearer + "'?"))
        .At(path);
  }
  return std::move(loader).Take();
}

Result<LoadedFactory> LoadFactory(const std::string& path, const LoadOptions& options) {
  if (!Exists(path)) return NotThere(path);
  std::string file = path;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    Result<LoadedFactory> folder = LoadFolder(path);
    if (folder || folder.error().code() != "NoResources") return folder;
    file = TemplateIn(path);
    if (file.empty()) return folder;
  }
  WEIR_ASSIGN(Json document, ReadJsonFile(file));
  if (IsArmTemplate(document)) return LoadArmTemplate(file, document, options);
  return LoadResourceFile(file, std::move(document));
}

}  // namespace weir::model
