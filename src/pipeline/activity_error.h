#pragma once

#include <string>

#include "base/error.h"
#include "base/json.h"

namespace weir::pipeline {

/// Why an activity failed, as the run shows it.
struct ActivityError {
  std::string code;  ///< errorCode
  std::string message;
  bool user_error = true;  ///< failureType UserError; else SystemError.
  Json details;            ///< What else there is to say; null if nothing.

  /// From an error: its kind decides the failure type, its place and trail become details.
  static ActivityError From(const Error& error);
  /// `{errorCode, message, failureType, target, details}`; target is the activity's name.
  Json ToJson(const std::string& target) const;
  static ActivityError FromJson(const Json& json);
};

}  // namespace weir::pipeline
