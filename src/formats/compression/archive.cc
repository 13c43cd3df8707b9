#include "formats/compression/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <arrow/result.h>
#include <locale.h>

#include <array>
#include <cstdio>

#include "base/names.h"
#include "formats/compression/streams.h"
#include "formats/encoding.h"

namespace weir::formats {
namespace {

constexpr size_t kBlockBytes = size_t{256} << 10U;

struct ReadCloser {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
struct WriteCloser {
  void operator()(archive* handle) const { archive_write_free(handle); }
};
struct EntryCloser {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Names are UTF-8 for as long as this lives, in this thread: libarchive asks the locale, and in
/// "C" it loses every other name.
class Utf8Names {
 public:
  Utf8Names() {
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    before_ = uselocale(utf8);
  }
  ~Utf8Names() { uselocale(before_); }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t before_;
};

std::string MessageOf(archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "unknown error" : text;
}

/// The archive being read; shared with the stream of its current entry.
struct OpenedArchive {
  std::unique_ptr<archive, ReadCloser> handle;
  std::shared_ptr<arrow::io::InputStream> in;
  std::array<char, kBlockBytes> block;
  arrow::Status input_status;  ///< A failure of `in`, which libarchive knows by number only.
  int64_t entry = 0;

  arrow::Status Broken() const {
    if (!input_status.ok()) return input_status;
    return ToArrow(Fail(ErrorKind::kInvalid, "CorruptCompression",
                        "the archive is cut short or not of its kind: " + MessageOf(handle.get())));
  }
};

la_ssize_t ReadBlock(archive* handle, void* context, const void** data) {
  auto* opened = static_cast<OpenedArchive*>(context);
  *data = opened->block.data();
  auto count = opened->in->Read(kBlockBytes, opened->block.data());
  if (count.ok()) return static_cast<la_ssize_t>(*count);
  opened->input_status = count.status();
  archive_set_error(handle, -1, "the input failed");
  return ARCHIVE_FATAL;
}

class EntryInput final : public SequentialInput {
 public:
  explicit EntryInput(std::shared_ptr<OpenedArchive> opened)
      : opened_(std::move(opened)), entry_(opened_->entry) {}

 private:
  arrow::Result<int64_t> ReadSome(int64_t nbytes, void* out) override {
    if (entry_ != opened_->entry) {
      return arrow::Status::Invalid("the archive has moved on from this entry");
    }
    const la_ssize_t count =
        archive_read_data(opened_->handle.get(), out, static_cast<size_t>(nbytes));
    if (count < 0) return opened_->Broken();
    return static_cast<int64_t>(count);
  }

  std::shared_ptr<OpenedArchive> opened_;
  int64_t entry_;
};

/// A relative path without "." and ".." parts.
Result<std::string> SafePath(std::string path) {
  for (char& c : path) {
    if (c == '\\') c = '/';
  }
  std::string safe;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." || part.find('\0') != std::string::npos) {
      return Fail(ErrorKind::kInvalid, "UnsafeArchivePath",
                  "the archive holds a file whose name leads out of it: '" + path + "'");
    }
    safe += (safe.empty() ? "" : "/") + part;
  }
  return safe;
}

class Reader final : public ArchiveReader {
 public:
  explicit Reader(std::shared_ptr<OpenedArchive> opened) : opened_(std::move(opened)) {}

  Result<std::string> NextEntry() override {
    const Utf8Names utf8;
    while (true) {
      ++opened_->entry;
      archive_entry* entry = nullptr;
      const int found = archive_read_next_header(opened_->handle.get(), &entry);
      if (found == ARCHIVE_EOF) return std::string();
      if (found < ARCHIVE_WARN) return FromArrow(opened_->Broken(), "CorruptCompression");
      if (archive_entry_filetype(entry) != AE_IFREG) continue;
      const char* name = archive_entry_pathname_utf8(entry);
      if (name == nullptr) name = archive_entry_pathname(entry);
      if (name == nullptr) {
        return Fail(ErrorKind::kInvalid, "CorruptCompression",
                    "the archive holds a file whose name cannot be read");
      }
      WEIR_ASSIGN(std::string path, SafePath(ReplaceInvalidUtf8(name)));
      if (!path.empty()) return path;
    }
  }
  std::shared_ptr<arrow::io::InputStream> OpenEntry() override {
    return std::make_shared<EntryInput>(opened_);
  }

 private:
  std::shared_ptr<OpenedArchive> opened_;
};

/// An archive of one entry being written. A zip streams; a tar waits in `spool_` for its length.
class ArchiveOutput final : public SequentialOutput {
 public:
  ArchiveOutput(std::shared_ptr<arrow::io::OutputStream> out, ArchiveKind kind)
      : out_(std::move(out)), kind_(kind), handle_(archive_write_new()) {}

  arrow::Status Open(const std::string& level, const std::string& entry_name) {
    const Utf8Names utf8;
    const bool fastest = SameName(level, "Fastest");
    archive* handle = handle_.get();
    int done = ARCHIVE_OK;
    if (kind_ == ArchiveKind::kZip) {
      done = archive_write_set_format_zip(handle);
      if (fastest) archive_write_set_options(handle, "zip:compression-level=1");
    } else {
      done = archive_write_set_format_pax_restricted(handle);
      if (kind_ == ArchiveKind::kTarGzip) {
        archive_write_add_filter_gzip(handle);
        archive_write_set_options(
            handle, fastest ? "gzip:compression-level=1,gzip:!timestamp" : "gzip:!timestamp");
      }
      spool_.reset(std::tmpfile());
      if (spool_ == nullptr) return arrow::Status::IOError("no temporary file can be opened");
    }
    if (done == ARCHIVE_OK) {
      done = archive_write_open2(handle, this, nullptr, PutBlock, nullptr, nullptr);
    }
    if (done != ARCHIVE_OK) return Failed();
    entry_.reset(archive_entry_new());
    archive_entry_set_pathname_utf8(entry_.get(), entry_name.c_str());
    archive_entry_set_filetype(entry_.get(), AE_IFREG);
    archive_entry_set_perm(entry_.get(), 0644);
    archive_entry_set_mtime(entry_.get(), 0, 0);
    return spool_ == nullptr ? PutHeader() : arrow::Status::OK();
  }

 private:
  static la_ssize_t PutBlock(archive* handle, void* context, const void* data, size_t size) {
    auto* self = static_cast<ArchiveOutput*>(context);
    self->out_status_ = self->out_->Write(data, static_cast<int64_t>(size));
    if (self->out_status_.ok()) return static_cast<la_ssize_t>(size);
    archive_set_error(handle, -1, "the output failed");
    return -1;
  }
  arrow::Status Failed() const {
    if (!out_status_.ok()) return out_status_;
    return arrow::Status::IOError("the archive cannot be written: ", MessageOf(handle_.get()));
  }
  arrow::Status PutHeader() {
    return archive_write_header(handle_.get(), entry_.get()) == ARCHIVE_OK ? arrow::Status::OK()
                                                                           : Failed();
  }
  arrow::Status PutData(const void* data, size_t size) {
    const la_ssize_t put = archive_write_data(handle_.get(), data, size);
    return put == static_cast<la_ssize_t>(size) ? arrow::Status::OK() : Failed();
  }

  arrow::Status WriteAll(const void* data, int64_t nbytes) override {
    const auto size = static_cast<size_t>(nbytes);
    if (spool_ == nullptr) return PutData(data, size);
    if (std::fwrite(data, 1, size, spool_.get()) != size) {
      return arrow::Status::IOError("the temporary file of a tar cannot be written");
    }
    spooled_ += nbytes;
    return arrow::Status::OK();
  }
  arrow::Status Finish() override {
    if (spool_ != nullptr) ARROW_RETURN_NOT_OK(CopySpool());
    return archive_write_close(handle_.get()) == ARCHIVE_OK ? arrow::Status::OK() : Failed();
  }
  arrow::Status CopySpool() {
    const Utf8Names utf8;
    archive_entry_set_size(entry_.get(), spooled_);
    ARROW_RETURN_NOT_OK(PutHeader());
    if (std::fseek(spool_.get(), 0, SEEK_SET) != 0) {
      return arrow::Status::IOError("the temporary file of a tar cannot be read");
    }
    std::string block(kBlockBytes, '\0');
    for (int64_t left = spooled_; left > 0;) {
      const size_t count = std::fread(block.data(), 1, block.size(), spool_.get());
      if (count == 0) return arrow::Status::IOError("the temporary file of a tar cannot be read");
      ARROW_RETURN_NOT_OK(PutData(block.data(), count));
      left -= static_cast<int64_t>(count);
    }
    return arrow::Status::OK();
  }

  std::shared_ptr<arrow::io::OutputStream> out_;
  ArchiveKind kind_;
  arrow::Status out_status_;
  std::unique_ptr<archive, WriteCloser> handle_;
  std::unique_ptr<archive_entry, EntryCloser> entry_;
  std::unique_ptr<std::FILE, FileCloser> spool_;
  int64_t spooled_ = 0;
};

}  // namespace

Result<std::unique_ptr<ArchiveReader>> ReadArchive(std::shared_ptr<arrow::io::InputStream> in,
                                                   ArchiveKind kind) {
  auto opened = std::make_shared<OpenedArchive>();
  opened->in = std::move(in);
  opened->handle.reset(archive_read_new());
  archive* handle = opened->handle.get();
  switch (kind) {
    case ArchiveKind::kZip:
      archive_read_support_format_zip_streamable(handle);
      break;
    case ArchiveKind::kTarGzip:
      archive_read_support_filter_gzip(handle);
      archive_read_support_format_tar(handle);
      break;
    case ArchiveKind::kTar:
      archive_read_support_format_tar(handle);
      break;
  }
  if (archive_read_open(handle, opened.get(), nullptr, ReadBlock, nullptr) != ARCHIVE_OK) {
    return FromArrow(opened->Broken(), "CorruptCompression");
  }
  return std::make_unique<Reader>(std::move(opened));
}

Result<std::shared_ptr<arrow::io::OutputStream>> WriteArchive(
    std::shared_ptr<arrow::io::OutputStream> out, ArchiveKind kind, const std::string& level,
    const std::string& entry_name) {
  auto archive_out = std::make_shared<ArchiveOutput>(std::move(out), kind);
  WEIR_ARROW_TRY(archive_out->Open(level, entry_name), "FileWriteFailed");
  return archive_out;
}

}  // namespace weir::formats
