#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace weir::conformance {

/// Something of a corpus that is loaded as one factory: a factory's folder, or one ARM template.
struct CorpusEntry {
  std::filesystem::path path;
  /// What to put before the files that findings name, so that they are relative to the corpus.
  std::string prefix;
};

/// What a corpus holds, in order of the paths.
///
/// A corpus is a folder of factories, each in the folders of a Git-integrated factory, its ARM
/// templates in `armtemplate/`. A folder that is itself a factory is a corpus of that one. Folders
/// `data` and `LICENSES` are passed over. Empty if there is no such folder.
std::vector<CorpusEntry> ListCorpus(const std::filesystem::path& corpus);

}  // namespace weir::conformance
