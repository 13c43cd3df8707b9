#include "model/folder_entries.h"

#include <algorithm>
#include <system_error>

#include "base/names.h"

namespace weir::model {

namespace fs = std::filesystem;

std::vector<fs::path> PathsIn(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    paths.push_back(it->path());
  }
  std::sort(paths.begin(), paths.end(), [](const fs::path& left, const fs::path& right) {
    return left.native() < right.native();
  });
  return paths;
}

bool IsFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool IsOwnFolder(const fs::path& path) {
  std::error_code error;
  return !fs::is_symlink(path, error) && IsFolder(path);
}

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool IsJsonFile(const fs::path& path) {
  return SameName(path.extension().string(), ".json") && IsFile(path);
}

}  // namespace weir::model
