#include "formats/settings.h"

#include <charconv>

#include "base/names.h"

namespace weir::formats {
namespace {

Error WrongSetting(std::string_view name, std::string_view expected, const Json& value) {
  return Fail(ErrorKind::kInvalid, "InvalidFormatSetting",
              "'" + std::string(name) + "' must be " + std::string(expected) + ", got " +
                  DumpJson(value).substr(0, 100))
      .At(value.position());
}

}  // namespace

Result<std::string> TextSetting(const Json& settings, std::string_view name, std::string fallback) {
  const Json& value = settings[name];
  if (value.is_null()) return fallback;
  if (!value.is_string()) return WrongSetting(name, "a text", value);
  return value.as_string();
}

Result<bool> BoolSetting(const Json& settings, std::string_view name, bool fallback) {
  const Json& value = settings[name];
  if (value.is_null()) return fallback;
  if (value.is_bool()) return value.as_bool();
  if (SameName(value.as_string(), "true")) return true;
  if (SameName(value.as_string(), "false")) return false;
  return WrongSetting(name, "true or false", value);
}

Result<int64_t> CountSetting(const Json& settings, std::string_view name, int64_t fallback) {
  const Json& value = settings[name];
  if (value.is_null()) return fallback;
  int64_t count = value.is_int() ? value.as_int() : -1;
  if (value.is_string()) {
    const std::string& text = value.as_string();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size()) count = -1;
  }
  if (count < 0) return WrongSetting(name, "a whole number of at least 0", value);
  return count;
}

}  // namespace weir::formats
