#pragma once

#include <memory>

#include "formats/batch_stream.h"

namespace weir::formats {

/// The same batches, made ready by a thread of its own: at most `batches_max` wait. The thread
/// starts with the first Next() and ends with the stream.
std::unique_ptr<BatchStream> Prefetch(std::unique_ptr<BatchStream> stream, size_t batches_max);

}  // namespace weir::formats
