#include "copy/byte_counting.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/status.h>

namespace weir::copy {
namespace {

template <typename Base>
class Counting : public Base {
 public:
  Counting(std::shared_ptr<Base> inner, std::atomic<int64_t>* total)
      : inner_(std::move(inner)), total_(total) {}

  arrow::Status Close() override { return inner_->Close(); }
  arrow::Status Abort() override { return inner_->Abort(); }
  arrow::Result<int64_t> Tell() const override { return inner_->Tell(); }
  bool closed() const override { return inner_->closed(); }

 protected:
  arrow::Result<int64_t> Count(arrow::Result<int64_t> size) {
    if (size.ok()) total_->fetch_add(*size, std::memory_order_relaxed);
    return size;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Count(
      arrow::Result<std::shared_ptr<arrow::Buffer>> buffer) {
    if (buffer.ok()) total_->fetch_add((*buffer)->size(), std::memory_order_relaxed);
    return buffer;
  }
  std::shared_ptr<Base> inner_;
  std::atomic<int64_t>* total_;
};

class CountingInput final : public Counting<arrow::io::InputStream> {
 public:
  using Counting::Counting;
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    return Count(inner_->Read(size, out));
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    return Count(inner_->Read(size));
  }
  arrow::Result<std::string_view> Peek(int64_t size) override { return inner_->Peek(size); }
  bool supports_zero_copy() const override { return inner_->supports_zero_copy(); }
};

class CountingRandom final : public Counting<arrow::io::RandomAccessFile> {
 public:
  using Counting::Counting;
  arrow::Result<int64_t> Read(int64_t size, void* out) override {
    return Count(inner_->Read(size, out));
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size) override {
    return Count(inner_->Read(size));
  }
  arrow::Result<int64_t> ReadAt(int64_t at, int64_t size, void* out) override {
    return Count(inner_->ReadAt(at, size, out));
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t at, int64_t size) override {
    return Count(inner_->ReadAt(at, size));
  }
  arrow::Result<int64_t> GetSize() override { return inner_->GetSize(); }
  arrow::Status Seek(int64_t at) override { return inner_->Seek(at); }
  arrow::Result<std::string_view> Peek(int64_t size) override { return inner_->Peek(size); }
  bool supports_zero_copy() const override { return inner_->supports_zero_copy(); }
};

class CountingOutput final : public Counting<arrow::io::OutputStream> {
 public:
  using Counting::Counting;
  arrow::Status Write(const void* data, int64_t size) override {
    total_->fetch_add(size, std::memory_order_relaxed);
    return inner_->Write(data, size);
  }
  arrow::Status Write(const std::shared_ptr<arrow::Buffer>& data) override {
    total_->fetch_add(data->size(), std::memory_order_relaxed);
    return inner_->Write(data);
  }
  arrow::Status Flush() override { return inner_->Flush(); }
};

}  // namespace

std::shared_ptr<arrow::io::InputStream> CountInput(std::shared_ptr<arrow::io::InputStream> in,
                                                   std::atomic<int64_t>* total) {
  return std::make_shared<CountingInput>(std::move(in), total);
}

std::shared_ptr<arrow::io::RandomAccessFile> CountRandom(
    std::shared_ptr<arrow::io::RandomAccessFile> in, std::atomic<int64_t>* total) {
  return std::make_shared<CountingRandom>(std::move(in), total);
}

std::shared_ptr<arrow::io::OutputStream> CountOutput(std::shared_ptr<arrow::io::OutputStream> out,
                                                     std::atomic<int64_t>* total) {
  return std::make_shared<CountingOutput>(std::move(out), total);
}

}  // namespace weir::copy
