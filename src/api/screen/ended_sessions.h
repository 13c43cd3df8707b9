#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::api {

/// Sessions that somebody ended before their time, so that a copy of their cookie is worth nothing.
/// At most 10,000 are kept; beyond, those that would end first are forgotten. Thread safe.
class EndedSessions {
 public:
  /// `file` keeps them over restarts; empty: nothing does. One that cannot be read is an empty one.
  EndedSessions(std::string file, const Clock& clock);

  bool Has(const std::string& id) const;
  /// Errors: kInternal FileNotWritten; it counts even then, until the service stops.
  Result<> Add(const std::string& id, UtcTime until);

 private:
  void ForgetLocked();

  std::string file_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, UtcTime> until_;  // By id.
};

}  // namespace weir::api
