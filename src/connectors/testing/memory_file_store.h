#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "connectors/file_store.h"

namespace weir::connectors::testing {

/// A whole file store in memory. Folders are what files' paths imply, and those made by MakeFolder.
/// Faults can be asked for: a full disk, refused paths, files that break off while they are read.
class MemoryFileStore final : public FileStore {
 public:
  struct File {
    std::string bytes;
    UtcTime modified;
    std::string md5;
  };

  /// Put a file as it is. `modified` defaults to a moment in 2024.
  void Put(const std::string& path, std::string bytes,
           UtcTime modified = FromMicros(1'704'067'200'000'000));
  void MakeFolder(const std::string& path);
  /// The file's bytes; null if there is none.
  const std::string* Find(const std::string& path) const;
  /// The paths of all files, in order.
  std::vector<std::string> Paths() const;

  /// Writing fails with DiskFull when all files hold more bytes than this.
  void LimitSpace(int64_t bytes) { space_max_ = bytes; }
  /// Reading and writing this path is refused with kDenied.
  void Deny(const std::string& path) { denied_.insert(path); }
  /// Reading this path fails after `bytes` bytes.
  void BreakOff(const std::string& path, int64_t bytes) { breaks_[path] = bytes; }

  Result<FileEntry> Stat(const std::string& path) override;
  Result<std::vector<FileEntry>> List(const std::string& folder) override;
  Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) override;
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(const std::string& path) override;
  Result<std::unique_ptr<FileOutput>> OpenOutput(const std::string& path) override;
  Result<> DeleteFile(const std::string& path) override;
  Result<> DeleteFolder(const std::string& path) override;
  std::string Describe(const std::string& path) const override { return "memory:/" + path; }

 private:
  class Output;
  class Sink;
  bool IsFolder(const std::string& path) const;
  Result<> CheckReadable(const std::string& path) const;
  int64_t SpaceUsed() const;

  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::set<std::string> folders_;
  std::set<std::string> denied_;
  std::map<std::string, int64_t> breaks_;
  int64_t space_max_ = -1;
};

}  // namespace weir::connectors::testing
