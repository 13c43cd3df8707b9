#include "conformance/corpus.h"

#include <algorithm>
#include <system_error>

#include "base/names.h"
#include "model/factory.h"

namespace weir::conformance {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> SortedPaths(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    paths.push_back(it->path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool IsFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool HoldsResources(const fs::path& folder) {
  const std::vector<fs::path> paths = SortedPaths(folder);
  return std::any_of(paths.begin(), paths.end(), [](const fs::path& path) {
    return IsFolder(path) && model::KindOfFolder(path.filename().string()).has_value();
  });
}

void AddFactory(const fs::path& folder, const std::string& prefix,
                std::vector<CorpusEntry>* entries) {
  entries->push_back({folder, prefix});
  for (const fs::path& path : SortedPaths(folder / "armtemplate")) {
    if (!IsFolder(path) && SameName(path.extension().string(), ".json")) {
      entries->push_back({path, prefix + "armtemplate/"});
    }
  }
}

}  // namespace

std::vector<CorpusEntry> ListCorpus(const fs::path& corpus) {
  std::vector<CorpusEntry> entries;
  if (HoldsResources(corpus)) {
    AddFactory(corpus, "", &entries);
    return entries;
  }
  for (const fs::path& path : SortedPaths(corpus)) {
    const std::string name = path.filename().string();
    if (!IsFolder(path) || name == "data" || name == "LICENSES" || name.starts_with(".")) continue;
    AddFactory(path, name + "/", &entries);
  }
  return entries;
}

}  // namespace weir::conformance
