#pragma once

#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "copy/services.h"

namespace weir::activity {

/// What GetMetadata can say. Named as in `fieldList`.
enum class MetadataField {
  kExists,
  kItemName,
  kItemType,
  kSize,
  kCreated,
  kLastModified,
  kChildItems,
  kContentMd5,
  kStructure,
  kColumnCount,
  /// Ours: bytes of a file, or of all files in a folder and below it.
  kTotalSize,
};

/// The field of that name, ignoring case. Errors: kInvalid InvalidFieldList with the nearest names.
Result<MetadataField> ParseMetadataField(const std::string& name);

/// True if a store's type and a dataset's type can have the field at all.
/// Source: get metadata activity, table of supported connectors.
bool SupportsField(const std::string& store_type, const std::string& dataset_type, bool is_table,
                   MetadataField field);

/// What to look at.
struct MetadataRequest {
  const copy::Services& services;
  const model::DatasetInstance& dataset;
  Json store_settings;   ///< Modified filters for childItems.
  Json format_settings;  ///< skipLineCount for structure.
  std::vector<MetadataField> fields;
  const CancelToken* cancel = nullptr;
};

/// Gather the fields as an object, in their order. A missing object gives {"exists": false} if
/// `exists` is asked for, else an error. Errors: kNotFound as copy::SourceMissing, kUnsupported
/// UnsupportedMetadataField.
Result<Json> ReadMetadata(const MetadataRequest& request);

}  // namespace weir::activity
