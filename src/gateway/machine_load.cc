#include "gateway/machine_load.h"

#include <unistd.h>

#include <fstream>
#include <limits>
#include <string>

namespace weir::gateway {
namespace {

constexpr int64_t kBytesPerMb = int64_t{1} << 20;
constexpr int64_t kKbPerMb = 1024;

int64_t MemoryFreeMb() {
  std::ifstream in("/proc/meminfo");
  std::string name;
  int64_t kb = 0;
  while (in >> name >> kb) {
    if (name == "MemAvailable:") return kb / kKbPerMb;
    in.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return 0;
}

}  // namespace

int64_t LoadMeter::MemoryUsedMb() {
  std::ifstream in("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  in >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) / kBytesPerMb;
}

MachineLoad LoadMeter::Look() {
  MachineLoad load;
  load.memory_free_mb = MemoryFreeMb();
  load.memory_used_mb = MemoryUsedMb();
  // "cpu  user nice system idle iowait irq softirq steal"
  constexpr int kFields = 8;
  constexpr int kIdle = 3;
  constexpr int kWaiting = 4;
  std::ifstream in("/proc/stat");
  std::string name;
  in >> name;
  int64_t all = 0;
  int64_t idle = 0;
  for (int i = 0; i < kFields; ++i) {
    int64_t ticks = 0;
    in >> ticks;
    all += ticks;
    if (i == kIdle || i == kWaiting) idle += ticks;
  }
  const int64_t passed = all - all_;
  if (passed > 0) load.cpu_percent = 100 * (all - idle - busy_) / passed;
  all_ = all;
  busy_ = all - idle;
  return load;
}

}  // namespace weir::gateway
