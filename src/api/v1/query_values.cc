#include "api/v1/query_values.h"

#include "base/names.h"

namespace weir::api::v1 {

Result<UtcTime> ReadTime(const arm::Call& call, std::string_view name) {
  const std::string& text = call.QueryValue(name);
  Result<UtcTime> time = ParseUtc(text);
  if (time) return time;
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
              "'" + std::string(name) + "' must be a time as ISO 8601 has it, got " +
                  (text.empty() ? "nothing" : "'" + text + "'"));
}

Result<schedule::Interval> ReadRange(const arm::Call& call) {
  schedule::Interval range;
  WEIR_ASSIGN(range.start, ReadTime(call, "start"));
  range.end = range.start + kDefaultSpan;
  if (!call.QueryValue("end").empty()) {
    WEIR_ASSIGN(range.end, ReadTime(call, "end"));
  }
  if (range.end >= range.start) return range;
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri", "'end' must not lie before 'start'");
}

Result<bool> ReadFlag(const arm::Call& call, std::string_view name) {
  const std::string& text = call.QueryValue(name);
  if (text.empty() || SameName(text, "false")) return false;
  if (SameName(text, "true")) return true;
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
              "'" + std::string(name) + "' must be true or false, got '" + text + "'");
}

std::string AddressOf(const arm::Call& call, const std::string& path) {
  const std::string_view host = call.request().header("Host");
  if (host.empty()) return path;
  return std::string(call.request().secure ? "https://" : "http://") + std::string(host) + path;
}

}  // namespace weir::api::v1
