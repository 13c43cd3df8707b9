#include "activity/web_polling.h"

#include <algorithm>
#include <charconv>

#include "base/names.h"

namespace weir::activity {
namespace {

constexpr std::chrono::hours kPollingMax{7 * 24};
constexpr std::chrono::seconds kPollDefault{10};
constexpr std::chrono::seconds kPollMax{3600};

/// "https://host:port"
std::string OriginOf(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  return NameKey(url.substr(0, url.find_first_of("/?#", start)));
}

/// Where a Location header points, seen from the address that sent it.
std::string Resolve(const std::string& base, const std::string& location) {
  if (location.find("://") < location.find_first_of("/?#")) return location;
  if (location.starts_with("//")) return base.substr(0, base.find("//")) + location;
  const size_t scheme = base.find("://");
  const size_t host_end = scheme == std::string::npos ? 0 : base.find('/', scheme + 3);
  if (location.starts_with('/')) return base.substr(0, host_end) + location;
  const std::string path = base.substr(0, base.find_first_of("?#"));
  const size_t slash = path.rfind('/');
  return path.substr(0, slash == std::string::npos ? path.size() : slash + 1) + location;
}

/// Retry-After in seconds or as a date.
std::chrono::microseconds PollInterval(const http::Response& response, UtcTime now) {
  const std::string* after = response.Find("Retry-After");
  if (after == nullptr) return kPollDefault;
  int64_t seconds = 0;
  const auto read = std::from_chars(after->data(), after->data() + after->size(), seconds);
  std::chrono::microseconds wait = kPollDefault;
  if (read.ec == std::errc() && read.ptr == after->data() + after->size()) {
    wait = std::chrono::seconds(std::min<int64_t>(seconds, kPollMax.count()));
  } else if (const auto date = http::ParseHttpDate(*after)) {
    wait = *date - now;
  }
  return std::clamp<std::chrono::microseconds>(wait, std::chrono::microseconds(0), kPollMax);
}

}  // namespace

UtcTime Polling::start() const {
  const Json& started = context_.handle()["started"];
  return started.is_int() ? FromMicros(started.as_int()) : context_.clock().Now();
}

http::Request Polling::Request() const {
  http::Request poll = first_;
  poll.method = "GET";
  poll.url = context_.handle()["poll"].as_string();
  poll.body.clear();
  std::erase_if(poll.headers,
                [](const http::Header& header) { return SameName(header.name, "Content-Type"); });
  if (OriginOf(poll.url) == OriginOf(first_.url)) return poll;
  poll.credentials = {};
  std::erase_if(poll.headers, [](const http::Header& header) {
    return SameName(header.name, "Authorization") || SameName(header.name, "Cookie") ||
           SameName(header.name, "x-functions-key");
  });
  return poll;
}

Result<bool> Polling::MustWait(const http::Response& response, std::optional<UtcTime> latest) {
  const std::string* location = response.Find("Location");
  if (response.status != 202 || location == nullptr) return false;
  const UtcTime now = context_.clock().Now();
  const UtcTime began = start();
  if (now - began >= kPollingMax) {
    return Fail(ErrorKind::kUnavailable, "2108",
                "the endpoint still answered 202 after 7 days of polling");
  }
  Json handle = context_.handle().is_object() ? context_.handle() : Json::Object();
  const std::string url = Resolve(under_way() ? handle["poll"].as_string() : first_.url, *location);
  if (handle["poll"].as_string() != url) {
    handle.Set("poll", url);
    handle.Set("started", ToMicros(began));
    WEIR_TRY(context_.SaveHandle(std::move(handle)));
  }
  engine::Progress progress;
  progress.note = "waiting for " + http::PrintableUrl(url);
  context_.Report(progress);
  const UtcTime again = now + PollInterval(response, now);
  context_.CallAgain(latest ? std::min(again, *latest) : again);
  return true;
}

}  // namespace weir::activity
