#pragma once

namespace arrow {
class MemoryPool;
}

namespace weir::formats {

/// Where the buffers of batches come from. Streams of batches free and ask for the same sizes all
/// the time; this pool keeps up to 32 MiB of freed blocks instead of having the system clear their
/// pages again (a tenth of the time of a copy from text to Parquet). Thread safe; never destroyed.
arrow::MemoryPool* BatchMemory();

}  // namespace weir::formats
