#pragma once

#include <string>

#include "base/json.h"

namespace weir::cli {

/// Where a folder comes from, if it lies in a work tree of Git: {repository, branch, commit,
/// folder}, texts, those that are not known left out; null if it lies in none. `repository` is the
/// address of the remote `origin` without user and password, `folder` the path below the work
/// tree's root. Reads files of `.git`; starts no program.
Json GitSourceOf(const std::string& folder);

/// The address without what signs in: "https://user:secret@host/x" is "https://host/x".
std::string WithoutUser(const std::string& address);

}  // namespace weir::cli
