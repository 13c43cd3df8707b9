#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace arrow::io {
class InputStream;
class OutputStream;
class RandomAccessFile;
}  // namespace arrow::io

namespace weir::connectors {

/// A file or folder of a store. Paths use '/', have no leading or trailing one, and start at the
/// store's root: the container, bucket or file system is the first folder.
struct FileEntry {
  std::string path;
  bool is_folder = false;
  int64_t size_bytes = 0;  ///< -1: the store does not say (a web server).
  std::optional<UtcTime> modified;
  std::optional<UtcTime> created;
  std::string content_md5;  ///< Base64; empty if the store has none.
  /// Another one for every state of the file (an etag); empty if the store tells none.
  std::string stamp = {};

  std::string name() const { return path.substr(path.rfind('/') + 1); }
};

/// Some files of a store; `next` is empty on the last page.
struct FilePage {
  std::vector<FileEntry> files;
  std::string next;
};

/// A file being written. Nothing is visible under its name before Commit; destroying it without
/// Commit leaves no trace.
class FileOutput {
 public:
  virtual ~FileOutput() = default;
  virtual std::shared_ptr<arrow::io::OutputStream> stream() = 0;
  /// Make the file visible, replacing one of that name. Durable when it returns.
  virtual Result<> Commit() = 0;
};

/// A store of files: folders on disk, blob containers, web servers.
///
/// Thread safe: several files may be read and written at once. Errors name the path; kNotFound
/// for what is not there (code PathNotFound, or ADF's own of that store), kDenied for refused
/// credentials, kUnavailable for a server that is down, kUnsupported for what a store cannot do (a
/// web server lists nothing), kInvalid for a path that the store cannot have. Errors inside a
/// stream travel in Arrow's status: formats::FromArrow gives them back.
class FileStore : public std::enable_shared_from_this<FileStore> {
 public:
  virtual ~FileStore() = default;
  /// This store under the `storeSettings` of a copy source or sink: how to ask a web server
  /// (requestMethod, additionalHeaders …), how to write a blob (blockSizeInMB, metadata). Settings
  /// that only say which files to take are not the store's. A store over a network gives up what it
  /// waits for when `cancel` (null: nobody asks) is set; it must outlive the store and its streams.
  /// Errors: kInvalid for a bad setting, kUnsupported UnsupportedMetadata.
  virtual Result<std::shared_ptr<FileStore>> WithSettings(const Json& store_settings,
                                                          const CancelToken* cancel) {
    static_cast<void>(cancel);
    if (store_settings["metadata"].empty()) return shared_from_this();
    return Fail(ErrorKind::kUnsupported, "UnsupportedMetadata",
                "'metadata' of files cannot be kept in '" + Describe("") + "'")
        .At("storeSettings.metadata");
  }
  /// What lies at `path` ("" is the root); kNotFound if nothing does.
  virtual Result<FileEntry> Stat(const std::string& path) = 0;
  /// Direct children of a folder, by name (bytewise). kNotFound if there is no such folder; a file
  /// there is kInvalid PathIsNotFolder.
  virtual Result<std::vector<FileEntry>> List(const std::string& folder) = 0;
  /// Every file whose path begins with `prefix` ("container/folder/a"), at any depth, page by page:
  /// `from` is empty, then `next` of the page before. In the store's own order; nothing if the
  /// container is not there. Errors: kUnsupported UnsupportedListing where only List can be had.
  virtual Result<FilePage> ListAll(const std::string& prefix, const std::string& from) {
    static_cast<void>(prefix);
    static_cast<void>(from);
    return Fail(ErrorKind::kUnsupported, "UnsupportedListing",
                "the files of '" + Describe("") + "' cannot be listed at all depths");
  }
  /// The folder of this machine in which its files are; empty if they are elsewhere.
  virtual std::string LocalFolder() const { return {}; }
  /// Both opens: kNotFound for what is not there, kInvalid PathIsFolder for a folder.
  virtual Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) = 0;
  /// For formats that seek (Parquet). A store that cannot seek reads the file into a temporary one.
  virtual Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(
      const std::string& path) = 0;
  /// Start to write; missing folders are made.
  virtual Result<std::unique_ptr<FileOutput>> OpenOutput(const std::string& path) = 0;
  /// kNotFound if there is no such file.
  virtual Result<> DeleteFile(const std::string& path) = 0;
  /// Delete a folder and all in it; kNotFound if there is none. The root stays.
  virtual Result<> DeleteFolder(const std::string& path) = 0;
  /// A URL with which anybody may read the file until `until`, whether it is there or not. Errors:
  /// kUnsupported CannotShareFiles; kDenied 2505 for a credential that cannot sign.
  virtual Result<std::string> ShareFile(const std::string& path, UtcTime until) const {
    static_cast<void>(until);
    return Fail(ErrorKind::kUnsupported, "CannotShareFiles",
                "there is no URL with which others could read '" + Describe(path) + "'");
  }
  /// How the store calls a full path in messages ("wasb://c@account/a.csv", "/data/a.csv").
  virtual std::string Describe(const std::string& path) const = 0;
};

}  // namespace weir::connectors
