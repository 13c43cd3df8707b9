#include "model/v1/load.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/names.h"
#include "model/arm_folder.h"
#include "model/arm_template.h"
#include "model/document.h"
#include "model/folder_entries.h"
#include "model/json_file.h"
#include "model/v1/config.h"
#include "model/v1/read.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;
constexpr int kDepthMax = 8;

std::optional<V1Kind> KindOfCollection(std::string_view name) {
  std::string key = NameKey(name);
  if (key.starts_with("v1-")) key.erase(0, 3);
  if (!key.empty() && key.back() == 's') key.pop_back();
  if (key == "pipeline" || key == "datapipeline") return V1Kind::kPipeline;
  if (key == "dataset" || key == "table") return V1Kind::kDataset;
  if (key == "linkedservice" || key == "linked service") return V1Kind::kLinkedService;
  return std::nullopt;
}

/// The kind that a `$schema` of version 1 says: "…/Microsoft.DataFactory.Table.json".
std::optional<V1Kind> KindOfSchema(std::string_view schema) {
  constexpr std::string_view kMark = "microsoft.datafactory.";
  const std::string key = NameKey(schema);
  const size_t at = key.rfind(kMark);
  if (at == std::string::npos || !key.ends_with(".json")) return std::nullopt;
  const size_t begin = at + kMark.size();
  return KindOfCollection(std::string_view(key).substr(begin, key.size() - begin - 5));
}

bool HasAny(const Json& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (object.Find(name) != nullptr) return true;
  }
  return false;
}

V1Likeness LikenessOfActivity(const Json& activity) {
  if (HasAny(activity, {"dependsOn", "userProperties"})) return V1Likeness::kOther;
  for (const std::string_view list : {"inputs", "outputs"}) {
    for (const Json& item : activity[list].items()) {
      if (item.Find("referenceName") != nullptr) return V1Likeness::kOther;
      if (item.Find("name") != nullptr) return V1Likeness::kV1;
    }
  }
  if (activity["linkedServiceName"].is_object()) return V1Likeness::kOther;
  return activity.Find("scheduler") != nullptr ? V1Likeness::kV1 : V1Likeness::kEither;
}

V1Likeness LikenessOfPipeline(const Json& properties) {
  for (const Json& activity : properties["activities"].items()) {
    const V1Likeness likeness = LikenessOfActivity(activity);
    if (likeness != V1Likeness::kEither) return likeness;
  }
  if (HasAny(properties, {"start", "end", "isPaused", "pipelineMode", "hubName"})) {
    return V1Likeness::kV1;
  }
  return properties["activities"].empty() ? V1Likeness::kEither : V1Likeness::kOther;
}

V1Likeness LikenessOfDataset(const Json& properties, bool in_its_folder) {
  if (properties["linkedServiceName"].is_object()) return V1Likeness::kOther;
  if (HasAny(properties, {"availability", "external"})) return V1Likeness::kV1;
  if (properties["linkedServiceName"].is_string()) return V1Likeness::kV1;
  return in_its_folder ? V1Likeness::kEither : V1Likeness::kOther;
}

V1Likeness LikenessOfLinkedService(const Json& properties) {
  if (!properties["type"].is_string()) return V1Likeness::kOther;
  if (properties.Find("hubName") != nullptr ||
      !properties["typeProperties"]["gatewayName"].is_null()) {
    return V1Likeness::kV1;
  }
  const bool new_form = HasAny(properties, {"connectVia", "annotations", "parameters", "version"});
  return new_form ? V1Likeness::kOther : V1Likeness::kEither;
}

V1Sort SortByShape(const Json& properties, std::optional<V1Kind> folder) {
  if (properties["activities"].is_array()) {
    return {LikenessOfPipeline(properties), V1Kind::kPipeline};
  }
  if (folder == V1Kind::kLinkedService && !properties["availability"].is_object()) {
    return {LikenessOfLinkedService(properties), V1Kind::kLinkedService};
  }
  if (HasAny(properties, {"availability", "linkedServiceName"}) || folder == V1Kind::kDataset) {
    return {LikenessOfDataset(properties, folder == V1Kind::kDataset), V1Kind::kDataset};
  }
  if (folder == V1Kind::kPipeline) return {V1Likeness::kEither, V1Kind::kPipeline};
  if (properties["typeProperties"].is_object() && !folder) {
    return {LikenessOfLinkedService(properties), V1Kind::kLinkedService};
  }
  return {};
}

/// The documents of an array or of a list answer; the document itself if it is neither.
std::vector<Json> DocumentsIn(const Json& document) {
  const bool list = document["value"].is_array() && document.Find("properties") == nullptr;
  const Json& items = list ? document["value"] : document;
  if (!items.is_array()) return {document};
  return {items.items().begin(), items.items().end()};
}

/// The name of the folder that says what lies in it; of files below it too.
std::string FolderOf(const fs::path& path, const fs::path& root) {
  for (fs::path at = path.parent_path(); !at.empty() && at.has_relative_path();
       at = at.parent_path()) {
    if (KindOfCollection(at.filename().string())) return at.filename().string();
    if (at == root) break;
  }
  return {};
}

/// Paths of the JSON files below a folder, in byte order, its own files first.
void FilesBelow(const fs::path& folder, int depth, std::vector<fs::path>* files) {
  std::vector<fs::path> folders;
  for (const fs::path& path : PathsIn(folder)) {
    const std::string name = path.filename().string();
    if (IsJsonFile(path)) files->push_back(path);
    const bool build = SameName(name, "bin") || SameName(name, "obj") || name == "node_modules";
    if (IsOwnFolder(path) && !name.starts_with('.') && !build) folders.push_back(path);
  }
  if (depth >= kDepthMax) return;
  for (const fs::path& path : folders) FilesBelow(path, depth + 1, files);
}

/// `\'` with its backslash doubled: articles print the quotes of expressions so inside of JSON.
std::string WithEscapedQuotes(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] != '\\' || i + 1 == text.size()) continue;
    if (text[i + 1] == '\'') {
      out += '\\';
    } else {
      out += text[++i];  // The other half of an escape.
    }
  }
  return out;
}

/// Read a file as JSON; if it is none, once more with the quotes of expressions escaped.
Result<Json> ReadV1File(const fs::path& path) {
  WEIR_ASSIGN(const std::string text, ReadTextFile(path.string()));
  Result<Json> document = ParseJson(text);
  if (document || text.find("\\'") == std::string::npos) return document;
  Result<Json> mended = ParseJson(WithEscapedQuotes(text));
  return mended ? std::move(mended) : std::move(document);
}

class V1Loader {
 public:
  V1Loader(fs::path root, const V1LoadOptions& options)
      : root_(std::move(root)), options_(options) {}

  Result<> ReadConfig() {
    if (options_.config.empty()) return {};
    WEIR_ASSIGN(config_, V1Config::Read(options_.config));
    return {};
  }

  Result<> AddFile(const fs::path& path, const Json& document) {
    const std::string file =
        path == root_ ? path.string() : path.lexically_relative(root_).generic_string();
    if (IsOtherDocument(path.filename().string(), document)) return {};
    if (IsArmTemplate(document)) return AddTemplate(path, file, document);
    const std::string folder = FolderOf(path, root_);
    bool found = false;
    for (const Json& one : DocumentsIn(document)) {
      const V1Sort sort = SortV1Document(one, folder);
      if (sort.likeness == V1Likeness::kOther) continue;
      found = true;
      certain_ = certain_ || sort.likeness == V1Likeness::kV1;
      Add(sort.kind, one, {path.stem().string(), file});
    }
    if (found) ++loaded_.files;
    return {};
  }

  /// Data files that happen to be called .json are no fault of the factory.
  void AddBroken(const fs::path& path, const Error& error) {
    if (path.parent_path() != root_ && FolderOf(path, root_).empty()) return;
    ++loaded_.files;
    loaded_.findings.push_back(FindingOf(error, path.lexically_relative(root_).generic_string()));
  }

  /// True if a document was there that can only be of version 1.
  bool certain() const { return certain_; }
  LoadedV1 Take() && {
    std::vector<std::string> known;
    for (const V1Dataset* one : loaded_.factory.datasets()) known.push_back(one->name);
    for (const V1Pipeline* one : loaded_.factory.pipelines()) known.push_back(one->name);
    for (const V1LinkedService* one : loaded_.factory.linked_services()) {
      known.push_back(one->name);
    }
    config_.ReportUnused(known, &loaded_.findings);
    return std::move(loaded_);
  }

 private:
  Result<> AddTemplate(const fs::path& path, const std::string& file, const Json& document) {
    WEIR_ASSIGN(const Json parameters,
                ArmParameters(path, options_.arm_parameters, &loaded_.findings));
    std::vector<Finding> findings;
    std::vector<SkippedFile> skipped;
    Factory of_version_2;
    bool found = false;
    ArmSink sink{&of_version_2, &findings, &skipped, nullptr};
    sink.v1 = [&](const Json& one, const std::string& from) {
      const V1Sort sort = SortV1Document(one, "");
      if (sort.likeness != V1Likeness::kV1) return;  // Gateways, hubs.
      found = certain_ = true;
      Add(sort.kind, one, {path.stem().string(), from});
    };
    const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
    AddArmTemplate(document, parameters, file, folder, sink);
    if (!found) return {};
    ++loaded_.files;
    for (Finding& finding : findings) loaded_.findings.push_back(std::move(finding));
    return {};
  }

  void Add(V1Kind kind, Json document, const V1Origin& origin) {
    const std::string& given = document["name"].as_string();
    config_.Apply(given.empty() ? origin.stem : given.substr(given.rfind('/') + 1), &document,
                  &loaded_.findings);
    V1Factory& factory = loaded_.factory;
    switch (kind) {
      case V1Kind::kPipeline: {
        V1Pipeline pipeline = ReadV1Pipeline(document, origin, &loaded_.findings);
        if (IsNew(factory.FindPipeline(pipeline.name), pipeline, "pipeline")) {
          factory.Put(std::move(pipeline));
        }
        return;
      }
      case V1Kind::kDataset: {
        V1Dataset dataset = ReadV1Dataset(document, origin, &loaded_.findings);
        if (IsNew(factory.FindDataset(dataset.name), dataset, "dataset")) {
          factory.Put(std::move(dataset));
        }
        return;
      }
      case V1Kind::kLinkedService: {
        V1LinkedService service = ReadV1LinkedService(document, origin, &loaded_.findings);
        if (IsNew(factory.FindLinkedService(service.name), service, "linked service")) {
          factory.Put(std::move(service));
        }
        return;
      }
    }
  }

  template <typename T>
  bool IsNew(const T* first, const T& second, const std::string& kind) {
    if (second.name.empty()) return false;
    if (first == nullptr) return true;
    loaded_.findings.push_back(
        {Severity::kError, second.file, second.document["name"].position(), "DuplicateName",
         "there is another " + kind + " named '" + first->name + "' in " + first->file});
    return false;
  }

  fs::path root_;
  const V1LoadOptions& options_;
  V1Config config_;
  LoadedV1 loaded_;
  bool certain_ = false;
};

Error NothingIn(const std::string& path) {
  return Fail(ErrorKind::kNotFound, "NoResources",
              "'" + path +
                  "' holds no pipeline or dataset of version 1: looked for JSON files with "
                  "'availability', or 'activities' with 'inputs' and 'outputs'")
      .At(path);
}

Result<LoadedV1> LoadOneFile(const std::string& path, const V1LoadOptions& options) {
  WEIR_ASSIGN(const Json document, ReadV1File(path));
  V1Loader loader(fs::path(path), options);
  WEIR_TRY(loader.ReadConfig());
  WEIR_TRY(loader.AddFile(fs::path(path), document));
  LoadedV1 loaded = std::move(loader).Take();
  if (loaded.files == 0) return NothingIn(path);
  return loaded;
}

/// True if a template has a factory of version 1, or something of one, at its top.
bool HasV1Resources(const Json& arm_template) {
  const Json& resources = arm_template["resources"];
  const auto is_v1 = [](const Json& one) { return IsV1ArmType(one["type"].as_string()); };
  return std::any_of(resources.items().begin(), resources.items().end(), is_v1) ||
         std::any_of(resources.members().begin(), resources.members().end(),
                     [&](const Json::Member& one) { return is_v1(one.value); });
}

/// What a file's documents say; kV1 and kOther tell, kEither does not.
V1Likeness LikenessOfFile(const fs::path& path, const fs::path& root) {
  const Result<Json> document = ReadV1File(path);
  if (!document || IsOtherDocument(path.filename().string(), *document)) {
    return V1Likeness::kEither;
  }
  if (IsArmTemplate(*document)) {
    return HasV1Resources(*document) ? V1Likeness::kV1 : V1Likeness::kEither;
  }
  const std::string folder = FolderOf(path, root);
  for (const Json& one : DocumentsIn(*document)) {
    const V1Sort sort = SortV1Document(one, folder);
    if (sort.likeness == V1Likeness::kV1) return V1Likeness::kV1;
    const std::optional<ResourceKind> kind = GuessKind(one);
    const bool tells = kind == ResourceKind::kPipeline || kind == ResourceKind::kDataset ||
                       kind == ResourceKind::kTrigger;
    if (sort.likeness == V1Likeness::kOther && tells) return V1Likeness::kOther;
  }
  return V1Likeness::kEither;
}

}  // namespace

V1Sort SortV1Document(const Json& document, std::string_view folder) {
  if (!document.is_object()) return {};
  const std::string& type = document["type"].as_string();
  if (const auto kind = KindOfSchema(document["$schema"].as_string())) {
    return {V1Likeness::kV1, *kind};
  }
  if (IsV1ArmType(type)) {
    const auto kind = KindOfCollection(type.substr(type.rfind('/') + 1));
    return kind ? V1Sort{V1Likeness::kV1, *kind} : V1Sort{};
  }
  if (KindOfArmType(type)) return {};
  const bool wrapped = document["properties"].is_object();
  return SortByShape(wrapped ? document["properties"] : document, KindOfCollection(folder));
}

Result<LoadedV1> LoadV1Factory(const std::string& path, const V1LoadOptions& options) {
  if (IsFile(path)) return LoadOneFile(path, options);
  if (!IsFolder(path)) {
    return Fail(ErrorKind::kNotFound, "FolderNotFound",
                "there is no folder or file '" + path + "'; expected one of version 1")
        .At(path);
  }
  const fs::path root = fs::path(path).lexically_normal();
  std::vector<fs::path> files;
  FilesBelow(root, 0, &files);
  V1Loader loader(root, options);
  WEIR_TRY(loader.ReadConfig());
  for (const fs::path& file : files) {
    const Result<Json> document = ReadV1File(file);
    if (document) {
      WEIR_TRY(loader.AddFile(file, *document));
    } else {
      loader.AddBroken(file, document.error());
    }
  }
  const bool certain = loader.certain();
  LoadedV1 loaded = std::move(loader).Take();
  if (!certain && loaded.factory.linked_services().empty()) return NothingIn(path);
  std::error_code error;
  loaded.factory.name = fs::weakly_canonical(root, error).filename().string();
  return loaded;
}

bool IsV1Factory(const std::string& path) {
  std::vector<fs::path> files;
  const fs::path root = fs::path(path).lexically_normal();
  if (IsFile(path)) {
    files.push_back(root);
  } else {
    FilesBelow(root, 0, &files);
  }
  bool found = false;
  for (const fs::path& file : files) {
    const V1Likeness likeness = LikenessOfFile(file, root);
    if (likeness == V1Likeness::kOther) return false;
    found = found || likeness == V1Likeness::kV1;
  }
  return found;
}

}  // namespace weir::model
