#include "model/load.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/names.h"
#include "model/arm_folder.h"
#include "model/arm_template.h"
#include "model/folder_entries.h"
#include "model/json_file.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;
constexpr int kDepthMax = 8;

/// The path as findings name it.
std::string Relative(const fs::path& path, const fs::path& base) {
  return path.lexically_relative(base).generic_string();
}

/// Loads the files of a Git-integrated folder, one resource each as a rule.
class FolderLoader {
 public:
  explicit FolderLoader(fs::path root) : root_(std::move(root)) {}

  void Load() {
    for (const fs::path& path : PathsIn(root_)) {
      if (!IsFolder(path)) continue;
      const std::string name = path.filename().string();
      if (const std::optional<ResourceKind> kind = KindOfFolder(name)) {
        LoadKind(*kind, path, 0);
      } else if (const std::string_view what = WorkspaceOnly(name); !what.empty()) {
        Skip(path, what, 0);
      }
    }
    NameFactory();
  }

  LoadedFactory Take() && { return std::move(loaded_); }
  size_t files() const { return files_; }

 private:
  void LoadKind(ResourceKind kind, const fs::path& folder, int depth) {
    if (depth > kDepthMax) return;
    for (const fs::path& path : PathsIn(folder)) {
      if (IsJsonFile(path)) {
        LoadOne(kind, path);
      } else if (IsOwnFolder(path)) {
        LoadKind(KindInside(kind, path), path, depth + 1);
      }
    }
  }

  /// managedVirtualNetwork/<network>/managedPrivateEndpoint/*.json
  static ResourceKind KindInside(ResourceKind kind, const fs::path& folder) {
    const bool endpoints =
        kind == ResourceKind::kManagedVirtualNetwork &&
        KindOfFolder(folder.filename().string()) == ResourceKind::kManagedPrivateEndpoint;
    return endpoints ? ResourceKind::kManagedPrivateEndpoint : kind;
  }

  void Skip(const fs::path& folder, std::string_view what, int depth) {
    if (depth > kDepthMax) return;
    for (const fs::path& path : PathsIn(folder)) {
      if (IsOwnFolder(path)) Skip(path, what, depth + 1);
      if (IsFile(path)) loaded_.skipped.push_back({Relative(path, root_), std::string(what)});
    }
  }

  void LoadOne(ResourceKind kind, const fs::path& path) {
    std::string file = Relative(path, root_);
    Result<Json> document = ReadJsonFile(path.string());
    if (!document) {
      ++files_;
      loaded_.findings.push_back(FindingOf(document.error(), std::move(file)));
      return;
    }
    if (IsOtherDocument(path.filename().string(), *document)) return;
    ++files_;
    if (IsArmTemplate(*document)) {
      ArmSink sink{&loaded_.factory, &loaded_.findings, &loaded_.skipped, nullptr};
      return AddArmTemplate(*document, {}, file, path.parent_path().string(), sink);
    }
    const Position position = document->position();
    const std::string got(KindName(document->kind()));
    const std::string stem = path.stem().string();
    std::vector<Resource> resources = ResourcesIn(*std::move(document), {kind, stem, file});
    if (resources.empty()) {
      loaded_.findings.push_back({Severity::kError, std::move(file), position, "InvalidResource",
                                  "expected an object with 'name' and 'properties', got " + got});
    }
    if (resources.size() == 1) CheckName(resources.front(), stem);
    for (Resource& resource : resources) loaded_.factory.Add(std::move(resource));
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

Error NotThere(const std::string& path) {
  return Fail(ErrorKind::kNotFound, "FolderNotFound",
              "there is no folder or file '" + path + "'; expected a factory folder (" +
                  FolderNames() + " …), an ARM template or the file of one resource")
      .At(path);
}

Error NothingIn(const std::string& path, const std::vector<fs::path>& nearer) {
  std::string offer;
  for (const fs::path& one : nearer) {
    offer += (offer.empty() ? "; did you mean '" : " or '") + one.string() + "'";
  }
  return Fail(ErrorKind::kNotFound, "NoResources",
              "the folder '" + path + "' holds no resources; looked for *.json in " +
                  FolderNames() + " …" + offer + (offer.empty() ? "" : "?"))
      .At(path);
}

/// True if the folder has one of a Git-integrated factory's main folders. A publish branch has
/// factory/ and globalParameters/ beside its template.
bool HasMainFolder(const fs::path& folder) {
  for (const fs::path& path : PathsIn(folder)) {
    const std::optional<ResourceKind> kind = KindOfFolder(path.filename().string());
    const bool beside = kind == ResourceKind::kFactory || kind == ResourceKind::kGlobalParameters;
    if (kind && !beside && IsFolder(path)) return true;
  }
  return false;
}

/// Factories below a folder, at most `kOffersMax` and not inside each other.
void FindFactories(const fs::path& folder, int depth, std::vector<fs::path>* found) {
  constexpr size_t kOffersMax = 5;
  for (const fs::path& path : PathsIn(folder)) {
    const std::string name = path.filename().string();
    if (found->size() >= kOffersMax || depth > kDepthMax) return;
    if (!IsOwnFolder(path) || name.starts_with('.') || name == "node_modules") continue;
    if (HasMainFolder(path) || !ExportedTemplateIn(path).empty()) {
      found->push_back(path);
    } else {
      FindFactories(path, depth + 1, found);
    }
  }
}

/// Resource files that lie in a folder by themselves, each saying what it is.
Result<LoadedFactory> LoadLooseFiles(const fs::path& folder) {
  LoadedFactory loaded;
  for (const fs::path& path : PathsIn(folder)) {
    const std::string file = path.filename().string();
    if (!IsJsonFile(path)) continue;
    Result<Json> document = ReadJsonFile(path.string());
    if (!document) {
      loaded.findings.push_back(FindingOf(document.error(), file));
      continue;
    }
    if (IsOtherDocument(file, *document) || IsArmTemplate(*document)) continue;
    for (Resource& resource :
         ResourcesIn(*std::move(document), {std::nullopt, path.stem().string(), file})) {
      loaded.factory.Add(std::move(resource));
    }
  }
  if (loaded.factory.resources().empty()) return NothingIn(folder.string(), {});
  std::error_code error;
  loaded.factory.set_name(fs::weakly_canonical(folder, error).filename().string());
  return loaded;
}

Result<LoadedFactory> LoadResourceFile(const std::string& path, Json document) {
  const fs::path file(path);
  LoadedFactory loaded;
  const DocumentOrigin origin{KindOfFolder(file.parent_path().filename().string()),
                              file.stem().string(), path};
  for (Resource& resource : ResourcesIn(std::move(document), origin)) {
    loaded.factory.Add(std::move(resource));
  }
  if (!loaded.factory.resources().empty()) return loaded;
  return Fail(ErrorKind::kInvalid, "UnknownResource",
              "the file is neither an ARM template nor a resource: expected 'resources', or "
              "'properties' of a pipeline, dataset, linked service or trigger")
      .At(path);
}

Result<LoadedFactory> LoadAnyFile(const fs::path& path, const LoadOptions& options) {
  WEIR_ASSIGN(Json document, ReadJsonFile(path.string()));
  if (IsArmTemplate(document)) return LoadArmTemplate(path, document, options);
  return LoadResourceFile(path.string(), std::move(document));
}

bool HoldsNothing(const Result<LoadedFactory>& loaded) {
  return !loaded && loaded.error().code() == "NoResources";
}

/// The paths of what was loaded from `below`, seen from `path`.
LoadedFactory Below(const std::string& path, const fs::path& below, LoadedFactory loaded) {
  const std::string prefix = Relative(below, path) + "/";
  LoadedFactory seen;
  seen.factory.set_name(loaded.factory.name());
  for (Resource resource : loaded.factory.resources()) {
    resource.file = prefix + resource.file;
    seen.factory.Add(std::move(resource));
  }
  for (Finding& finding : loaded.findings) finding.file = prefix + finding.file;
  for (SkippedFile& file : loaded.skipped) file.file = prefix + file.file;
  seen.findings = std::move(loaded.findings);
  seen.skipped = std::move(loaded.skipped);
  return seen;
}

/// A publish branch keeps the global parameters beside the template.
void AddGlobals(const std::string& path, LoadedFactory* loaded) {
  const Result<LoadedFactory> folder = LoadFolder(path);
  if (!folder) return;
  for (const Resource* globals : folder->factory.List(ResourceKind::kGlobalParameters)) {
    loaded->factory.Add(*globals);
  }
}

/// What lies in the folder itself.
Result<LoadedFactory> LoadHere(const std::string& path, const LoadOptions& options) {
  const fs::path exported = ExportedTemplateIn(path);
  if (!exported.empty() && !HasMainFolder(path)) {
    Result<LoadedFactory> loaded = LoadAnyFile(exported, options);
    if (loaded) AddGlobals(path, &*loaded);
    if (!HoldsNothing(loaded)) return loaded;
  }
  Result<LoadedFactory> loaded = LoadFolder(path);
  if (!HoldsNothing(loaded)) return loaded;
  Result<LoadedFactory> templates = LoadTemplatesIn(path, options);
  if (!HoldsNothing(templates)) return templates;
  Result<LoadedFactory> loose = LoadLooseFiles(path);
  return HoldsNothing(loose) ? std::move(loaded) : std::move(loose);
}

}  // namespace

Result<LoadedFactory> LoadFolder(const std::string& path) {
  if (!IsFolder(path)) return NotThere(path);
  FolderLoader loader{fs::path(path)};
  loader.Load();
  if (loader.files() == 0) return NothingIn(path, {});
  return std::move(loader).Take();
}

Result<LoadedFactory> LoadFactory(const std::string& path, const LoadOptions& options) {
  if (!IsFolder(path) && !IsFile(path)) return NotThere(path);
  if (!IsFolder(path)) return LoadAnyFile(path, options);
  Result<LoadedFactory> here = LoadHere(path, options);
  if (!HoldsNothing(here)) return here;
  std::vector<fs::path> below;
  FindFactories(path, 0, &below);
  if (below.size() != 1) return NothingIn(path, below);
  WEIR_ASSIGN(LoadedFactory loaded, LoadHere(below.front().string(), options));
  return Below(path, below.front(), std::move(loaded));
}

}  // namespace weir::model
