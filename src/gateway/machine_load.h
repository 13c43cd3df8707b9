#pragma once

#include <cstdint>

namespace weir::gateway {

/// How busy this machine is, and what this process has of it; zero for what cannot be read.
struct MachineLoad {
  int64_t memory_free_mb = 0;  ///< That programs may still have.
  int64_t memory_used_mb = 0;  ///< Of this process: resident.
  int64_t cpu_percent = 0;     ///< Of all cores, since the last look.
};

/// Looks at /proc. One thread at a time.
class LoadMeter {
 public:
  MachineLoad Look();
  /// Only what this process has; cheap.
  static int64_t MemoryUsedMb();

 private:
  int64_t busy_ = 0;  // Ticks of all cores since the machine began.
  int64_t all_ = 0;
};

}  // namespace weir::gateway
