#include "compute/hadoop/web_hdfs.h"

#include <algorithm>

namespace weir::compute::hadoop {
namespace {

constexpr std::chrono::minutes kTransferTime{30};

}  // namespace

WebHdfs::WebHdfs(std::shared_ptr<http::Client> client, const std::string& uri, std::string user)
    : service_{std::move(client), WithoutSlash(uri) + "/webhdfs/v1"},
      origin_(WithoutSlash(uri)),
      user_(user.empty() ? "weir" : std::move(user)) {
  service_.timeout = kTransferTime;
}

std::string WebHdfs::Query(const std::string& path, const std::string& operation) const {
  return http::PercentEncode(path, "/") + "?op=" + operation +
         "&user.name=" + http::PercentEncode(user_);
}

std::string WebHdfs::UriOf(const std::string& path) const {
  const bool tls = origin_.starts_with("https");
  return (tls ? "swebhdfs" : "webhdfs") + origin_.substr(origin_.find(':')) + path;
}

Result<WebHdfs::Status> WebHdfs::Stat(const std::string& path, const CancelToken* cancel) const {
  WEIR_ASSIGN(const Json answer, AskJson(service_, {.path = Query(path, "GETFILESTATUS")}, cancel));
  const Json& status = answer["FileStatus"];
  return Status{status["length"].as_int(), status["modificationTime"].as_int()};
}

Result<std::vector<std::string>> WebHdfs::List(const std::string& folder,
                                               const CancelToken* cancel) const {
  WEIR_ASSIGN(const Json answer, AskJson(service_, {.path = Query(folder, "LISTSTATUS")}, cancel));
  std::vector<std::string> names;
  for (const Json& one : answer["FileStatuses"]["FileStatus"].items()) {
    if (one["type"].as_string() == "FILE") names.push_back(one["pathSuffix"].as_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<> WebHdfs::Put(const std::string& path, std::string bytes, const CancelToken* cancel) const {
  const RestCall create{.method = "PUT",
                        .path = Query(path, "CREATE") + "&overwrite=true&noredirect=true"};
  WEIR_ASSIGN(const Json answer, AskJson(service_, create, cancel));
  const std::string& location = answer["Location"].as_string();
  if (location.empty()) {
    return Fail(ErrorKind::kUnavailable, "ServiceFailed",
                "'" + origin_ + "' did not say where to write '" + path + "'");
  }
  RestService node = service_;
  node.url = location;
  const RestCall write{
      .method = "PUT", .text = std::move(bytes), .content_type = "application/octet-stream"};
  WEIR_TRY(Ask(node, write, cancel));
  return {};
}

Result<std::string> WebHdfs::Read(const std::string& path, int64_t from, int64_t bytes_max,
                                  const CancelToken* cancel) const {
  WEIR_ASSIGN(const Status status, Stat(path, cancel));
  if (from >= status.size_bytes) return std::string();
  const RestCall open{.path = Query(path, "OPEN") + "&offset=" + std::to_string(from) +
                              "&length=" + std::to_string(bytes_max)};
  WEIR_ASSIGN(http::Response response, Ask(service_, open, cancel));
  return std::move(response.body);
}

Result<> WebHdfs::Delete(const std::string& path, const CancelToken* cancel) const {
  const RestCall call{.method = "DELETE", .path = Query(path, "DELETE") + "&recursive=true"};
  WEIR_TRY(Ask(service_, call, cancel));
  return {};
}

}  // namespace weir::compute::hadoop
