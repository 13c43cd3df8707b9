#include "api/audit_log.h"

namespace weir::api {
namespace {

constexpr auto kTryAfter = std::chrono::seconds(1);

}  // namespace

void AuditLog::Write(store::AuditRecord record) {
  if (access_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  if (waiting_.size() < kWaitingMax) {
    waiting_.push_back(std::move(record));
  } else {
    ++lost_;
  }
  Flush();
}

void AuditLog::GoOn() {
  const std::lock_guard lock(mutex_);
  if (!waiting_.empty()) Flush();
}

void AuditLog::Flush() {
  const UtcTime now = clock_.Now();
  if (failed_ && now >= *failed_ && now - *failed_ < kTryAfter) return;
  failed_.reset();
  while (!waiting_.empty()) {
    const Result<> written = access_->Append(waiting_.front());
    if (!written) {
      failed_ = now;
      const std::string lost = lost_ == 0 ? "" : "; records lost: " + std::to_string(lost_);
      return health_.AuditTrouble(
          Fail(written.error().kind(), written.error().code(), written.error().message() + lost));
    }
    waiting_.pop_front();
  }
  health_.AuditTrouble(std::nullopt);
}

}  // namespace weir::api
