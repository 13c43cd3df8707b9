#include "http/message.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "base/names.h"

namespace weir::http {
namespace {

constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

void AppendEncoded(std::string& out, char c) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
}

}  // namespace

const std::string* FindHeader(const std::vector<Header>& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (SameName(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::string PrintableUrl(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const size_t host = scheme + 3;
  const std::string_view authority = url.substr(host, url.find('/', host) - host);
  const size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, host)) + std::string(url.substr(host + at + 1));
}

std::string PercentEncode(std::string_view text, std::string_view keep) {
  std::string out;
  for (const char c : text) {
    const bool plain = (std::isalnum(static_cast<unsigned char>(c)) != 0 && (c & 0x80) == 0) ||
                       c == '-' || c == '.' || c == '_' || c == '~' ||
                       keep.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      AppendEncoded(out, c);
    }
  }
  return out;
}

std::string EncodeUrl(std::string_view url) {
  constexpr std::string_view kIllegal = " \"<>\\^`{|}";
  std::string out;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F || kIllegal.find(c) != std::string_view::npos) {
      AppendEncoded(out, c);
    } else {
      out += c;
    }
  }
  return out;
}

Result<> CheckRequest(const Request& request) {
  if (!IsToken(request.method)) {
    return Fail(ErrorKind::kInvalid, "InvalidHttpMethod",
                "expected an HTTP method, got '" + request.method + "'");
  }
  const size_t colon = request.url.find("://");
  const std::string scheme = NameKey(request.url.substr(0, colon));
  const bool has_host = colon != std::string::npos && colon + 3 < request.url.size() &&
                        std::strchr("/?#", request.url[colon + 3]) == nullptr;
  if ((scheme != "http" && scheme != "https") || !has_host) {
    return Fail(ErrorKind::kInvalid, "InvalidUrl",
                "expected a URL with http:// or https:// and a host, got '" +
                    PrintableUrl(request.url) + "'");
  }
  for (const Header& header : request.headers) {
    if (!IsToken(header.name)) {
      return Fail(ErrorKind::kInvalid, "InvalidHttpHeader",
                  "expected a header name, got '" + header.name + "'");
    }
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return Fail(ErrorKind::kInvalid, "InvalidHttpHeader",
                  "the value of header '" + header.name + "' holds a line end");
    }
  }
  return {};
}

}  // namespace weir::http
