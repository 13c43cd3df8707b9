#include "pipeline/activity_error.h"

namespace weir::pipeline {
namespace {

bool IsUserError(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
    case ErrorKind::kNotFound:
    case ErrorKind::kConflict:
    case ErrorKind::kDenied:
    case ErrorKind::kUnsupported:
    case ErrorKind::kCancelled:
      return true;
    case ErrorKind::kUnavailable:
    case ErrorKind::kInternal:
      return false;
  }
  return false;
}

}  // namespace

ActivityError ActivityError::From(const Error& error) {
  ActivityError result{error.code(), error.message(), IsUserError(error.kind()), {}};
  std::string where = error.target();
  if (error.position().known()) where += (where.empty() ? "" : ":") + error.position().ToString();
  if (!where.empty()) result.details.Set("at", where);
  if (!error.trail().empty()) {
    Json trail = Json::Array();
    for (const std::string& step : error.trail()) trail.Append(step);
    result.details.Set("while", std::move(trail));
  }
  return result;
}

Json ActivityError::ToJson(const std::string& target) const {
  Json json = Json::Object({{"errorCode", code},
                            {"message", message},
                            {"failureType", user_error ? "UserError" : "SystemError"},
                            {"target", target}});
  if (!details.is_null()) json.AppendMember("details", details);
  return json;
}

ActivityError ActivityError::FromJson(const Json& json) {
  return {json["errorCode"].as_string(), json["message"].as_string(),
          json["failureType"].as_string() != "SystemError", json["details"]};
}

}  // namespace weir::pipeline
