#include "base/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace weir {

Result<> WritePrivateFile(const std::string& path, const std::string& text) {
  const std::string part = path + ".part";
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  const int file = open(part.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  bool written = file >= 0 &&
                 write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                 fsync(file) == 0;
  if (file >= 0) close(file);
  written = written && rename(part.c_str(), path.c_str()) == 0;
  if (written) return {};
  return Fail(ErrorKind::kInternal, "FileNotWritten", "the file could not be written").At(path);
}

}  // namespace weir
