#include "copy/settings.h"

#include <charconv>

#include "base/names.h"

namespace weir::copy {
namespace {

Error WrongKind(std::string_view name, std::string_view expected, const Json& value) {
  const std::string came =
      value.is_string() ? "'" + value.as_string() + "'" : std::string(KindName(value.kind()));
  return Fail(ErrorKind::kInvalid, "InvalidProperty",
              "'" + std::string(name) + "' must be " + std::string(expected) + ", got " + came)
      .At(value.position());
}

}  // namespace

Result<bool> ReadFlag(const Json& settings, std::string_view name, bool otherwise) {
  const Json& value = settings[name];
  if (value.is_null()) return otherwise;
  if (value.is_bool()) return value.as_bool();
  if (value.is_string()) {
    if (value.as_string().empty()) return otherwise;
    if (SameName(value.as_string(), "true")) return true;
    if (SameName(value.as_string(), "false")) return false;
  }
  return WrongKind(name, "true or false", value);
}

Result<int64_t> ReadWhole(const Json& settings, std::string_view name, int64_t otherwise) {
  const Json& value = settings[name];
  if (value.is_null()) return otherwise;
  if (value.is_int()) return value.as_int();
  if (value.is_string()) {
    const std::string& text = value.as_string();
    if (text.empty()) return otherwise;
    int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  return WrongKind(name, "a whole number", value);
}

Result<std::string> ReadText(const Json& settings, std::string_view name) {
  const Json& value = settings[name];
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.as_string();
  if (value.is_number() || value.is_bool()) return DumpJson(value);
  if (value.is_object() && value["value"].is_string()) return value["value"].as_string();
  return WrongKind(name, "a String", value);
}

Result<> RefuseSetting(const Json& settings, std::string_view owner, std::string_view name) {
  const Json& value = settings[name];
  if (value.is_null() || (value.is_bool() && !value.as_bool())) return {};
  if (value.is_string() && value.as_string().empty()) return {};
  if ((value.is_array() || value.is_object()) && value.empty()) return {};
  return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
              "'" + std::string(owner) + "." + std::string(name) + "' is not supported here")
      .At(value.position());
}

}  // namespace weir::copy
