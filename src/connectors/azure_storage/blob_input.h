#pragma once

#include <arrow/io/interfaces.h>

#include <memory>
#include <string>

#include "connectors/azure_storage/blob_client.h"

namespace weir::connectors::azure_storage {

/// The bytes of a blob in one answer; one that breaks off is taken up where it stopped, if the blob
/// is still the same. `opened` is BlobClient::Open's answer from the first byte.
std::shared_ptr<arrow::io::InputStream> MakeBlobInput(std::shared_ptr<const BlobClient> client,
                                                      std::string path,
                                                      std::unique_ptr<http::ResponseStream> opened);

/// A blob of known size, read by ranges. Safe to read from several threads.
std::shared_ptr<arrow::io::RandomAccessFile> MakeBlobFile(std::shared_ptr<const BlobClient> client,
                                                          std::string path, BlobItem blob);

}  // namespace weir::connectors::azure_storage
