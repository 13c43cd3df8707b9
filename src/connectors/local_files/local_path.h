#pragma once

#include <string>

#include "base/result.h"

namespace weir::connectors::local_files {

/// The root folder that a file server's `host` names: an absolute path, a `file://` URL of this
/// machine, or a share (`\\server\share`) that is mounted as //server/share. Without a trailing
/// slash ("" for "/").
/// Errors: kInvalid InvalidHost; kUnsupported UnsupportedHost for shares and drives that this
/// machine does not have.
Result<std::string> RootOfHost(const std::string& host);

/// `path` below `root`, in this system's form: backslashes count as slashes, empty parts and "."
/// are dropped. Errors: kInvalid PathEscapesRoot for "..", kInvalid InvalidPath for a NUL.
Result<std::string> ResolveBelow(const std::string& root, const std::string& path);

/// The folder of a resolved path; "/" at the top.
std::string FolderOf(const std::string& path);

}  // namespace weir::connectors::local_files
