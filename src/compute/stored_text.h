#pragma once

#include <string>

#include "compute/tools.h"
#include "connectors/file_store.h"
#include "engine/activity.h"

namespace weir::compute {

/// The whole of a file of text in the store behind a linked service's reference: a script. UTF-8,
/// without a byte order mark. `path`: from the store's root, "container/folder/file".
/// Errors: of the store; kInvalid ScriptTooLarge beyond 16 MiB.
Result<std::string> ReadStoredText(engine::ActivityContext& context, const ComputeTools& tools,
                                   const Json& reference, const std::string& path);

/// The same of a store that is open already.
Result<std::string> ReadStoredText(connectors::FileStore& store, const std::string& path);

}  // namespace weir::compute
