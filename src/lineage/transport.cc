#include "lineage/transport.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/names.h"
#include "http/client.h"

namespace weir::lineage {
namespace {

constexpr std::chrono::milliseconds kTimeout{5'000};  // As OpenLineage's own clients.
constexpr const char* kEndpoint = "api/v1/lineage";

class OverHttp final : public Transport {
 public:
  OverHttp(std::string url, std::string api_key)
      : url_(std::move(url)), shown_(http::PrintableUrl(url_)), api_key_(std::move(api_key)) {}

  Result<> Send(const Json& event, const CancelToken& cancel) override {
    http::Request request;
    request.method = "POST";
    request.url = url_;
    request.headers = {{"Content-Type", "application/json"}};
    if (!api_key_.empty()) request.headers.push_back({"Authorization", "Bearer " + api_key_});
    request.body = DumpJson(event);
    request.timeout = kTimeout;
    WEIR_ASSIGN(const http::Response response, client_.Send(std::move(request), &cancel));
    if (response.status < 300) return {};
    const bool later = response.status >= 500 || response.status == 429;
    return Fail(later ? ErrorKind::kUnavailable : ErrorKind::kInvalid, "LineageRefused",
                "it answered with status " + std::to_string(response.status));
  }
  const std::string& place() const override { return shown_; }

 private:
  const std::string url_;
  const std::string shown_;
  const std::string api_key_;
  http::Client client_;
};

class IntoFile final : public Transport {
 public:
  IntoFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  ~IntoFile() override { close(file_); }
  IntoFile(const IntoFile&) = delete;
  IntoFile& operator=(const IntoFile&) = delete;

  Result<> Send(const Json& event, const CancelToken& /*cancel*/) override {
    const std::string line = DumpJson(event) + "\n";
    // One write each: several programs may append to one file.
    if (write(file_, line.data(), line.size()) == static_cast<ssize_t>(line.size())) return {};
    return Fail(ErrorKind::kInternal, "LineageFileFailed", "the event could not be written");
  }
  const std::string& place() const override { return path_; }

 private:
  const int file_;
  const std::string path_;
};

std::string Get(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// {"type": "api_key", "apiKey": "…"}
Result<std::string> KeyOf(const std::string& auth) {
  if (auth.empty()) return std::string();
  const Result<Json> json = ParseJson(auth);
  const Json& key = json ? (*json)["apiKey"] : Json();
  if (json && SameName((*json)["type"].as_string(), "api_key") && key.is_string()) {
    return key.as_string();
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedTransport",
              "OPENLINEAGE__TRANSPORT__AUTH must be {\"type\": \"api_key\", \"apiKey\": …}");
}

}  // namespace

std::unique_ptr<Transport> HttpTransport(const std::string& url, const std::string& endpoint,
                                         const std::string& api_key) {
  std::string whole = url;
  while (whole.ends_with('/')) whole.pop_back();
  const std::string& path = endpoint.empty() ? kEndpoint : endpoint;
  whole += (path.starts_with('/') ? "" : "/") + path;
  return std::make_unique<OverHttp>(std::move(whole), api_key);
}

Result<std::unique_ptr<Transport>> FileTransport(const std::string& path) {
  const int file = open(path.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0640);
  if (file < 0) {
    return Fail(ErrorKind::kInternal, "LineageFileFailed",
                "the file for OpenLineage's events could not be opened")
        .At(path);
  }
  return std::unique_ptr<Transport>(std::make_unique<IntoFile>(file, path));
}

Result<std::vector<std::unique_ptr<Transport>>> TransportsOf(const Environment& environment) {
  std::vector<std::unique_ptr<Transport>> transports;
  if (SameName(Get(environment, "OPENLINEAGE_DISABLED"), "true")) return transports;
  const std::string url = Get(environment, "OPENLINEAGE_URL");
  if (!url.empty()) {
    transports.push_back(HttpTransport(url, Get(environment, "OPENLINEAGE_ENDPOINT"),
                                       Get(environment, "OPENLINEAGE_API_KEY")));
  }
  const std::string type = NameKey(Get(environment, "OPENLINEAGE__TRANSPORT__TYPE"));
  if (type == "file") {
    const std::string path = Get(environment, "OPENLINEAGE__TRANSPORT__LOG_FILE_PATH");
    if (path.empty()) {
      return Fail(ErrorKind::kInvalid, "InvalidTransport",
                  "OPENLINEAGE__TRANSPORT__LOG_FILE_PATH must name the file for the events");
    }
    WEIR_ASSIGN(auto file, FileTransport(path));
    transports.push_back(std::move(file));
  } else if (type == "http" && url.empty()) {
    const std::string other = Get(environment, "OPENLINEAGE__TRANSPORT__URL");
    if (other.empty()) {
      return Fail(ErrorKind::kInvalid, "InvalidTransport",
                  "OPENLINEAGE__TRANSPORT__URL must say where the events go");
    }
    WEIR_ASSIGN(const std::string key, KeyOf(Get(environment, "OPENLINEAGE__TRANSPORT__AUTH")));
    transports.push_back(
        HttpTransport(other, Get(environment, "OPENLINEAGE__TRANSPORT__ENDPOINT"), key));
  } else if (!type.empty() && type != "http" && type != "noop") {
    return Fail(ErrorKind::kUnsupported, "UnsupportedTransport",
                "OPENLINEAGE__TRANSPORT__TYPE must be http, file or noop, got '" + type + "'");
  }
  return transports;
}

}  // namespace weir::lineage
