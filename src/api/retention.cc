#include "api/retention.h"

#include <algorithm>
#include <charconv>

namespace weir::api {
namespace {

using std::chrono::seconds;

constexpr seconds kEveryMin{1};
constexpr seconds kEveryMax{3600};
constexpr int64_t kSecondsMax = int64_t{1} << 32U;

}  // namespace

Result<seconds> ReadRetention(const std::string& text) {
  int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  int64_t unit = 0;
  if (read.ec == std::errc() && read.ptr + 1 == end) {
    for (const auto& [letter, size] : {std::pair{'d', 86'400}, {'h', 3600}, {'m', 60}, {'s', 1}}) {
      if (*read.ptr == letter) unit = size;
    }
  }
  if (unit > 0 && number > 0 && number <= kSecondsMax / unit) return seconds(number * unit);
  return Fail(ErrorKind::kInvalid, "InvalidRetention",
              "expected a time such as '45d', '12h', '30m' or '90s', got '" + text + "'");
}

Retention::Retention(store::Store& store, const Clock& clock, seconds keep,
                     std::filesystem::path job_logs, observe::Log* log)
    : store_(store),
      clock_(clock),
      keep_(keep),
      job_logs_(std::move(job_logs)),
      log_(log),
      thread_([this] { Run(); }) {}

Retention::~Retention() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool Retention::Rest(std::chrono::microseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

void Retention::Run() {
  do {
    Prune();
    PruneLogs();
  } while (Rest(std::clamp(keep_ / 10, kEveryMin, kEveryMax)));
}

void Retention::Prune() {
  const std::unique_ptr<store::Pruning> pruning = store_.Prune(clock_.Now() - keep_);
  Result<bool> more = true;
  while (more && *more) {
    const auto begun = std::chrono::steady_clock::now();
    more = pruning->Step();
    const auto took = std::chrono::steady_clock::now() - begun;
    // At least as long as it worked: others come first.
    if (!Rest(std::chrono::duration_cast<std::chrono::microseconds>(2 * took))) return;
  }
  if (log_ == nullptr) return;
  if (!more) {
    log_->Write(
        observe::LogLevel::kWarning, "history.notPruned",
        Json::Object({{"errorCode", more.error().code()}, {"message", more.error().message()}}));
  } else if (pruning->runs() > 0) {
    log_->Write(observe::LogLevel::kInfo, "history.pruned",
                Json::Object({{"runs", pruning->runs()}}));
  }
}

/// Logs of runs that are known no more.
void Retention::PruneLogs() {
  std::error_code error;
  for (std::filesystem::directory_iterator at(job_logs_, error), end; !error && at != end;
       at.increment(error)) {
    const Result<std::optional<store::RunRecord>> run =
        store_.FindRun(at->path().filename().string());
    if (!run || *run) continue;
    std::error_code ignored;  // Tried again the next time.
    std::filesystem::remove_all(at->path(), ignored);
  }
}

}  // namespace weir::api
