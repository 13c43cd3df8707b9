#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <memory>

namespace weir::formats {

/// A stream of ours that is read or written in order: what Arrow asks of all of them.
class SequentialInput : public arrow::io::InputStream {
 public:
  using arrow::io::InputStream::Read;
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t nbytes) final;
  arrow::Result<int64_t> Read(int64_t nbytes, void* out) final;
  arrow::Result<int64_t> Tell() const final { return position_; }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const final { return closed_; }

 protected:
  /// Read up to `nbytes` at `out`; 0 at the end only.
  virtual arrow::Result<int64_t> ReadSome(int64_t nbytes, void* out) = 0;

 private:
  int64_t position_ = 0;
  bool closed_ = false;
};

class SequentialOutput : public arrow::io::OutputStream {
 public:
  using arrow::io::OutputStream::Write;
  arrow::Status Write(const void* data, int64_t nbytes) final;
  arrow::Result<int64_t> Tell() const final { return position_; }
  arrow::Status Close() final;
  bool closed() const final { return closed_; }

 protected:
  virtual arrow::Status WriteAll(const void* data, int64_t nbytes) = 0;
  virtual arrow::Status Finish() = 0;

 private:
  int64_t position_ = 0;
  bool closed_ = false;
};

/// The framing format of snappy: written always, read besides single raw blocks.
/// Source: github.com/google/snappy, framing_format.txt.
std::shared_ptr<arrow::io::InputStream> ReadSnappy(std::shared_ptr<arrow::io::InputStream> in);
std::shared_ptr<arrow::io::OutputStream> WriteSnappy(std::shared_ptr<arrow::io::OutputStream> out);

/// Fill `out` unless the stream ends before; how many bytes came.
arrow::Result<int64_t> ReadFully(arrow::io::InputStream& in, int64_t nbytes, void* out);

}  // namespace weir::formats
