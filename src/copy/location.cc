#include "copy/location.h"

#include <array>

#include "base/names.h"

namespace weir::copy {
namespace {

constexpr std::array<std::string_view, 7> kLegacyFileDatasets = {
    "AzureBlob",      "FileShare", "AzureBlobFSFile", "AzureDataLakeStoreFile",
    "AmazonS3Object", "HttpFile",  "HdfsFile"};

void AppendNormalised(std::string& out, std::string_view part) {
  for (char c : part) {
    if (c == '\\') c = '/';
    if (c == '/' && (out.empty() || out.back() == '/')) continue;
    out += c;
  }
  while (!out.empty() && out.back() == '/') out.pop_back();
}

std::string Normal(std::string_view path) {
  std::string out;
  AppendNormalised(out, path);
  return out;
}

Result<std::string> Text(const Json& settings, std::string_view name) {
  const Json& value = settings[name];
  if (value.is_null() || value.is_string()) return value.as_string();
  return Fail(
      ErrorKind::kInvalid, "InvalidDatasetLocation",
      "'" + std::string(name) + "' must be a String, got " + std::string(KindName(value.kind())));
}

/// Take the first folder off `path` and return it.
std::string TakeFirstFolder(std::string& path) {
  const size_t slash = path.find('/');
  std::string first = path.substr(0, slash);
  path = slash == std::string::npos ? std::string() : path.substr(slash + 1);
  return first;
}

Result<FileLocation> FromUrl(const Json& settings) {
  FileLocation location;
  location.is_url = true;
  WEIR_ASSIGN(std::string url, Text(settings, "relativeUrl"));
  location.file = std::move(url);
  while (!location.file.empty() && location.file.front() == '/') location.file.erase(0, 1);
  return location;
}

Result<FileLocation> FromLocation(const Json& settings) {
  if (SameName(settings["type"].as_string(), "HttpServerLocation")) return FromUrl(settings);
  FileLocation location;
  for (const std::string_view name : {"container", "fileSystem", "bucketName"}) {
    WEIR_ASSIGN(const std::string root, Text(settings, name));
    if (!root.empty()) location.root = Normal(root);
  }
  WEIR_ASSIGN(const std::string folder, Text(settings, "folderPath"));
  WEIR_ASSIGN(const std::string file, Text(settings, "fileName"));
  location.folder = Normal(folder);
  location.file = Normal(file);
  return location;
}

Result<FileLocation> FromLegacy(const model::DatasetInstance& dataset) {
  const Json& settings = dataset.type_properties();
  if (SameName(dataset.type, "HttpFile")) return FromUrl(settings);
  FileLocation location;
  if (SameName(dataset.type, "AmazonS3Object")) {
    WEIR_ASSIGN(const std::string bucket, Text(settings, "bucketName"));
    WEIR_ASSIGN(const std::string key, Text(settings, "key"));
    WEIR_ASSIGN(location.prefix, Text(settings, "prefix"));
    location.root = Normal(bucket);
    const std::string path = Normal(key);
    const size_t slash = path.rfind('/');
    if (slash != std::string::npos) location.folder = path.substr(0, slash);
    location.file = path.substr(slash == std::string::npos ? 0 : slash + 1);
    return location;
  }
  WEIR_ASSIGN(const std::string folder, Text(settings, "folderPath"));
  WEIR_ASSIGN(const std::string file, Text(settings, "fileName"));
  WEIR_ASSIGN(const std::string filter, Text(settings, "fileFilter"));
  location.folder = Normal(folder);
  location.file = Normal(file.empty() ? filter : file);
  if (SameName(dataset.type, "AzureBlob") || SameName(dataset.type, "AzureBlobFSFile")) {
    location.root = TakeFirstFolder(location.folder);
  }
  return location;
}

}  // namespace

std::string FileLocation::FolderPath() const {
  return JoinPath(root, folder);
}

std::string FileLocation::FilePath() const {
  // An address keeps its query as it is written.
  return is_url ? file : JoinPath(FolderPath(), file);
}

std::string JoinPath(std::string_view left, std::string_view right) {
  std::string out;
  AppendNormalised(out, left);
  if (!out.empty() && !right.empty()) out += '/';
  AppendNormalised(out, right);
  return out;
}

bool IsLegacyFileDataset(const model::DatasetInstance& dataset) {
  for (const std::string_view type : kLegacyFileDatasets) {
    if (SameName(dataset.type, type)) return true;
  }
  return false;
}

bool IsFileDataset(const model::DatasetInstance& dataset) {
  return dataset.type_properties()["location"].is_object() || IsLegacyFileDataset(dataset);
}

Result<FileLocation> LocateFiles(const model::DatasetInstance& dataset) {
  const Json& modern = dataset.type_properties()["location"];
  if (modern.is_object() || IsLegacyFileDataset(dataset)) {
    Result<FileLocation> location = modern.is_object() ? FromLocation(modern) : FromLegacy(dataset);
    if (!location) return std::move(location).error().At("dataset " + dataset.name);
    return location;
  }
  return Fail(ErrorKind::kInvalid, "InvalidDatasetLocation",
              "dataset '" + dataset.name + "' of type " + dataset.type +
                  " has no 'location' (at typeProperties.location)");
}

}  // namespace weir::copy
