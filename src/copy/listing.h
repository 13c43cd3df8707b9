#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "connectors/file_store.h"
#include "copy/location.h"

namespace weir::copy {

/// A file to read, and what its path says about it.
struct SourceFile {
  connectors::FileEntry entry;
  /// Path below the source folder: what PreserveHierarchy keeps and $$FILEPATH gives.
  std::string relative;
  /// `key=value` folders below the partition root, in order.
  std::vector<std::pair<std::string, std::string>> partitions;
};

struct Listing {
  std::vector<SourceFile> files;  ///< As the store lists them: by name, depth first.
  bool single = false;            ///< The dataset names this one file.
};

/// Selects files by the moment they were changed: start <= modified < end; open ends are absent.
struct ModifiedRange {
  std::optional<UtcTime> start;
  std::optional<UtcTime> end;

  bool any() const { return start.has_value() || end.has_value(); }
  bool Holds(const connectors::FileEntry& entry) const;
};

/// Read modifiedDatetimeStart and modifiedDatetimeEnd. Errors: kInvalid InvalidTime.
Result<ModifiedRange> ReadModifiedRange(const Json& settings);

/// How a listing differs between its callers.
struct ListOptions {
  bool recursive_default = true;  ///< Delete and GetMetadata: false.
  const CancelToken* cancel = nullptr;
};

/// List what a source reads: a file, a folder, `prefix`, wildcards or `fileListPath`, then filtered
/// by modified time. `settings` are the source's store settings.
///
/// A wildcard that matches nothing gives an empty list; a named file that is missing is kNotFound
/// with the store's code (UserErrorSourceBlobNotExist, PathNotFound, UserErrorFileNotFound).
/// Source: copy activity, "file store as source"; wildcards work per path segment.
Result<Listing> ListSource(connectors::FileStore& store, const std::string& store_type,
                           const FileLocation& location, const Json& settings,
                           const ListOptions& options);

/// Visit all files below a folder, depth first, folders too when `folders` is set.
Result<> WalkFiles(connectors::FileStore& store, const std::string& folder, bool recursive,
                   const CancelToken* cancel,
                   const std::function<Result<>(const connectors::FileEntry&)>& visit);

/// ADF's error for a file or folder that is not there, in the words of that store.
Error SourceMissing(const std::string& store_type, const FileLocation& location,
                    const std::string& described);

/// The `key=value` folders of `path` that lie below `root`; none if the path is not below it.
std::vector<std::pair<std::string, std::string>> PartitionsOf(const std::string& path,
                                                              const std::string& root);

}  // namespace weir::copy
