#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/azure_storage/blob_client.h"
#include "connectors/azure_storage/blob_output.h"
#include "connectors/file_store.h"

namespace weir::connectors::azure_storage {

/// A storage account as folders (its containers) and files (its blobs). Folders inside a container
/// are the parts of blobs' names between slashes, or empty blobs that are marked as folders.
class BlobStore final : public FileStore {
 public:
  explicit BlobStore(std::shared_ptr<const BlobClient> client, BlobWriteSettings settings = {})
      : client_(std::move(client)), settings_(std::move(settings)) {}

  Result<std::shared_ptr<FileStore>> WithSettings(const Json& store_settings,
                                                  const CancelToken* cancel) override;
  Result<FileEntry> Stat(const std::string& path) override;
  Result<std::vector<FileEntry>> List(const std::string& folder) override;
  Result<FilePage> ListAll(const std::string& prefix, const std::string& from) override;
  Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) override;
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(const std::string& path) override;
  Result<std::unique_ptr<FileOutput>> OpenOutput(const std::string& path) override;
  Result<> DeleteFile(const std::string& path) override;
  Result<> DeleteFolder(const std::string& path) override;
  Result<std::string> ShareFile(const std::string& path, UtcTime until) const override;
  std::string Describe(const std::string& path) const override;

 private:
  Result<std::vector<FileEntry>> ListRoot();
  Result<bool> HasChildren(const std::string& path);
  /// What a read or delete of a file that is not there should say: a folder may be there.
  Error WhyNoFile(const std::string& path, Error error);
  Error IsFolder(const std::string& path) const;
  Result<> DeleteChildren(const std::string& path, size_t* deleted);

  std::shared_ptr<const BlobClient> client_;
  BlobWriteSettings settings_;
};

}  // namespace weir::connectors::azure_storage
