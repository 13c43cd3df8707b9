#include "formats/compression/streams.h"

#include <arrow/buffer.h>

namespace weir::formats {

arrow::Result<int64_t> SequentialInput::Read(int64_t nbytes, void* out) {
  ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadSome(nbytes, out));
  position_ += count;
  return count;
}

arrow::Result<std::shared_ptr<arrow::Buffer>> SequentialInput::Read(int64_t nbytes) {
  ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(nbytes));
  ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadFully(*this, nbytes, buffer->mutable_data()));
  ARROW_RETURN_NOT_OK(buffer->Resize(count));
  return std::shared_ptr<arrow::Buffer>(std::move(buffer));
}

arrow::Status SequentialOutput::Write(const void* data, int64_t nbytes) {
  ARROW_RETURN_NOT_OK(WriteAll(data, nbytes));
  position_ += nbytes;
  return arrow::Status::OK();
}

arrow::Status SequentialOutput::Close() {
  if (closed_) return arrow::Status::OK();
  closed_ = true;
  return Finish();
}

arrow::Result<int64_t> ReadFully(arrow::io::InputStream& in, int64_t nbytes, void* out) {
  int64_t filled = 0;
  while (filled < nbytes) {
    ARROW_ASSIGN_OR_RAISE(const int64_t count,
                          in.Read(nbytes - filled, static_cast<char*>(out) + filled));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

}  // namespace weir::formats
