#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace weir::http {

struct Header {
  std::string name = {};
  std::string value = {};
};

/// The first header of that name, ignoring case; null if there is none.
const std::string* FindHeader(const std::vector<Header>& headers, std::string_view name);

enum class Authentication { kNone, kBasic, kDigest };

/// Who asks, beside what the headers say. Kept from redirects to other hosts.
struct Credentials {
  Authentication scheme = Authentication::kNone;
  std::string user = {};
  std::string password = {};
  std::string certificate_pfx = {};  ///< PKCS#12 bytes of a client certificate; empty: none.
  std::string certificate_password = {};
};

/// What to ask.
struct Request {
  std::string method = "GET";  ///< Upper case.
  /// http or https. Characters that a URL cannot hold (blanks, quotes, letters beyond ASCII) are
  /// percent-encoded; what is encoded already stays.
  std::string url = {};
  std::vector<Header> headers = {};  ///< In this order; Host, Content-Length are made.
  std::string body = {};  ///< Sent with every method but GET and HEAD; and with GET if set.
  Credentials credentials = {};
  /// From the start to the whole answer for Send, to its headers for Open. Zero: no limit.
  std::chrono::milliseconds timeout{100'000};
  /// Longest silence while a body is read. Zero: no limit.
  std::chrono::milliseconds stall_timeout{300'000};
  bool verify_tls = true;
  bool follow_redirects = true;    ///< At most 20; a POST becomes a GET at 301, 302 and 303.
  bool accept_compressed = false;  ///< Ask for gzip, deflate or brotli and unpack it.
  int64_t body_bytes_max = int64_t{64} << 20;  ///< Of an answer taken by Send.
};

/// What came back. Any status is an answer, 404 and 500 too.
struct Response {
  int status = 0;
  std::vector<Header> headers = {};  ///< As sent, in order, of the last answer of a redirect.
  std::string body = {};
  std::string url = {};  ///< Where the answer came from, after redirects; without secrets.

  const std::string* Find(std::string_view name) const { return FindHeader(headers, name); }
};

/// A URL as messages may show it: without user, password, query and fragment.
std::string PrintableUrl(std::string_view url);

/// Percent-encode everything but letters, digits and "-._~", and what `keep` names ("/").
std::string PercentEncode(std::string_view text, std::string_view keep = "");

/// Read "Sun, 06 Nov 1994 08:49:37 GMT", the date of HTTP headers; nothing if it is no such date.
std::optional<UtcTime> ParseHttpDate(std::string_view text);
/// Print a date for HTTP headers.
std::string FormatHttpDate(UtcTime time);

/// Check what would break the message apart: a method that is no token, line ends in headers.
/// Errors: kInvalid InvalidHttpMethod, InvalidHttpHeader, InvalidUrl.
Result<> CheckRequest(const Request& request);

/// The URL with percent-encoded blanks and the like, as Request::url says.
std::string EncodeUrl(std::string_view url);

}  // namespace weir::http
