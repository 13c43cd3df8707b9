#pragma once

#include <string_view>

namespace weir::v1 {

/// A type of linked service of version 1 and what stands for it in version 2. Empty: there is none.
struct StoreType {
  std::string_view v1;
  std::string_view v2;
  /// Of stores of files: "AzureBlobStorage" of AzureBlobStorageLocation and -ReadSettings.
  std::string_view files = {};
  /// Of stores of files: the location's property that the first folder goes to; empty: none.
  std::string_view root = {};
  /// Of stores of tables: dataset, source and sink in their newest form.
  std::string_view dataset = {};
  std::string_view source = {};
  std::string_view sink = {};
};

/// The row of a type, whatever its case; null if the type is no store that version 1 has.
const StoreType* FindStoreType(std::string_view v1_linked_service);

/// The dataset type that version 2 keeps for old factories: AmazonS3Object of AmazonS3.
std::string_view KeptDatasetType(std::string_view v1_dataset);

/// True for the datasets of version 1 that are files.
bool IsFileDatasetType(std::string_view v1_dataset);

}  // namespace weir::v1
