#include "model/local_secrets.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/names.h"

namespace weir::model {
namespace {

constexpr std::string_view kPrefix = "WEIR_SECRET_";
constexpr size_t kFileBytesMax = size_t{64} << 10;

std::optional<std::string> FromEnvironment(const std::string& name,
                                           std::vector<std::string>* problems) {
  if (!name.starts_with(kPrefix)) {
    problems->push_back("a secret's variable must begin with WEIR_SECRET_, got '" + name + "'");
    return std::nullopt;
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of ours sets it.
  const char* value = std::getenv(name.c_str());
  if (value != nullptr) return std::string(value);
  problems->push_back("the variable '" + name + "' of a secret is not set");
  return std::nullopt;
}

std::optional<std::string> FromFile(const std::string& name, const std::string& folder,
                                    std::vector<std::string>* problems) {
  const std::filesystem::path path = std::filesystem::path(folder) / name;
  std::ifstream file(path, std::ios::binary);
  std::string text;
  char piece[4096];
  while (file && text.size() <= kFileBytesMax) {
    file.read(piece, sizeof piece);
    text.append(piece, static_cast<size_t>(file.gcount()));
  }
  if (!file.eof() || text.size() > kFileBytesMax) {
    problems->push_back("the secret's file '" + path.lexically_normal().string() +
                        "' cannot be read or is larger than 64 kB");
    return std::nullopt;
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

Json WithLocalSecrets(const Json& json, const std::string& folder,
                      std::vector<std::string>* problems) {
  Json copy = json;
  if (json.is_array()) {
    for (Json& item : copy.MutableItems()) item = WithLocalSecrets(item, folder, problems);
    return copy;
  }
  if (!json.is_object()) return copy;
  if (!SameName(json["type"].as_string(), "SecureString")) {
    for (Json::Member& member : copy.MutableMembers()) {
      member.value = WithLocalSecrets(member.value, folder, problems);
    }
    return copy;
  }
  std::optional<std::string> value;
  if (json["environment"].is_string()) {
    value = FromEnvironment(json["environment"].as_string(), problems);
  } else if (json["file"].is_string()) {
    value = FromFile(json["file"].as_string(), folder, problems);
  }
  if (!value) return copy;
  return Json::Object({{"type", "SecureString"}, {"value", *std::move(value)}});
}

}  // namespace weir::model
