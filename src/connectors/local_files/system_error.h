#pragma once

#include <string>

#include "base/error.h"

namespace weir::connectors::local_files {

/// A failed system call as our error. `doing` completes "cannot …" ("open", "rename to"); `number`
/// is errno. Codes: PathNotFound (kNotFound), FileAccessDenied (kDenied), DiskFull (kInternal),
/// PathIsFolder, PathIsNotFolder, InvalidPath (kInvalid), FileOperationFailed (kUnavailable).
Error SystemError(int number, const std::string& doing, const std::string& path);

}  // namespace weir::connectors::local_files
