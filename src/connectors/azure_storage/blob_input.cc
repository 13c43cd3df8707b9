#include "connectors/azure_storage/blob_input.h"

#include <arrow/buffer.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include <algorithm>
#include <cstring>

#include "connectors/http_stream/response_input.h"
#include "formats/batch_stream.h"

namespace weir::connectors::azure_storage {
namespace {

class BlobFile final : public arrow::io::RandomAccessFile {
 public:
  BlobFile(std::shared_ptr<const BlobClient> client, std::string path, BlobItem blob)
      : client_(std::move(client)), path_(std::move(path)), blob_(std::move(blob)) {}

  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> GetSize() override { return blob_.size_bytes; }
  arrow::Result<int64_t> Tell() const override { return position_; }
  arrow::Status Seek(int64_t position) override {
    if (position < 0) return arrow::Status::Invalid("a position must not be negative");
    position_ = position;
    return arrow::Status::OK();
  }

  arrow::Result<int64_t> ReadAt(int64_t position, int64_t size, void* out) override {
    ARROW_ASSIGN_OR_RAISE(const std::string bytes, Fetch(position, size));
    std::memcpy(out, bytes.data(), bytes.size());
    return static_cast<int64_t>(bytes.size());
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t position, int64_t size) override {
    ARROW_ASSIGN_OR_RAISE(std::string bytes, Fetch(position, size));
    return arrow::Buffer::FromString(std::move(bytes));
  }
  using arrow::io::RandomAccessFile::ReadAt;
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadAt(position_, size, out));
    position_ += count;
    return count;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, size));
    position_ += buffer->size();
    return buffer;
  }

 private:
  arrow::Result<std::string> Fetch(int64_t position, int64_t size) const {
    if (closed_) return arrow::Status::Invalid("the file is closed");
    if (position < 0 || size < 0) return arrow::Status::Invalid("a range must not be negative");
    const int64_t count = std::min(size, blob_.size_bytes - position);
    if (count <= 0) return std::string();
    Result<std::string> bytes = client_->ReadRange(path_, position, count, blob_.etag);
    if (!bytes) return formats::ToArrow(bytes.error());
    if (static_cast<int64_t>(bytes->size()) != count) {
      return formats::ToArrow(Fail(ErrorKind::kUnavailable, "AzureBlobOperationFailed",
                                   "asked for " + std::to_string(count) + " bytes, got " +
                                       std::to_string(bytes->size()))
                                  .At(client_->Describe(path_)));
    }
    return *std::move(bytes);
  }

  const std::shared_ptr<const BlobClient> client_;
  const std::string path_;
  const BlobItem blob_;
  int64_t position_ = 0;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<arrow::io::InputStream> MakeBlobInput(
    std::shared_ptr<const BlobClient> client, std::string path,
    std::unique_ptr<http::ResponseStream> opened) {
  const std::string* etag = http::FindHeader(opened->headers(), "ETag");
  http_stream::Reopen reopen;
  if (etag != nullptr) {
    reopen = [client, path, etag = *etag](int64_t position) {
      return client->Open(path, position, etag);
    };
  }
  return http_stream::MakeResponseInput(
      std::move(opened), std::move(reopen),
      [target = client->Describe(path)](Error error) { return std::move(error).At(target); });
}

std::shared_ptr<arrow::io::RandomAccessFile> MakeBlobFile(std::shared_ptr<const BlobClient> client,
                                                          std::string path, BlobItem blob) {
  return std::make_shared<BlobFile>(std::move(client), std::move(path), std::move(blob));
}

}  // namespace weir::connectors::azure_storage
