#pragma once

#include <memory>
#include <string>

#include "connectors/file_store.h"

namespace weir::connectors::local_files {

/// True for the name of a file that OpenLocalOutput is writing, or was when the machine stopped.
bool IsTemporaryName(const std::string& name);

/// Start to write `path` (resolved): into a temporary file beside it, in folders that are made as
/// needed. Commit makes file and folders durable and renames; else file and new folders are
/// removed. Errors: see SystemError.
Result<std::unique_ptr<FileOutput>> OpenLocalOutput(const std::string& path);

}  // namespace weir::connectors::local_files
