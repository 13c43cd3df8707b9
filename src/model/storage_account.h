#pragma once

#include <string>

#include "base/json.h"

namespace weir::model {

/// The storage account that the `properties` of a linked service (AzureBlobStorage, AzureStorage,
/// AzureBlobFS) lead to: AccountName of a connection string, or the first part of the host of its
/// URL; of an emulator's URL the first part of the path. Empty if they do not tell: another type,
/// an expression, a key vault's secret.
std::string StorageAccountOf(const Json& properties);

}  // namespace weir::model
