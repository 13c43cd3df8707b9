#include "connectors/local_files/local_output.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/status.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "base/ids.h"
#include "connectors/local_files/local_path.h"
#include "connectors/local_files/system_error.h"
#include "formats/batch_stream.h"

namespace weir::connectors::local_files {
namespace {

constexpr std::string_view kTemporaryPrefix = ".weir-";
constexpr std::string_view kTemporarySuffix = ".tmp";
// Formats and codecs write small pieces; the disk likes large ones.
constexpr size_t kBufferBytes = size_t{256} << 10;
// The disk begins early, so that the sync at the end finds little to do.
constexpr int64_t kWritebackBytes = int64_t{16} << 20;

/// An open file that is written through a buffer. Errors carry ours (formats::FromArrow).
class LocalOutputStream final : public arrow::io::OutputStream {
 public:
  LocalOutputStream(int file, std::string path) : file_(file), path_(std::move(path)) {
    buffer_.reserve(kBufferBytes);
  }
  ~LocalOutputStream() override { Shut(); }

  arrow::Status Write(const void* data, int64_t size) override {
    if (file_ < 0) return arrow::Status::Invalid("the file is closed");
    const auto* bytes = static_cast<const char*>(data);
    const auto count = static_cast<size_t>(size);
    position_ += size;
    if (buffer_.size() + count > kBufferBytes) {
      ARROW_RETURN_NOT_OK(Flush());
      if (count >= kBufferBytes) return WriteAll(bytes, count);
    }
    buffer_.append(bytes, count);
    return arrow::Status::OK();
  }
  using arrow::io::OutputStream::Write;
  arrow::Status Flush() override {
    ARROW_RETURN_NOT_OK(WriteAll(buffer_.data(), buffer_.size()));
    buffer_.clear();
    return arrow::Status::OK();
  }
  /// Formats close the stream when they are done; the file itself stays open for Commit.
  arrow::Status Close() override {
    closed_ = true;
    return file_ < 0 ? arrow::Status::OK() : Flush();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return position_; }

  /// Flush, make durable and close.
  Result<> Finish() {
    WEIR_ARROW_TRY(Close(), "FileOperationFailed");
    if (::fsync(file_) != 0) return SystemError(errno, "write", path_);
    const int file = file_;
    file_ = -1;
    // Network file systems report a full disk at close.
    if (::close(file) != 0) return SystemError(errno, "write", path_);
    return {};
  }
  void Shut() {
    closed_ = true;
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

 private:
  arrow::Status WriteAll(const char* data, size_t size) {
    while (size > 0) {
      const ssize_t written = ::write(file_, data, size);
      if (written < 0) {
        if (errno == EINTR) continue;
        return formats::ToArrow(SystemError(errno, "write", path_));
      }
      data += written;
      size -= static_cast<size_t>(written);
      on_file_ += written;
    }
    StartWriteback();
    return arrow::Status::OK();
  }
  void StartWriteback() {
    if (on_file_ - on_disk_ < kWritebackBytes) return;
    // Only a hint: what fails here fails again, and is told, in Finish.
    ::sync_file_range(file_, on_disk_, on_file_ - on_disk_, SYNC_FILE_RANGE_WRITE);
    on_disk_ = on_file_;
  }

  int file_;
  std::string path_;
  std::string buffer_;
  int64_t position_ = 0;
  int64_t on_file_ = 0;  ///< Bytes given to the system.
  int64_t on_disk_ = 0;  ///< Of these, on their way to the disk.
  bool closed_ = false;
};

Result<> SyncFolder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return SystemError(errno, "open", folder);
  const int result = ::fsync(file);
  const int number = errno;
  ::close(file);
  // Some file systems have no durable folders; nothing more can be done there.
  if (result != 0 && number != EINVAL) return SystemError(number, "write", folder);
  return {};
}

/// Make `folder` and what lacks above it; appends each that was made to `made`, outermost first.
Result<> MakeFolders(const std::string& folder, std::vector<std::string>& made) {
  struct stat found = {};
  std::vector<std::string> missing;
  std::string at = folder;
  while (::stat(at.c_str(), &found) != 0) {
    if (errno != ENOENT) return SystemError(errno, "open", at);
    missing.push_back(at);
    at = FolderOf(at);
  }
  if (!S_ISDIR(found.st_mode)) return SystemError(ENOTDIR, "make a folder in", at);
  for (auto name = missing.rbegin(); name != missing.rend(); ++name) {
    if (::mkdir(name->c_str(), 0777) == 0) {
      made.push_back(*name);
    } else if (errno != EEXIST) {
      return SystemError(errno, "make folder", *name);
    }
  }
  return {};
}

/// A file that is written aside. `lock` keeps others from it until it is renamed or removed.
struct Temporary {
  std::string path;
  int file = -1;
  int lock = -1;
};

/// True if the open file is the one that lies there, ours alone, and nobody writes it.
bool IsOurs(int file, const std::string& path) {
  struct stat own = {};
  struct stat there = {};
  return ::fstat(file, &own) == 0 && ::lstat(path.c_str(), &there) == 0 &&
         own.st_dev == there.st_dev && own.st_ino == there.st_ino && S_ISREG(own.st_mode) &&
         own.st_nlink == 1 && own.st_uid == ::geteuid();
}

/// The temporary file that each attempt at `path` uses, emptied: what an attempt that was killed
/// left is written over. No file if another writes it, or it cannot be told.
Temporary OpenUsual(const std::string& folder, const std::string& path) {
  Temporary usual;
  usual.path = folder + "/" + std::string(kTemporaryPrefix) + DerivedGuid(path, 0) +
               std::string(kTemporarySuffix);
  const int file =
      ::open(usual.path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  if (file < 0) return usual;
  const bool locked = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  // Where there are no locks, nobody uses this name.
  if (!locked && errno != EWOULDBLOCK) ::unlink(usual.path.c_str());
  const bool ours = locked && IsOurs(file, usual.path) && ::ftruncate(file, 0) == 0;
  usual.lock = ours ? ::fcntl(file, F_DUPFD_CLOEXEC, 0) : -1;
  if (usual.lock >= 0) {
    usual.file = file;
  } else {
    ::close(file);
  }
  return usual;
}

/// Errors: see SystemError.
Result<Temporary> OpenTemporary(const std::string& folder, const std::string& path) {
  Temporary usual = OpenUsual(folder, path);
  if (usual.file >= 0) return usual;
  Temporary own;
  own.path =
      folder + "/" + std::string(kTemporaryPrefix) + NewGuid() + std::string(kTemporarySuffix);
  own.file = ::open(own.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (own.file < 0) return SystemError(errno, "write", path);
  return own;
}

class LocalOutput final : public FileOutput {
 public:
  LocalOutput(std::string path, const Temporary& temporary, std::vector<std::string> made)
      : path_(std::move(path)),
        temporary_(temporary.path),
        lock_(temporary.lock),
        made_(std::move(made)),
        stream_(std::make_shared<LocalOutputStream>(temporary.file, path_)) {}
  ~LocalOutput() override {
    stream_->Shut();
    if (!committed_) Remove();
    if (lock_ >= 0) ::close(lock_);
  }

  std::shared_ptr<arrow::io::OutputStream> stream() override { return stream_; }
  Result<> Commit() override {
    WEIR_TRY(stream_->Finish());
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
      return SystemError(errno, "replace", path_);
    }
    committed_ = true;
    WEIR_TRY(SyncFolder(FolderOf(path_)));
    for (const std::string& folder : made_) WEIR_TRY(SyncFolder(FolderOf(folder)));
    return {};
  }

 private:
  void Remove() {
    ::unlink(temporary_.c_str());
    // Only those that are still empty go: others may have written into them meanwhile.
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) ::rmdir(folder->c_str());
  }

  std::string path_;
  std::string temporary_;
  int lock_ = -1;
  std::vector<std::string> made_;
  std::shared_ptr<LocalOutputStream> stream_;
  bool committed_ = false;
};

}  // namespace

bool IsTemporaryName(const std::string& name) {
  return name.starts_with(kTemporaryPrefix) && name.ends_with(kTemporarySuffix);
}

Result<std::unique_ptr<FileOutput>> OpenLocalOutput(const std::string& path) {
  struct stat found = {};
  errno = 0;
  if (::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) {
    return SystemError(EISDIR, "write", path);
  }
  // A name that Commit could not take; what is absent or below a file is found out next.
  if (errno == ENAMETOOLONG || errno == ELOOP) return SystemError(errno, "write", path);
  const std::string folder = FolderOf(path);
  std::vector<std::string> made;
  Result<> folders = MakeFolders(folder, made);
  Result<Temporary> temporary = Temporary();
  if (folders.ok()) {
    temporary = OpenTemporary(folder, path);
    if (!temporary) folders = std::move(temporary).error();
  }
  if (!folders.ok()) {
    for (auto name = made.rbegin(); name != made.rend(); ++name) ::rmdir(name->c_str());
    return std::move(folders).error();
  }
  return std::make_unique<LocalOutput>(path, *temporary, std::move(made));
}

}  // namespace weir::connectors::local_files
