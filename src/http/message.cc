#include "http/message.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstring>

#include "base/names.h"

namespace weir::http {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
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

std::optional<UtcTime> ParseHttpDate(std::string_view text) {
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  char month[4] = {};
  const std::string copy(text);
  const int read = std::sscanf(copy.c_str(), "%*3s, %2d %3s %4d %2d:%2d:%2d GMT",  // NOLINT
                               &day, month, &year, &hour, &minute, &second);
  const auto* found = std::find(kMonths.begin(), kMonths.end(), std::string_view(month));
  if (read != 6 || found == kMonths.end()) return std::nullopt;
  const std::chrono::year_month_day date(
      std::chrono::year(year),
      std::chrono::month(static_cast<unsigned>(found - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

std::string FormatHttpDate(UtcTime time) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(days).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1].data(),
                static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
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
