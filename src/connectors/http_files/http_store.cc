#include "connectors/http_files/http_store.h"

#include <arrow/buffer.h>
#include <arrow/io/file.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "connectors/http_files/http_settings.h"
#include "connectors/http_stream/response_input.h"
#include "formats/batch_stream.h"

namespace weir::connectors::http_files {
namespace {

constexpr int64_t kPieceBytes = int64_t{1} << 20;

Error FailedToRead(ErrorKind kind, const std::string& why) {
  return Fail(kind, "HttpFileFailedToRead",
              "Failed to read data from http server. Check the error from http server: " + why);
}

/// A transport error in the connector's words; others stay.
Error Explain(Error error) {
  if (error.kind() == ErrorKind::kCancelled || error.code() == "HttpFileFailedToRead") return error;
  return FailedToRead(error.kind(), error.message()).At(error.target());
}

ErrorKind KindOf(int status) {
  if (status == 401 || status == 403 || status == 407) return ErrorKind::kDenied;
  if (status == 404 || status == 410) return ErrorKind::kNotFound;
  if (status == 408 || status == 429 || status >= 500) return ErrorKind::kUnavailable;
  return ErrorKind::kInvalid;
}

/// Errors of answers without content.
Result<> CheckStatus(int status, const std::string& url) {
  if (status == 200 || status == 201 || status == 203 || status == 206) return {};
  if (status >= 400) {
    return FailedToRead(KindOf(status),
                        "The remote server returned an error: (" + std::to_string(status) + ").")
        .At(url);
  }
  return Fail(ErrorKind::kInvalid, "HttpSourceUnsupportedStatusCode",
              "Http source doesn't support HTTP Status Code '" + std::to_string(status) + "'.")
      .At(url);
}

/// A file without a name, gone when it is closed. Errors: kInternal TemporaryFileFailed.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::error_code none;
    std::string name = (std::filesystem::temp_directory_path(none) / "weir-http-XXXXXX").string();
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ >= 0) ::unlink(name.c_str());
  }
  ~TemporaryFile() {
    if (file_ >= 0) ::close(file_);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  Result<> Write(const uint8_t* data, int64_t size) {
    while (size > 0) {
      const ssize_t written = ::write(file_, data, static_cast<size_t>(size));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return Failed(errno);
      data += written;
      size -= written;
    }
    return {};
  }
  /// What was written, from its start; the file is the result's from here on.
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> Open() {
    if (::lseek(file_, 0, SEEK_SET) < 0) return Failed(errno);
    WEIR_ARROW_ASSIGN(auto opened, arrow::io::ReadableFile::Open(file_), "TemporaryFileFailed");
    file_ = -1;
    return std::shared_ptr<arrow::io::RandomAccessFile>(std::move(opened));
  }

 private:
  static Error Failed(int number) {
    return Fail(
        ErrorKind::kInternal, "TemporaryFileFailed",
        "cannot keep a download in a temporary file: " + std::generic_category().message(number));
  }
  int file_ = -1;
};

}  // namespace

Result<std::shared_ptr<FileStore>> HttpStore::WithSettings(const Json& store_settings,
                                                           const CancelToken* cancel) {
  WEIR_ASSIGN(http::Request request, WithReadSettings(request_, store_settings));
  return std::make_shared<HttpStore>(client_, std::move(request), cancel);
}

std::string HttpStore::Describe(const std::string& path) const {
  const Result<std::string> url = JoinUrl(request_.url, path);
  return http::PrintableUrl(url ? *url : request_.url);
}

Error HttpStore::Unsupported(const std::string& what, const std::string& path) const {
  return Fail(ErrorKind::kUnsupported, "UnsupportedFileOperation",
              "a web server cannot " + what + " ('" + Describe(path) + "')")
      .At(Describe(path));
}

Result<std::unique_ptr<http::ResponseStream>> HttpStore::Ask(const std::string& path,
                                                             const std::string& method) const {
  http::Request request = request_;
  request.method = method;
  WEIR_ASSIGN(request.url, JoinUrl(request_.url, path));
  auto opened = client_->Open(std::move(request), cancel_);
  if (!opened) return Explain(std::move(opened).error());
  return opened;
}

Result<FileEntry> HttpStore::Stat(const std::string& path) {
  FileEntry entry;
  entry.path = path;
  entry.size_bytes = -1;
  if (request_.method != "GET") return entry;
  WEIR_ASSIGN(auto answer, Ask(path, "HEAD"));
  // Some servers answer only what is asked with GET.
  const int status = answer->status();
  if (status == 400 || status == 403 || status == 405 || status == 501) {
    answer.reset();
    WEIR_ASSIGN(answer, Ask(path, "GET"));
  }
  WEIR_TRY(CheckStatus(answer->status(), answer->url()));
  entry.size_bytes = answer->content_length();
  if (const auto* modified = http::FindHeader(answer->headers(), "Last-Modified")) {
    entry.modified = http::ParseHttpDate(*modified);
  }
  if (const auto* digest = http::FindHeader(answer->headers(), "Content-MD5")) {
    entry.content_md5 = *digest;
  }
  return entry;
}

Result<std::vector<FileEntry>> HttpStore::List(const std::string& folder) {
  return Unsupported("list files", folder);
}

Result<std::shared_ptr<arrow::io::InputStream>> HttpStore::OpenInput(const std::string& path) {
  WEIR_ASSIGN(auto answer, Ask(path, request_.method));
  WEIR_TRY(CheckStatus(answer->status(), answer->url()));
  return http_stream::MakeResponseInput(std::move(answer), nullptr, Explain);
}

Result<std::shared_ptr<arrow::io::RandomAccessFile>> HttpStore::OpenRandom(
    const std::string& path) {
  WEIR_ASSIGN(const auto input, OpenInput(path));
  TemporaryFile copy;
  while (true) {
    WEIR_ARROW_ASSIGN(const auto piece, input->Read(kPieceBytes), "HttpFileFailedToRead");
    if (piece->size() == 0) break;
    WEIR_TRY(copy.Write(piece->data(), piece->size()));
  }
  return copy.Open();
}

Result<std::unique_ptr<FileOutput>> HttpStore::OpenOutput(const std::string& path) {
  return Unsupported("be written to", path);
}

Result<> HttpStore::DeleteFile(const std::string& path) {
  return Unsupported("delete files", path);
}

Result<> HttpStore::DeleteFolder(const std::string& path) {
  return Unsupported("delete folders", path);
}

}  // namespace weir::connectors::http_files
