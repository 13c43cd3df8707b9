#include "connectors/testing/memory_file_store.h"

#include <arrow/buffer.h>
#include <arrow/io/memory.h>

#include "formats/batch_stream.h"

namespace weir::connectors::testing {
namespace {

Error NotThere(const std::string& path) {
  return Fail(ErrorKind::kNotFound, "PathNotFound", "there is nothing at '" + path + "'").At(path);
}

bool IsBelow(const std::string& path, const std::string& folder) {
  return folder.empty() ||
         (path.size() > folder.size() && path.compare(0, folder.size(), folder) == 0 &&
          path[folder.size()] == '/');
}

/// A file that breaks off.
class BrokenInput final : public arrow::io::InputStream {
 public:
  BrokenInput(std::string bytes, int64_t whole) : bytes_(std::move(bytes)), left_(whole) {}
  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }
  arrow::Result<int64_t> Tell() const override { return at_; }
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    if (left_ <= 0) return arrow::Status::IOError("the connection was lost");
    const int64_t count = std::min({size, left_, static_cast<int64_t>(bytes_.size()) - at_});
    std::copy_n(bytes_.data() + at_, count, static_cast<char*>(out));
    at_ += count;
    left_ -= count;
    return count;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    std::string piece(static_cast<size_t>(size), '\0');
    ARROW_ASSIGN_OR_RAISE(const int64_t count, Read(size, piece.data()));
    piece.resize(static_cast<size_t>(count));
    return arrow::Buffer::FromString(std::move(piece));
  }

 private:
  std::string bytes_;
  int64_t at_ = 0;
  int64_t left_;
};

}  // namespace

/// Gathers what is written; the store's space is checked as it comes.
class MemoryFileStore::Sink final : public arrow::io::OutputStream {
 public:
  explicit Sink(const MemoryFileStore& store) : store_(store) {}
  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }
  arrow::Result<int64_t> Tell() const override { return static_cast<int64_t>(bytes.size()); }
  arrow::Status Write(const void* data, int64_t size) override {
    const std::lock_guard lock(store_.mutex_);
    const int64_t used = store_.SpaceUsed() + static_cast<int64_t>(bytes.size()) + size;
    if (store_.space_max_ >= 0 && used > store_.space_max_) {
      return arrow::Status::IOError("no space left on device");
    }
    bytes.append(static_cast<const char*>(data), static_cast<size_t>(size));
    return arrow::Status::OK();
  }
  std::string bytes;

 private:
  const MemoryFileStore& store_;
};

class MemoryFileStore::Output final : public FileOutput {
 public:
  Output(MemoryFileStore& store, std::string path)
      : store_(store), path_(std::move(path)), sink_(std::make_shared<Sink>(store)) {}
  std::shared_ptr<arrow::io::OutputStream> stream() override { return sink_; }
  Result<> Commit() override {
    store_.Put(path_, sink_->bytes);
    return {};
  }

 private:
  MemoryFileStore& store_;
  std::string path_;
  std::shared_ptr<Sink> sink_;
};

void MemoryFileStore::Put(const std::string& path, std::string bytes, UtcTime modified) {
  const std::lock_guard lock(mutex_);
  files_[path] = {std::move(bytes), modified, {}};
}

void MemoryFileStore::MakeFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  folders_.insert(path);
}

const std::string* MemoryFileStore::Find(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second.bytes;
}

std::vector<std::string> MemoryFileStore::Paths() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> paths;
  for (const auto& [path, file] : files_) paths.push_back(path);
  return paths;
}

int64_t MemoryFileStore::SpaceUsed() const {
  int64_t used = 0;
  for (const auto& [path, file] : files_) used += static_cast<int64_t>(file.bytes.size());
  return used;
}

bool MemoryFileStore::IsFolder(const std::string& path) const {
  if (path.empty() || folders_.contains(path)) return true;
  for (const std::string& folder : folders_) {
    if (IsBelow(folder, path)) return true;
  }
  const auto after = files_.upper_bound(path + "/");
  return after != files_.end() && IsBelow(after->first, path);
}

Result<> MemoryFileStore::CheckReadable(const std::string& path) const {
  if (denied_.contains(path)) {
    return Fail(ErrorKind::kDenied, "PathDenied", "access to '" + path + "' is refused").At(path);
  }
  if (files_.contains(path)) return {};
  if (!IsFolder(path)) return NotThere(path);
  return Fail(ErrorKind::kInvalid, "PathIsFolder", "'" + path + "' is a folder").At(path);
}

Result<FileEntry> MemoryFileStore::Stat(const std::string& path) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(path);
  if (found != files_.end()) {
    return FileEntry{path,
                     false,
                     static_cast<int64_t>(found->second.bytes.size()),
                     found->second.modified,
                     {},
                     found->second.md5};
  }
  if (!IsFolder(path)) return NotThere(path);
  FileEntry entry;
  entry.path = path;
  entry.is_folder = true;
  return entry;
}

Result<std::vector<FileEntry>> MemoryFileStore::List(const std::string& folder) {
  std::set<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    if (files_.contains(folder)) {
      return Fail(ErrorKind::kInvalid, "PathIsNotFolder", "'" + folder + "' is a file").At(folder);
    }
    if (!IsFolder(folder)) return NotThere(folder);
    const size_t skip = folder.empty() ? 0 : folder.size() + 1;
    const auto add = [&](const std::string& path) {
      if (IsBelow(path, folder)) names.insert(path.substr(skip, path.find('/', skip) - skip));
    };
    for (const auto& [path, file] : files_) add(path);
    for (const std::string& path : folders_) add(path);
  }
  std::vector<FileEntry> entries;
  for (const std::string& name : names) {
    WEIR_ASSIGN(FileEntry entry, Stat(folder.empty() ? name : folder + "/" + name));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::shared_ptr<arrow::io::InputStream>> MemoryFileStore::OpenInput(
    const std::string& path) {
  const std::lock_guard lock(mutex_);
  WEIR_TRY(CheckReadable(path));
  const auto broken = breaks_.find(path);
  if (broken != breaks_.end()) {
    return std::make_shared<BrokenInput>(files_[path].bytes, broken->second);
  }
  return std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(files_[path].bytes));
}

Result<std::shared_ptr<arrow::io::RandomAccessFile>> MemoryFileStore::OpenRandom(
    const std::string& path) {
  const std::lock_guard lock(mutex_);
  WEIR_TRY(CheckReadable(path));
  return std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(files_[path].bytes));
}

Result<std::unique_ptr<FileOutput>> MemoryFileStore::OpenOutput(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (denied_.contains(path)) {
    return Fail(ErrorKind::kDenied, "PathDenied", "access to '" + path + "' is refused").At(path);
  }
  if (IsFolder(path)) {
    return Fail(ErrorKind::kInvalid, "PathIsFolder", "'" + path + "' is a folder").At(path);
  }
  return std::unique_ptr<FileOutput>(std::make_unique<Output>(*this, path));
}

Result<> MemoryFileStore::DeleteFile(const std::string& path) {
  const std::lock_guard lock(mutex_);
  WEIR_TRY(CheckReadable(path));
  files_.erase(path);
  return {};
}

Result<> MemoryFileStore::DeleteFolder(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (files_.contains(path) || !IsFolder(path)) return NotThere(path);
  std::erase_if(files_, [&](const auto& entry) { return IsBelow(entry.first, path); });
  std::erase_if(folders_,
                [&](const std::string& folder) { return folder == path || IsBelow(folder, path); });
  return {};
}

}  // namespace weir::connectors::testing
