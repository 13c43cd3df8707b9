#pragma once

#include <deque>
#include <mutex>

#include "api/health.h"
#include "store/access_store.h"

namespace weir::api {

/// Writes the audit log in order. What cannot be written waits, up to a limit, and is tried again
/// with the next request of any kind, at most once a second. Thread safe.
class AuditLog {
 public:
  static constexpr size_t kWaitingMax = 10'000;

  /// `access` may be null: nothing is logged then.
  AuditLog(store::AccessStore* access, const Clock& clock, Health& health)
      : access_(access), clock_(clock), health_(health) {}

  void Write(store::AuditRecord record);
  /// Try what waits.
  void GoOn();

 private:
  void Flush();

  store::AccessStore* access_;
  const Clock& clock_;
  Health& health_;
  std::mutex mutex_;
  std::deque<store::AuditRecord> waiting_;
  int64_t lost_ = 0;
  std::optional<UtcTime> failed_;
};

}  // namespace weir::api
