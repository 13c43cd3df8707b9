#include "connectors/local_files/local_store.h"

#include <arrow/io/file.h>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include "connectors/local_files/local_output.h"
#include "connectors/local_files/local_path.h"
#include "connectors/local_files/system_error.h"
#include "formats/batch_stream.h"

namespace weir::connectors::local_files {
namespace {

UtcTime ToTime(const struct statx_timestamp& stamp) {
  return UtcTime(std::chrono::seconds(stamp.tv_sec) +
                 std::chrono::microseconds(stamp.tv_nsec / 1000));
}

/// Errors of looking for a file: where a part of the way is a file, there is nothing behind it.
Error Missing(int number, const std::string& doing, const std::string& full) {
  return SystemError(number == ENOTDIR ? ENOENT : number, doing, full);
}

/// What `name` in the open folder `folder` is (AT_FDCWD: a whole path); errno if it cannot be told.
Result<FileEntry> Look(int folder, const char* name, const std::string& path,
                       const std::string& full) {
  struct statx found = {};
  constexpr unsigned kWanted = STATX_TYPE | STATX_SIZE | STATX_MTIME | STATX_BTIME | STATX_INO;
  if (::statx(folder, name, 0, kWanted, &found) != 0) return Missing(errno, "open", full);
  FileEntry entry;
  entry.path = path;
  entry.is_folder = S_ISDIR(found.stx_mode);
  if (!entry.is_folder) entry.size_bytes = static_cast<int64_t>(found.stx_size);
  entry.modified = ToTime(found.stx_mtime);
  if (!entry.is_folder) {
    entry.stamp = std::to_string(found.stx_mtime.tv_sec) + "." +
                  std::to_string(found.stx_mtime.tv_nsec) + "-" + std::to_string(found.stx_size) +
                  "-" + std::to_string(found.stx_ino);
  }
  if ((found.stx_mask & STATX_BTIME) != 0) entry.created = ToTime(found.stx_btime);
  return entry;
}

/// True if the link `full` leads to `folder` itself or above it: following it would never end.
bool LeadsUp(const std::string& full, const std::string& folder) {
  std::error_code failed;
  const std::string target = std::filesystem::canonical(full, failed).string();
  if (failed) return false;
  const std::string here = std::filesystem::canonical(folder, failed).string();
  return !failed && (here == target || here.starts_with(target == "/" ? target : target + "/"));
}

class OpenFolder {
 public:
  explicit OpenFolder(const std::string& path) : folder_(::opendir(path.c_str())) {}
  ~OpenFolder() {
    if (folder_ != nullptr) ::closedir(folder_);
  }
  OpenFolder(const OpenFolder&) = delete;
  OpenFolder& operator=(const OpenFolder&) = delete;
  explicit operator bool() const { return folder_ != nullptr; }
  const dirent* Next() { return ::readdir(folder_); }
  int file() const { return ::dirfd(folder_); }

 private:
  DIR* folder_;
};

/// The entry of a folder, or nothing if it is no file of the store: ours in the making, a dangling
/// or endless link, a device, gone meanwhile.
std::optional<FileEntry> EntryOf(const OpenFolder& open, const dirent& found,
                                 const std::string& path, const std::string& folder) {
  const std::string name = found.d_name;
  if (name == "." || name == ".." || IsTemporaryName(name)) return std::nullopt;
  if (found.d_type == DT_FIFO || found.d_type == DT_SOCK || found.d_type == DT_CHR ||
      found.d_type == DT_BLK) {
    return std::nullopt;
  }
  Result<FileEntry> entry = Look(open.file(), found.d_name, path, folder + "/" + name);
  if (!entry) return std::nullopt;
  if (entry->is_folder && found.d_type == DT_LNK && LeadsUp(folder + "/" + name, folder)) {
    return std::nullopt;
  }
  return *std::move(entry);
}

Result<std::shared_ptr<arrow::io::ReadableFile>> Open(const std::string& full) {
  // O_NONBLOCK: opening a pipe must not wait for its other end; files do not care.
  const int file = ::open(full.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return Missing(errno, "open", full);
  struct stat found = {};
  const bool told = ::fstat(file, &found) == 0;
  if (!told || !S_ISREG(found.st_mode)) {
    const int number = !told ? errno : S_ISDIR(found.st_mode) ? EISDIR : EINVAL;
    ::close(file);
    return SystemError(number, "read", full);
  }
  auto opened = arrow::io::ReadableFile::Open(file);
  if (!opened.ok()) {
    ::close(file);
    return formats::FromArrow(opened.status(), "FileOperationFailed").At(full);
  }
  return std::move(opened).ValueUnsafe();
}

constexpr std::string_view kChecksumEnd = ".crc";

/// Leave out what Hadoop and Spark write beside each file "a" of a local folder: ".a.crc". Whoever
/// reads what they made wants the files. `entries` by path.
void DropChecksums(std::vector<FileEntry>* entries) {
  std::set<std::string, std::less<>> names;
  for (const FileEntry& entry : *entries) names.insert(entry.name());
  std::erase_if(*entries, [&names](const FileEntry& entry) {
    const std::string name = entry.name();
    if (name.size() <= kChecksumEnd.size() + 1 || name.front() != '.' ||
        !name.ends_with(kChecksumEnd))
      return false;
    return names.contains(std::string_view(name).substr(1, name.size() - kChecksumEnd.size() - 1));
  });
}

}  // namespace

Result<FileEntry> LocalStore::Stat(const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  // Ours in the making: List does not show it either.
  if (IsTemporaryName(path.substr(path.rfind('/') + 1))) return SystemError(ENOENT, "open", full);
  return Look(AT_FDCWD, full.c_str(), path, full);
}

Result<std::vector<FileEntry>> LocalStore::List(const std::string& folder) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, folder));
  OpenFolder open(full);
  if (!open) return SystemError(errno, "list", full);
  const std::string prefix = folder.empty() ? "" : folder + "/";
  std::vector<FileEntry> entries;
  while (true) {
    errno = 0;
    const dirent* found = open.Next();
    if (found == nullptr) break;
    if (auto entry = EntryOf(open, *found, prefix + found->d_name, full)) {
      entries.push_back(*std::move(entry));
    }
  }
  if (errno != 0) return SystemError(errno, "list", full);
  std::sort(entries.begin(), entries.end(),
            [](const FileEntry& left, const FileEntry& right) { return left.path < right.path; });
  DropChecksums(&entries);
  return entries;
}

Result<std::shared_ptr<arrow::io::InputStream>> LocalStore::OpenInput(const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  WEIR_ASSIGN(auto file, Open(full));
  ::posix_fadvise(file->file_descriptor(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::shared_ptr<arrow::io::InputStream>(std::move(file));
}

Result<std::shared_ptr<arrow::io::RandomAccessFile>> LocalStore::OpenRandom(
    const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  WEIR_ASSIGN(auto file, Open(full));
  return std::shared_ptr<arrow::io::RandomAccessFile>(std::move(file));
}

Result<std::unique_ptr<FileOutput>> LocalStore::OpenOutput(const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  return OpenLocalOutput(full);
}

Result<> LocalStore::DeleteFile(const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  if (::unlink(full.c_str()) != 0) return Missing(errno, "delete", full);
  return {};
}

Result<> LocalStore::DeleteFolder(const std::string& path) {
  WEIR_ASSIGN(const std::string full, ResolveBelow(root_, path));
  struct stat found = {};
  if (::lstat(full.c_str(), &found) != 0) return Missing(errno, "delete", full);
  const bool is_root = full == (root_.empty() ? "/" : root_);
  if (S_ISLNK(found.st_mode) && !is_root) {  // The link goes, what it points to stays.
    if (::unlink(full.c_str()) != 0) return SystemError(errno, "delete", full);
    return {};
  }
  WEIR_ASSIGN(const FileEntry entry, Look(AT_FDCWD, full.c_str(), path, full));
  if (!entry.is_folder) return SystemError(ENOTDIR, "delete folder", full);
  std::error_code failed;
  if (!is_root) {
    std::filesystem::remove_all(full, failed);
    return failed ? Result<>(SystemError(failed.value(), "delete", full)) : Result<>();
  }
  for (std::filesystem::directory_iterator child(full, failed), end; !failed && child != end;
       child.increment(failed)) {
    std::filesystem::remove_all(child->path(), failed);
    if (failed) break;
  }
  return failed ? Result<>(SystemError(failed.value(), "delete", full)) : Result<>();
}

std::string LocalStore::Describe(const std::string& path) const {
  const Result<std::string> full = ResolveBelow(root_, path);
  return full ? *full : root_ + "/" + path;
}

}  // namespace weir::connectors::local_files
