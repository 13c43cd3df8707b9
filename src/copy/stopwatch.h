#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace weir::copy {

/// Adds the time it lives to a counter.
class Stopwatch {
 public:
  explicit Stopwatch(std::atomic<int64_t>& micros)
      : micros_(micros), start_(std::chrono::steady_clock::now()) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() {
    micros_ += std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::steady_clock::now() - start_)
                   .count();
  }

 private:
  std::atomic<int64_t>& micros_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace weir::copy
