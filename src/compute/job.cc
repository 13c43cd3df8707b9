#include "compute/job.h"

#include <algorithm>

namespace weir::compute {

bool NothingWasSent(const Error& error) {
  return error.code() == "HttpHostNotFound" || error.code() == "HttpConnectFailed" ||
         error.code() == "ServiceBusy" || error.code() == "ServiceNotReached";
}

std::chrono::microseconds JobPace::AfterAge(std::chrono::microseconds age) const {
  return std::clamp(age / 10, first, longest);
}

std::chrono::microseconds JobPace::AfterFailures(int failures) const {
  std::chrono::microseconds wait = trouble_first;
  for (int i = 1; i < failures && wait < trouble_longest; ++i) wait *= 2;
  return std::min(wait, trouble_longest);
}

}  // namespace weir::compute
