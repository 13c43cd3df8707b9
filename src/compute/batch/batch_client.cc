#include "compute/batch/batch_client.h"

#include <arrow/util/base64.h>

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "base/names.h"

namespace weir::compute::batch {
namespace {

constexpr const char* kVersion = "2024-07-01.20.0";
constexpr const char* kContent = "application/json; odata=minimalmetadata";

bool SendsLength(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

/// "/jobs/a%2Fb" → "/jobs/a/b".
std::string SignedPath(const std::string& url) {
  const size_t host = url.find("://") + 3;
  const size_t from = std::min(url.find('/', host), url.size());
  std::string path = url.substr(from, url.find('?') - from);
  for (size_t at = path.find("%2F"); at != std::string::npos; at = path.find("%2F", at)) {
    path.replace(at, 3, "/");
  }
  return path;
}

std::string PathOf(const std::string& task, const std::string& name) {
  return task + "/files/" + http::PercentEncode(name);
}

/// No such file yet, or nothing behind what was read.
bool IsNothing(const Error& error) {
  return error.kind() == ErrorKind::kNotFound || error.kind() == ErrorKind::kConflict;
}

}  // namespace

Result<std::string> BatchUrl(std::string uri, const std::string& account) {
  uri = WithoutSlash(std::move(uri));
  const size_t scheme = uri.find("://");
  if (scheme == std::string::npos || !NameKey(uri).starts_with("http")) {
    return Fail(ErrorKind::kInvalid, "2509",
                "Batch url '" + uri + "' is invalid; it must be in Uri format.");
  }
  const std::string host = NameKey(uri.substr(scheme + 3));
  const bool region =
      host.ends_with(".batch.azure.com") && std::count(host.begin(), host.end(), '.') == 3;
  if (region) uri.insert(scheme + 3, account + ".");
  return uri;
}

std::string BatchStringToSign(const std::string& account, const std::string& method,
                              const std::string& url, const std::vector<http::Header>& headers,
                              size_t body_bytes) {
  std::string text = method + "\n";
  for (const char* name :
       {"Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type",
        "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"}) {
    const std::string* value = http::FindHeader(headers, name);
    if (std::string_view(name) == "Content-Length") {
      text += body_bytes > 0 || SendsLength(method) ? std::to_string(body_bytes) : "";
    } else if (value != nullptr) {
      text += *value;
    }
    text += "\n";
  }
  std::vector<std::string> ours;
  for (const http::Header& header : headers) {
    const std::string name = NameKey(header.name);
    if (name.starts_with("ocp-")) ours.push_back(name + ":" + header.value + "\n");
  }
  std::sort(ours.begin(), ours.end());
  for (const std::string& line : ours) text += line;
  text += "/" + account + SignedPath(url);
  const size_t question = url.find('?');
  if (question != std::string::npos) {
    // There is one parameter only.
    std::string query = url.substr(question + 1);
    query.replace(query.find('='), 1, ":");
    text += "\n" + query;
  }
  return text;
}

Result<http::Response> BatchClient::Ask(const JobCall& call, RestCall ask,
                                        std::vector<http::Header> headers) const {
  RestService service = service_;
  if (!ask.body.is_null()) {
    ask.text = DumpJson(ask.body);
    ask.body = Json();
  }
  ask.content_type = kContent;
  ask.path += std::string("?api-version=") + kVersion;
  headers.push_back({"ocp-date", http::FormatHttpDate(call.clock().Now())});
  if (sign_in_) {
    WEIR_ASSIGN(service, sign_in_->Apply(std::move(service), call.cancel()));
  } else {
    std::vector<http::Header> sent = headers;
    if (!ask.text.empty()) sent.push_back({"Content-Type", kContent});
    const std::string text =
        BatchStringToSign(account_, ask.method, service.url + ask.path, sent, ask.text.size());
    headers.push_back({"Authorization", "SharedKey " + account_ + ":" +
                                            arrow::util::base64_encode(HmacSha256(key_, text))});
  }
  for (http::Header& header : headers) service.headers.push_back(std::move(header));
  return compute::Ask(service, ask, &call.cancel());
}

Result<std::string> TaskFiles::Read(const JobCall& call, const std::string& name,
                                    int64_t offset) const {
  const std::string range =
      "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + kPieceBytes - 1);
  Result<http::Response> answer =
      client.Ask(call, {.path = PathOf(task, name)}, {{"ocp-range", range}});
  if (answer) return std::move(answer->body);
  if (IsNothing(answer.error())) return std::string();
  return answer.error();
}

Result<std::optional<int64_t>> TaskFiles::Size(const JobCall& call, const std::string& name) const {
  const Result<http::Response> answer =
      client.Ask(call, {.method = "HEAD", .path = PathOf(task, name)});
  if (!answer && IsNothing(answer.error())) return std::optional<int64_t>();
  if (!answer) return answer.error();
  const std::string* length = http::FindHeader(answer->headers, "Content-Length");
  int64_t size = 0;
  if (length != nullptr) std::from_chars(length->data(), length->data() + length->size(), size);
  return std::optional(size);
}

Result<> TaskFiles::Delete(const JobCall& call, const std::string& name) const {
  const Result<http::Response> answer =
      client.Ask(call, {.method = "DELETE", .path = PathOf(task, name)});
  if (!answer && !IsNothing(answer.error())) return answer.error();
  return {};
}

}  // namespace weir::compute::batch
