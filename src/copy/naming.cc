#include "copy/naming.h"

#include <cstdio>

#include "base/ids.h"
#include "base/names.h"
#include "copy/settings.h"
#include "copy/wildcard.h"

namespace weir::copy {
namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// The file's name without its last extension; of "a.csv.gz" both go.
std::string StemOf(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  for (const std::string_view codec : {".gz", ".bz2", ".deflate", ".zip", ".tar"}) {
    if (name.size() > codec.size() && name.ends_with(codec)) {
      name.resize(name.size() - codec.size());
    }
  }
  const size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string GeneratedName() {
  return "data_" + NewGuid() + "_" + NewGuid();
}

}  // namespace

Result<CopyBehavior> ReadCopyBehavior(const Json& settings, bool* given) {
  WEIR_ASSIGN(const std::string text, ReadText(settings, "copyBehavior"));
  *given = !text.empty();
  if (text.empty() || SameName(text, "PreserveHierarchy")) return CopyBehavior::kPreserveHierarchy;
  if (SameName(text, "FlattenHierarchy")) return CopyBehavior::kFlattenHierarchy;
  if (SameName(text, "MergeFiles")) return CopyBehavior::kMergeFiles;
  return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
              "'copyBehavior' must be PreserveHierarchy, FlattenHierarchy or MergeFiles, got '" +
                  text + "'")
      .At(settings["copyBehavior"].position());
}

std::string SinkNaming::StemFor(const std::string& relative) const {
  if (relative.empty() || behavior != CopyBehavior::kPreserveHierarchy) return GeneratedName();
  return from_files ? StemOf(relative) : relative;
}

std::string SinkNaming::PathFor(const std::string& relative) const {
  if (!file.empty()) return JoinPath(folder, file);
  const bool keeps_path = behavior == CopyBehavior::kPreserveHierarchy && !relative.empty();
  if (keeps_path && keep_extension) return JoinPath(folder, relative);
  const std::string below = keeps_path && from_files ? FolderOf(relative) : std::string();
  return JoinPath(folder, JoinPath(below, StemFor(relative) + extension));
}

std::string SinkNaming::SplitPathFor(const std::string& relative, const std::string& prefix,
                                     int64_t number) const {
  char digits[24];
  std::snprintf(digits, sizeof(digits), "_%05lld", static_cast<long long>(number));
  const bool keeps_folder = from_files && behavior == CopyBehavior::kPreserveHierarchy;
  const std::string below = keeps_folder ? JoinPath(folder, FolderOf(relative)) : folder;
  return JoinPath(below, prefix + digits + extension);
}

Result<> CheckSinkPath(const FileLocation& location) {
  for (const std::string& part : {location.root, location.folder, location.file}) {
    if (!HasWildcard(part)) continue;
    return Fail(ErrorKind::kInvalid, "WildcardPathSinkNotSupported",
                "Wildcard in path is not supported in sink dataset. Fix the path: '" + part + "'.");
  }
  return {};
}

}  // namespace weir::copy
