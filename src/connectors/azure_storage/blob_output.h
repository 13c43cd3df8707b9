#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "connectors/azure_storage/blob_client.h"
#include "connectors/file_store.h"

namespace weir::connectors::azure_storage {

/// How blobs are written, from a sink's storeSettings.
struct BlobWriteSettings {
  int64_t block_bytes = 0;             ///< blockSizeInMB; 0: 8 MiB, more as a file grows.
  std::vector<http::Header> metadata;  ///< As headers: x-ms-meta-<name>.
};

/// Read `blockSizeInMB` and `metadata`. Errors: kInvalid AzureBlobInvalidBlockSize, InvalidSetting.
Result<BlobWriteSettings> WriteSettingsOf(const Json& store_settings);

/// A blob in the making. A small one is put at Commit in one call; a larger one is uploaded block
/// by block beside the writer, and Commit names the blocks. Until then nothing is to be seen, and
/// the service forgets blocks that are never named after a week.
std::unique_ptr<FileOutput> MakeBlobOutput(std::shared_ptr<const BlobClient> client,
                                           std::string path, BlobWriteSettings settings);

}  // namespace weir::connectors::azure_storage
