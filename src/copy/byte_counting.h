#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace arrow::io {
class InputStream;
class OutputStream;
class RandomAccessFile;
}  // namespace arrow::io

namespace weir::copy {

// Streams that add the bytes which pass to `total`, and are otherwise what they wrap.

std::shared_ptr<arrow::io::InputStream> CountInput(std::shared_ptr<arrow::io::InputStream> in,
                                                   std::atomic<int64_t>* total);
std::shared_ptr<arrow::io::RandomAccessFile> CountRandom(
    std::shared_ptr<arrow::io::RandomAccessFile> in, std::atomic<int64_t>* total);
std::shared_ptr<arrow::io::OutputStream> CountOutput(std::shared_ptr<arrow::io::OutputStream> out,
                                                     std::atomic<int64_t>* total);

}  // namespace weir::copy
