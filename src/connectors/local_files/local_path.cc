#include "connectors/local_files/local_path.h"

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace weir::connectors::local_files {
namespace {

constexpr std::string_view kAdvice = "; stand a folder of this machine in for it with --local";

bool IsFolder(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

bool IsDrive(std::string_view host) {
  return host.size() >= 2 && std::isalpha(static_cast<unsigned char>(host[0])) != 0 &&
         host[1] == ':' && (host.size() == 2 || host[2] == '/');
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string PercentDecode(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
                         HexValue(text[i + 2]) >= 0;
    if (escaped) {
      out += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Error Unsupported(const std::string& host, const std::string& why) {
  return Fail(ErrorKind::kUnsupported, "UnsupportedHost",
              "host '" + host + "' " + why + std::string(kAdvice))
      .At("typeProperties.host");
}

std::string WithoutTrailingSlashes(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  return path;
}

/// The path in a file URL, decoded; a host part other than this machine makes it a share.
std::string PathOfUrl(std::string_view url) {
  std::string path = PercentDecode(url.substr(std::string_view("file://").size()));
  constexpr std::string_view kHere = "localhost/";
  if (path.starts_with(kHere)) path.erase(0, kHere.size() - 1);
  // file:///C:/data names a drive, file://server/share a share.
  if (path.size() > 2 && path[0] == '/' && IsDrive(path.substr(1))) return path.substr(1);
  return path.starts_with('/') ? path : "//" + path;
}

}  // namespace

Result<std::string> RootOfHost(const std::string& host) {
  std::string path = host;
  std::replace(path.begin(), path.end(), '\\', '/');
  if (path.starts_with("file://")) path = PathOfUrl(path);
  if (path.find('\0') != std::string::npos || path.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidHost",
                "'host' must be an absolute path, got '" + host + "'")
        .At("typeProperties.host");
  }
  if (IsDrive(path)) return Unsupported(host, "is a path of a Windows machine");
  if (!path.starts_with('/')) {
    return Fail(ErrorKind::kInvalid, "InvalidHost",
                "'host' must be an absolute path, got '" + host + "'" + std::string(kAdvice))
        .At("typeProperties.host");
  }
  path = WithoutTrailingSlashes(path);
  if (path.starts_with("//") && !IsFolder(path)) {
    return Unsupported(host, "is a share that is not mounted at '" + path + "'");
  }
  return path;
}

Result<std::string> ResolveBelow(const std::string& root, const std::string& path) {
  if (path.find('\0') != std::string::npos) {
    return Fail(ErrorKind::kInvalid, "InvalidPath", "a path holds a NUL character").At(path);
  }
  std::string out = root;
  size_t at = 0;
  while (at <= path.size()) {
    const size_t end = std::min(path.find_first_of("/\\", at), path.size());
    const std::string_view part = std::string_view(path).substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      return Fail(ErrorKind::kInvalid, "PathEscapesRoot",
                  "a path must stay below the linked service's folder, got '" + path + "'")
          .At(path);
    }
    out += '/';
    out += part;
  }
  return out.empty() ? "/" : out;
}

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos || slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace weir::connectors::local_files
