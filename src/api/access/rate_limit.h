#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace weir::api {

/// Lets each client do something so often: a bucket that refills. Thread safe.
class RateLimit {
 public:
  /// `per_second` on average, `burst` at once. `per_second` 0: no limit.
  RateLimit(double per_second, double burst, const Clock& clock)
      : per_second_(per_second), burst_(burst), clock_(clock) {}

  /// Take one of the client's; false if it has none left.
  bool Take(const std::string& client);
  /// True if it has one left; takes none.
  bool Has(const std::string& client);

 private:
  struct Bucket {
    double left = 0;
    UtcTime at;
  };
  Bucket& FillLocked(const std::string& client);

  double per_second_;
  double burst_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace weir::api
