#include "cli/arguments.h"

#include "model/json_file.h"

namespace weir::cli {

Result<Json> ReadArguments(const Json& first, const std::string& file,
                           const std::vector<std::string>& pairs) {
  Json arguments = first.is_object() ? first : Json::Object();
  if (!file.empty()) {
    WEIR_ASSIGN(const Json values, model::ReadJsonFile(file));
    for (const Json::Member& member : values.members()) arguments.Set(member.name, member.value);
  }
  for (const std::string& pair : pairs) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Fail(ErrorKind::kInvalid, "InvalidArgument",
                  "expected --param NAME=VALUE, got '" + pair + "'");
    }
    arguments.Set(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return arguments;
}

Result<UtcTime> ReadTime(const std::string& text, std::string_view name) {
  Result<UtcTime> time = ParseUtc(text);
  if (time) return time;
  return Fail(ErrorKind::kInvalid, "InvalidTime",
              std::string(name) + ": " + time.error().message());
}

}  // namespace weir::cli
