#pragma once

#include <string>
#include <vector>

#include "connectors/file_store.h"

namespace weir::connectors::local_files {

/// Files below one folder of this machine. Links are followed, except where one leads back to a
/// folder above itself; a replaced link becomes a plain file.
class LocalStore final : public FileStore {
 public:
  /// `root` as RootOfHost gives it; it need not exist until something is read.
  explicit LocalStore(std::string root) : root_(std::move(root)) {}

  Result<FileEntry> Stat(const std::string& path) override;
  Result<std::vector<FileEntry>> List(const std::string& folder) override;
  std::string LocalFolder() const override { return root_.empty() ? "/" : root_; }
  Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) override;
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(const std::string& path) override;
  Result<std::unique_ptr<FileOutput>> OpenOutput(const std::string& path) override;
  Result<> DeleteFile(const std::string& path) override;
  Result<> DeleteFolder(const std::string& path) override;
  std::string Describe(const std::string& path) const override;

 private:
  std::string root_;
};

}  // namespace weir::connectors::local_files
