#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::api::arm {

/// Debug sessions of data flows: kept in memory until they are deleted or nobody used them for
/// their time to live. They hold what was sent to them and no compute. Thread safe.
///
/// Errors of those that take an id: kNotFound DataFlowDebugSessionNotFound.
class DebugSessions {
 public:
  explicit DebugSessions(const Clock& clock) : clock_(clock) {}

  /// Begin one in a factory (by its key); its id. `request` is CreateDataFlowDebugSessionRequest.
  /// Errors: kInvalid InvalidRequestContent, kConflict TooManyDebugSessions.
  Result<std::string> Create(const std::string& factory, const Json& request);
  /// Keep what a client sends to it, a DataFlowDebugPackage, in place of what was there.
  /// Errors: kInvalid RequestContentTooLarge.
  Result<> Add(const std::string& factory, const std::string& id, const Json& package);
  Result<> Touch(const std::string& factory, const std::string& id);
  Result<> Delete(const std::string& factory, const std::string& id);
  /// As the REST contract shows them (DataFlowDebugSessionInfo), oldest first.
  Json List(const std::string& factory);

 private:
  struct Session {
    std::string factory;
    Json info;
    Json package;
    UtcTime start;
    UtcTime used;
    std::chrono::minutes time_to_live{60};
  };
  void DropOldLocked();
  Result<Session*> FindLocked(const std::string& factory, const std::string& id);

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;  // By id.
};

}  // namespace weir::api::arm
