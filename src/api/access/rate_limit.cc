#include "api/access/rate_limit.h"

#include <algorithm>
#include <chrono>

namespace weir::api {
namespace {

/// More clients than these are forgotten, the full buckets first.
constexpr size_t kClientsMax = 10'000;

}  // namespace

RateLimit::Bucket& RateLimit::FillLocked(const std::string& client) {
  const UtcTime now = clock_.Now();
  const auto left_of = [&](const Bucket& bucket) {
    const double passed = std::chrono::duration<double>(now - bucket.at).count();
    return std::min(burst_, bucket.left + std::max(0.0, passed) * per_second_);
  };
  const auto found = buckets_.find(client);
  if (found == buckets_.end() && buckets_.size() >= kClientsMax) {
    std::erase_if(buckets_, [&](const auto& one) { return left_of(one.second) >= burst_; });
    if (buckets_.size() >= kClientsMax) buckets_.clear();
  }
  if (found == buckets_.end()) return buckets_[client] = {burst_, now};
  found->second = {left_of(found->second), now};
  return found->second;
}

bool RateLimit::Take(const std::string& client) {
  if (per_second_ <= 0) return true;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = FillLocked(client);
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

bool RateLimit::Has(const std::string& client) {
  if (per_second_ <= 0) return true;
  const std::lock_guard lock(mutex_);
  return FillLocked(client).left >= 1;
}

}  // namespace weir::api
