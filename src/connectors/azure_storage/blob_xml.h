#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace weir::connectors::azure_storage {

/// A blob, a container, or the common start of several blobs' names (a folder).
struct BlobItem {
  std::string name = {};   ///< Whole, from the container on; a prefix without its last slash.
  bool is_folder = false;  ///< A prefix, or an empty blob that stands for a folder.
  bool is_blob = true;     ///< False for a prefix and a container.
  int64_t size_bytes = 0;
  std::optional<UtcTime> modified = {};
  std::optional<UtcTime> created = {};
  std::string content_md5 = {};
  std::string etag = {};
};

/// A page of a listing; `next` is empty on the last.
struct BlobPage {
  std::vector<BlobItem> items;
  std::string next;
};

/// Read the answer of List Blobs or List Containers. Errors: kUnavailable AzureBlobOperationFailed
/// if it is no such answer.
Result<BlobPage> ParseListing(const std::string& xml);

/// The <Message> of an error's body, its first line; empty if there is none.
std::string ParseErrorMessage(const std::string& xml);

/// The body of Put Block List.
std::string BlockListXml(const std::vector<std::string>& block_ids);

}  // namespace weir::connectors::azure_storage
