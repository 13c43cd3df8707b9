#include "model/json_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace weir::model {

Result<std::string> ReadTextFile(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Fail(ErrorKind::kNotFound, "FileNotFound", "there is no file '" + path + "'");
  }
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0) {
    return Fail(ErrorKind::kUnavailable, "FileNotReadable",
                "the file '" + path + "' cannot be opened");
  }
  std::string text(static_cast<size_t>(size), '\0');
  file.seekg(0);
  file.read(text.data(), size);
  if (!file) {
    return Fail(ErrorKind::kUnavailable, "FileNotReadable",
                "the file '" + path + "' cannot be read");
  }
  return text;
}

Result<> WriteTextFile(const std::string& path, const std::string& text) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (out) return {};
  return Fail(ErrorKind::kInternal, "FileNotWritten", "the file could not be written").At(path);
}

Result<Json> ReadJsonFile(const std::string& path) {
  Result<std::string> text = ReadTextFile(path);
  if (!text) return std::move(text).error().At(path);
  Result<Json> document = ParseJson(*text);
  if (!document) return std::move(document).error().At(path);
  return document;
}

}  // namespace weir::model
