#include "copy/listing.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include "base/names.h"
#include "copy/settings.h"
#include "copy/wildcard.h"
#include "formats/batch_stream.h"

namespace weir::copy {
namespace {

using connectors::FileEntry;
using connectors::FileStore;

/// Folders nest at most so deep; beyond it a store loops.
constexpr int kFolderDepthMax = 256;
constexpr int64_t kFileListSizeMax = int64_t{64} << 20;

/// What one listing works with.
struct Lister {
  FileStore& store;
  const std::string& store_type;
  const FileLocation& location;
  const Json& settings;
  const ListOptions& options;
  ModifiedRange modified;
  bool recursive = true;
  bool discover = false;       // enablePartitionDiscovery
  std::string partition_root;  // Below the root; as written.
};

std::string Below(const std::string& path, const std::string& folder) {
  if (folder.empty()) return path;
  if (path.size() > folder.size() && path.compare(0, folder.size(), folder) == 0 &&
      path[folder.size()] == '/') {
    return path.substr(folder.size() + 1);
  }
  return path;
}

Result<> CheckCancel(const CancelToken* cancel) {
  return cancel == nullptr ? Result<>() : cancel->Check();
}

Result<> Walk(FileStore& store, const std::string& folder, bool recursive, int depth,
              const CancelToken* cancel, const std::function<Result<>(const FileEntry&)>& visit) {
  WEIR_TRY(CheckCancel(cancel));
  if (depth > kFolderDepthMax) {
    return Fail(ErrorKind::kInvalid, "FoldersTooDeep",
                "folders nest deeper than " + std::to_string(kFolderDepthMax))
        .At(store.Describe(folder));
  }
  WEIR_ASSIGN(const std::vector<FileEntry> children, store.List(folder));
  for (const FileEntry& child : children) {
    if (!child.is_folder) {
      WEIR_TRY(visit(child));
    } else if (recursive) {
      WEIR_TRY(Walk(store, child.path, true, depth + 1, cancel, visit));
    }
  }
  return {};
}

void AddFile(const Lister& lister, Listing& listing, const FileEntry& entry,
             const std::string& source_folder) {
  if (!lister.modified.Holds(entry)) return;
  SourceFile file{entry, Below(entry.path, source_folder), {}};
  if (lister.discover) {
    const std::string root = lister.partition_root.empty()
                                 ? source_folder
                                 : JoinPath(lister.location.root, lister.partition_root);
    file.partitions = PartitionsOf(entry.path, root);
  }
  listing.files.push_back(std::move(file));
}

Result<Listing> ListUrl(const Lister& lister) {
  Listing listing;
  listing.single = true;
  FileEntry entry;
  entry.path = lister.location.file;
  std::string name = entry.path.substr(0, entry.path.find('?'));
  name = name.substr(name.rfind('/') + 1);
  SourceFile file{entry, name.empty() ? "response" : name, {}};
  if (lister.discover) file.partitions = PartitionsOf(entry.path, lister.partition_root);
  listing.files.push_back(std::move(file));
  return listing;
}

Result<Listing> ListFolder(const Lister& lister, const std::string& folder) {
  Listing listing;
  Result<> walked = Walk(lister.store, folder, lister.recursive, 0, lister.options.cancel,
                         [&](const FileEntry& entry) -> Result<> {
                           AddFile(lister, listing, entry, folder);
                           return {};
                         });
  if (!walked) {
    if (walked.error().kind() != ErrorKind::kNotFound) return std::move(walked).error();
    return SourceMissing(lister.store_type, lister.location, lister.store.Describe(folder));
  }
  return listing;
}

Result<Listing> ListStatic(const Lister& lister) {
  const std::string folder = lister.location.FolderPath();
  if (lister.location.file.empty()) return ListFolder(lister, folder);
  const std::string path = lister.location.FilePath();
  Result<FileEntry> entry = lister.store.Stat(path);
  if (!entry && entry.error().kind() != ErrorKind::kNotFound) return std::move(entry).error();
  if (!entry) return SourceMissing(lister.store_type, lister.location, lister.store.Describe(path));
  if (entry->is_folder) return ListFolder(lister, path);
  Listing listing;
  listing.single = true;
  AddFile(lister, listing, *entry, folder);
  return listing;
}

std::vector<std::string> Segments(const std::string& path) {
  std::vector<std::string> segments;
  for (size_t at = 0; at < path.size();) {
    const size_t slash = std::min(path.find('/', at), path.size());
    segments.push_back(path.substr(at, slash - at));
    at = slash + 1;
  }
  return segments;
}

/// Collect the folders that match `segments` from `at` on. A folder that is missing matches
/// nothing.
Result<> MatchFolders(const Lister& lister, const std::string& folder,
                      const std::vector<std::string>& segments, size_t at,
                      std::vector<std::string>& found) {
  WEIR_TRY(CheckCancel(lister.options.cancel));
  if (at == segments.size()) {
    found.push_back(folder);
    return {};
  }
  if (!HasWildcard(segments[at])) {
    return MatchFolders(lister, JoinPath(folder, UnescapeWildcard(segments[at])), segments, at + 1,
                        found);
  }
  Result<std::vector<FileEntry>> children = lister.store.List(folder);
  if (!children) {
    if (children.error().kind() == ErrorKind::kNotFound) return {};
    return std::move(children).error();
  }
  for (const FileEntry& child : *children) {
    if (!child.is_folder || !MatchWildcard(segments[at], child.name())) continue;
    WEIR_TRY(MatchFolders(lister, child.path, segments, at + 1, found));
  }
  return {};
}

Result<Listing> ListWildcard(const Lister& lister, const std::string& folder_pattern,
                             const std::string& file_pattern) {
  const std::vector<std::string> segments = Segments(folder_pattern);
  std::string source_folder = lister.location.root;
  for (const std::string& segment : segments) {
    if (HasWildcard(segment)) break;
    source_folder = JoinPath(source_folder, UnescapeWildcard(segment));
  }
  std::vector<std::string> folders;
  WEIR_TRY(MatchFolders(lister, lister.location.root, segments, 0, folders));
  Listing listing;
  for (const std::string& folder : folders) {
    const Result<> walked = Walk(lister.store, folder, lister.recursive, 0, lister.options.cancel,
                                 [&](const FileEntry& entry) -> Result<> {
                                   if (MatchWildcard(file_pattern, entry.name())) {
                                     AddFile(lister, listing, entry, source_folder);
                                   }
                                   return {};
                                 });
    if (!walked && walked.error().kind() != ErrorKind::kNotFound) return walked.error();
  }
  return listing;
}

Result<Listing> ListPrefix(const Lister& lister, std::string prefix) {
  while (!prefix.empty() && prefix.front() == '/') prefix.erase(0, 1);
  const std::string full =
      lister.location.root.empty() ? prefix : lister.location.root + "/" + prefix;
  const size_t slash = full.rfind('/');
  const std::string folder = slash == std::string::npos ? std::string() : full.substr(0, slash);
  Listing listing;
  // Folders that cannot hold a match are not entered.
  const std::function<Result<>(const std::string&, int)> enter = [&](const std::string& path,
                                                                     int depth) -> Result<> {
    WEIR_TRY(CheckCancel(lister.options.cancel));
    if (depth > kFolderDepthMax) return {};
    WEIR_ASSIGN(const std::vector<FileEntry> children, lister.store.List(path));
    for (const FileEntry& child : children) {
      if (child.path.compare(0, full.size(), full) != 0) continue;
      if (child.is_folder) {
        WEIR_TRY(enter(child.path, depth + 1));
      } else {
        AddFile(lister, listing, child, folder);
      }
    }
    return {};
  };
  const Result<> walked = enter(folder, 0);
  if (!walked && walked.error().kind() != ErrorKind::kNotFound) return walked.error();
  return listing;
}

Result<std::string> ReadSmallFile(FileStore& store, const std::string& path) {
  WEIR_ASSIGN(const std::shared_ptr<arrow::io::InputStream> in, store.OpenInput(path));
  std::string text;
  while (static_cast<int64_t>(text.size()) <= kFileListSizeMax) {
    WEIR_ARROW_ASSIGN(const std::shared_ptr<arrow::Buffer> piece, in->Read(1 << 20),
                      "UserErrorFailedFileOperation");
    if (piece->size() == 0) return text;
    text += piece->ToString();
  }
  return Fail(ErrorKind::kInvalid, "FileListTooLong",
              "a file list may have " + std::to_string(kFileListSizeMax) + " bytes at most")
      .At(store.Describe(path));
}

Result<Listing> ListFromFile(const Lister& lister, const std::string& list_path) {
  std::string path = JoinPath("", list_path);
  // Written with or without the container.
  const std::string& root = lister.location.root;
  if (!root.empty() && path.compare(0, root.size() + 1, root + "/") != 0) {
    path = JoinPath(root, path);
  }
  WEIR_ASSIGN(std::string text, ReadSmallFile(lister.store, path));
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  Listing listing;
  const std::string folder = lister.location.FolderPath();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    WEIR_TRY(CheckCancel(lister.options.cancel));
    const std::string file_path = JoinPath(folder, line);
    Result<FileEntry> entry = lister.store.Stat(file_path);
    if (!entry && entry.error().kind() == ErrorKind::kNotFound) {
      return SourceMissing(lister.store_type, lister.location, lister.store.Describe(file_path));
    }
    if (!entry) return std::move(entry).error();
    AddFile(lister, listing, *entry, folder);
  }
  return listing;
}

}  // namespace

bool ModifiedRange::Holds(const FileEntry& entry) const {
  if (!any() || !entry.modified) return true;
  if (start && *entry.modified < *start) return false;
  return !end || *entry.modified < *end;
}

Result<ModifiedRange> ReadModifiedRange(const Json& settings) {
  ModifiedRange range;
  const std::string& start = settings["modifiedDatetimeStart"].as_string();
  const std::string& end = settings["modifiedDatetimeEnd"].as_string();
  if (!start.empty()) {
    WEIR_ASSIGN(range.start, ParseUtc(start));
  }
  if (!end.empty()) {
    WEIR_ASSIGN(range.end, ParseUtc(end));
  }
  return range;
}

Result<> WalkFiles(FileStore& store, const std::string& folder, bool recursive,
                   const CancelToken* cancel,
                   const std::function<Result<>(const FileEntry&)>& visit) {
  return Walk(store, folder, recursive, 0, cancel, visit);
}

Error SourceMissing(const std::string& store_type, const FileLocation& location,
                    const std::string& described) {
  if (SameName(store_type, "AzureBlobStorage") || SameName(store_type, "AzureStorage")) {
    return Fail(ErrorKind::kNotFound, "UserErrorSourceBlobNotExist",
                "The required Blob is missing. ContainerName: " + location.root +
                    ", path: " + JoinPath(location.folder, location.file) + ".")
        .At(described);
  }
  if (SameName(store_type, "AzureBlobFS")) {
    return Fail(ErrorKind::kNotFound, "PathNotFound",
                "ADLS Gen2 operation failed for: The specified path does not exist. FileSystem: " +
                    location.root + ", path: " + JoinPath(location.folder, location.file) + ".")
        .At(described);
  }
  return Fail(ErrorKind::kNotFound, "UserErrorFileNotFound",
              "Cannot find the file or folder '" + described + "'.")
      .At(described);
}

std::vector<std::pair<std::string, std::string>> PartitionsOf(const std::string& path,
                                                              const std::string& root) {
  std::vector<std::pair<std::string, std::string>> partitions;
  const std::string below = Below(path, JoinPath("", root));
  const bool is_below = root.empty() || below.size() < path.size();
  if (!is_below) return partitions;
  const std::vector<std::string> segments = Segments(below);
  for (size_t i = 0; i + 1 < segments.size(); ++i) {
    const size_t equals = segments[i].find('=');
    if (equals == std::string::npos || equals == 0) continue;
    partitions.emplace_back(segments[i].substr(0, equals), segments[i].substr(equals + 1));
  }
  return partitions;
}

Result<Listing> ListSource(FileStore& store, const std::string& store_type,
                           const FileLocation& location, const Json& settings,
                           const ListOptions& options) {
  Lister lister{store, store_type, location, settings, options, {}, true, false, {}};
  WEIR_ASSIGN(lister.recursive, ReadFlag(settings, "recursive", options.recursive_default));
  WEIR_ASSIGN(lister.discover, ReadFlag(settings, "enablePartitionDiscovery", false));
  lister.partition_root = settings["partitionRootPath"].as_string();
  if (location.is_url) return ListUrl(lister);
  const std::string& list_path = settings["fileListPath"].as_string();
  if (!list_path.empty()) return ListFromFile(lister, list_path);
  WEIR_ASSIGN(lister.modified, ReadModifiedRange(settings));
  const std::string& prefix = settings["prefix"].as_string();
  if (!prefix.empty()) return ListPrefix(lister, prefix);
  if (!location.prefix.empty()) return ListPrefix(lister, location.prefix);
  const std::string& wild_folder = settings["wildcardFolderPath"].as_string();
  const std::string& wild_file = settings["wildcardFileName"].as_string();
  if (!wild_folder.empty() || !wild_file.empty()) {
    return ListWildcard(lister, JoinPath("", wild_folder.empty() ? location.folder : wild_folder),
                        wild_file.empty() ? "*" : wild_file);
  }
  if (HasWildcard(location.file) || HasWildcard(location.folder)) {
    return ListWildcard(lister, location.folder, location.file.empty() ? "*" : location.file);
  }
  return ListStatic(lister);
}

}  // namespace weir::copy
