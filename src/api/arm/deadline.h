#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "base/cancel.h"
#include "base/result.h"

namespace weir::api::arm {

/// Cancels after a while, unless it goes before.
class Deadline {
 public:
  /// `what` is named to who waited: "the connection".
  Deadline(CancelToken& token, std::chrono::seconds after, const std::string& what)
      : thread_([this, &token, after, what] {
          if (over_.Sleep(after)) {
            token.Cancel(what + " was not there within " + std::to_string(after.count()) + " s");
          }
        }) {}
  ~Deadline() {
    over_.Cancel();
    thread_.join();
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  CancelToken over_;
  std::thread thread_;
};

/// One of a few requests that reach out to stores: each holds a thread of the server.
class OneMore {
 public:
  explicit OneMore(std::atomic<int>& count) : count_(count), number_(++count) {}
  ~OneMore() { --count_; }
  OneMore(const OneMore&) = delete;
  OneMore& operator=(const OneMore&) = delete;

  /// Errors: kUnavailable TooManyRequests, beyond four at once.
  Result<> Check() const {
    constexpr int kMax = 4;
    if (number_ <= kMax) return {};
    return Fail(ErrorKind::kUnavailable, "TooManyRequests",
                "too many stores are being looked into; try again a moment later");
  }

 private:
  std::atomic<int>& count_;
  const int number_;
};

}  // namespace weir::api::arm
