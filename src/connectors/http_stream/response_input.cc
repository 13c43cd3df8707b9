#include "connectors/http_stream/response_input.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include "formats/batch_stream.h"

namespace weir::connectors::http_stream {
namespace {

constexpr int kResumesMax = 3;

class ResponseInput final : public arrow::io::InputStream {
 public:
  ResponseInput(std::unique_ptr<http::ResponseStream> opened, Reopen reopen, Explain explain)
      : answer_(std::move(opened)), reopen_(std::move(reopen)), explain_(std::move(explain)) {}

  arrow::Status Close() override {
    answer_.reset();
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return position_; }
  /// Fewer than `size` bytes mean the end.
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    if (closed_) return arrow::Status::Invalid("the file is closed");
    int64_t done = 0;
    while (done < size) {
      const Result<size_t> count =
          ReadSome(static_cast<char*>(out) + done, static_cast<size_t>(size - done));
      if (!count) return formats::ToArrow(explain_(count.error()));
      if (*count == 0) break;
      done += static_cast<int64_t>(*count);
    }
    return done;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(size));
    ARROW_ASSIGN_OR_RAISE(const int64_t count, Read(size, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(count, false));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  Result<size_t> ReadSome(char* out, size_t size) {
    for (int attempt = 0;; ++attempt) {
      Result<size_t> count = answer_->Read(out, size);
      if (count.ok()) {
        position_ += static_cast<int64_t>(*count);
        return count;
      }
      const bool passing = count.error().kind() == ErrorKind::kUnavailable;
      if (!passing || attempt == kResumesMax || !reopen_) return count;
      WEIR_ASSIGN(answer_, reopen_(position_));
    }
  }

  std::unique_ptr<http::ResponseStream> answer_;
  const Reopen reopen_;
  const Explain explain_;
  int64_t position_ = 0;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<arrow::io::InputStream> MakeResponseInput(
    std::unique_ptr<http::ResponseStream> opened, Reopen reopen, Explain explain) {
  return std::make_shared<ResponseInput>(std::move(opened), std::move(reopen), std::move(explain));
}

}  // namespace weir::connectors::http_stream
