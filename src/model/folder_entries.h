#pragma once

#include <filesystem>
#include <vector>

namespace weir::model {

/// Paths in a folder in byte order; empty if it cannot be read.
std::vector<std::filesystem::path> PathsIn(const std::filesystem::path& folder);

bool IsFolder(const std::filesystem::path& path);
/// A folder that is no link: what a walk goes down into, so that it ends.
bool IsOwnFolder(const std::filesystem::path& path);
bool IsFile(const std::filesystem::path& path);
/// A file whose name ends in .json, in any case.
bool IsJsonFile(const std::filesystem::path& path);

}  // namespace weir::model
