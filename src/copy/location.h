#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "model/instance.h"

namespace weir::copy {

/// Where a file dataset points, in parts. Paths as in connectors::FileEntry.
struct FileLocation {
  std::string root;     ///< Container, file system or bucket; empty if the store has none.
  std::string folder;   ///< Below the root; may hold wildcards in legacy datasets.
  std::string file;     ///< Empty: the folder. May hold wildcards in legacy datasets.
  std::string prefix;   ///< Legacy AmazonS3Object with `prefix` in place of a key.
  bool is_url = false;  ///< A web address (`file` is its path and query): nothing can be listed.

  /// The folder's path from the store's root.
  std::string FolderPath() const;
  /// The file's path from the store's root.
  std::string FilePath() const;
};

/// True if the dataset names files: it has a `location`, or a legacy file dataset's type.
bool IsFileDataset(const model::DatasetInstance& dataset);

/// True for dataset types from before `location`: AzureBlob, FileShare, AzureBlobFSFile, …
bool IsLegacyFileDataset(const model::DatasetInstance& dataset);

/// Read where the dataset points, whatever the store: `location` of any type, or the legacy
/// `folderPath`, `fileName`, `bucketName`, `key`, `relativeUrl`.
/// Errors: kInvalid InvalidDatasetLocation (at the dataset).
Result<FileLocation> LocateFiles(const model::DatasetInstance& dataset);

/// Put two parts of a path together; either may be empty. "\" becomes "/", outer and doubled "/"
/// go.
std::string JoinPath(std::string_view left, std::string_view right);

}  // namespace weir::copy
