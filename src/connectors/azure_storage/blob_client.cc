#include "connectors/azure_storage/blob_client.h"

#include <algorithm>
#include <charconv>

#include "base/clock.h"
#include "base/names.h"

namespace weir::connectors::azure_storage {
namespace {

constexpr const char* kServiceVersion = "2021-12-02";
constexpr std::chrono::milliseconds kPauseMax{5000};
// Long enough for a block of 100 MB over a slow line.
constexpr std::chrono::minutes kTimeout{10};
constexpr std::chrono::minutes kHeadersTimeout{2};

bool IsPassing(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

/// Call until it is neither out of reach nor told to come back.
template <typename Answer, typename Ask, typename StatusOf>
Result<Answer> Repeat(const RetryPolicy& retry, const CancelToken* cancel, const Ask& ask,
                      const StatusOf& status_of) {
  static const CancelToken kNobody;
  std::chrono::milliseconds pause = retry.first_pause;
  for (int attempt = 1;; ++attempt) {
    Result<Answer> answer = ask();
    const bool passing = answer.ok() ? IsPassing(status_of(*answer))
                                     : answer.error().kind() == ErrorKind::kUnavailable;
    if (!passing || attempt >= retry.tries_max) return answer;
    WEIR_TRY((cancel == nullptr ? kNobody : *cancel).Sleep(pause));
    pause = std::min(pause * 3, kPauseMax);
  }
}

ErrorKind KindOf(int status, const std::string& code) {
  if (status == 401 || status == 403) return ErrorKind::kDenied;
  if (status == 404) return ErrorKind::kNotFound;
  if (status == 409 || status == 412) return ErrorKind::kConflict;
  // Another writer's commit threw our blocks away.
  if (code == "InvalidBlockList" || code == "InvalidBlobOrBlock") return ErrorKind::kConflict;
  return IsPassing(status) || status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
}

std::string HeaderOf(const std::vector<http::Header>& headers, std::string_view name) {
  const std::string* value = http::FindHeader(headers, name);
  return value == nullptr ? "" : *value;
}

int64_t NumberOf(const std::string& text) {
  int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

http::Header RangeHeader(int64_t from, int64_t size) {
  std::string value = "bytes=" + std::to_string(from) + "-";
  if (size > 0) value += std::to_string(from + size - 1);
  return {"x-ms-range", value};
}

}  // namespace

std::string ContainerOf(const std::string& path) {
  return path.substr(0, path.find('/'));
}

std::string NameOf(const std::string& path) {
  const size_t slash = path.find('/');
  return slash == std::string::npos ? "" : path.substr(slash + 1);
}

BlobClient::BlobClient(Account account, std::shared_ptr<http::Client> client,
                       std::shared_ptr<auth::TokenSource> tokens, RetryPolicy retry)
    : account_(std::move(account)),
      client_(std::move(client)),
      tokens_(std::move(tokens)),
      retry_(retry) {}

BlobClient::BlobClient(const BlobClient& other, const CancelToken* cancel)
    : account_(other.account_),
      client_(other.client_),
      tokens_(other.tokens_),
      retry_(other.retry_),
      cancel_(cancel) {}

std::string BlobClient::Describe(const std::string& path) const {
  return account_.endpoint + "/" + path;
}

Result<std::string> BlobClient::Share(const std::string& path, UtcTime until) const {
  const auto* key = std::get_if<SharedKey>(&account_.credential);
  if (key == nullptr) {
    return Fail(ErrorKind::kDenied, "2505",
                "Cannot create Shared Access Signature unless Account Key credentials are used.")
        .At(Describe(path));
  }
  return account_.endpoint + "/" + http::PercentEncode(path, "/") + "?" +
         ReadSignature(account_.name, key->key, path, until);
}

Result<http::Request> BlobClient::Build(const Call& call) const {
  http::Request request;
  request.method = call.method;
  request.headers = call.headers;
  request.headers.push_back({"x-ms-version", kServiceVersion});
  request.headers.push_back({"x-ms-date", http::FormatHttpDate(SystemClock().Now())});
  request.body = call.body;
  request.timeout = kTimeout;
  const std::string url = account_.endpoint + "/" + http::PercentEncode(call.path, "/");
  std::string query;
  for (const http::Header& one : call.query) {
    query += (query.empty() ? "?" : "&") + one.name + "=" + http::PercentEncode(one.value);
  }
  request.url = url + query;
  if (const auto* sas = std::get_if<SharedAccessSignature>(&account_.credential)) {
    request.url += (query.empty() ? "?" : "&") + sas->query;
  } else if (const auto* key = std::get_if<SharedKey>(&account_.credential)) {
    const std::string path = url.substr(url.find('/', url.find("://") + 3));
    const std::string text = StringToSign(request, account_.name, path, call.query);
    request.headers.push_back({"Authorization", Sign(account_.name, key->key, text)});
  } else if (tokens_) {
    WEIR_ASSIGN(const std::string token, tokens_->Token());
    request.headers.push_back({"Authorization", "Bearer " + token});
  }
  return request;
}

Result<http::Response> BlobClient::Send(const Call& call) const {
  return Repeat<http::Response>(
      retry_, cancel_,
      [&]() -> Result<http::Response> {
        WEIR_ASSIGN(http::Request request, Build(call));  // Anew each time: it is dated.
        request.body_bytes_max = int64_t{1} << 40;
        return client_->Send(std::move(request), cancel_);
      },
      [](const http::Response& response) { return response.status; });
}

Result<http::Response> BlobClient::SendWell(const Call& call) const {
  WEIR_ASSIGN(http::Response response, Send(call));
  if (response.status / 100 != 2) {
    return Failure(call, response.status, response.headers, response.body);
  }
  return response;
}

Error BlobClient::NotFound(const std::string& path) const {
  if (account_.data_lake) {
    return Fail(ErrorKind::kNotFound, "PathNotFound",
                "ADLS Gen2 operation failed for: the specified path does not exist. FileSystem: '" +
                    ContainerOf(path) + "', path: '" + NameOf(path) + "'.")
        .At(Describe(path));
  }
  return Fail(ErrorKind::kNotFound, "UserErrorSourceBlobNotExist",
              "The required Blob is missing. ContainerName: " + Describe(ContainerOf(path)) +
                  ", path: " + NameOf(path) + ".")
      .At(Describe(path));
}

Error BlobClient::Failure(const Call& call, int status, const std::vector<http::Header>& headers,
                          const std::string& body) const {
  if (status == 404) return NotFound(call.path);
  const std::string code = HeaderOf(headers, "x-ms-error-code");
  const std::string message = ParseErrorMessage(body);
  std::string why = "status " + std::to_string(status);
  if (!code.empty()) why += ", " + code;
  if (!message.empty()) why += ": " + message;
  const ErrorKind kind = KindOf(status, code);
  if (kind == ErrorKind::kConflict &&
      (code == "InvalidBlockList" || code == "InvalidBlobOrBlock")) {
    return Fail(kind, "AzureStorageOperationFailedConcurrentWrite",
                "Error occurred when trying to upload a file. It's possible because you have "
                "multiple concurrent copy activities runs writing to the same file '" +
                    NameOf(call.path) + "'. " + why)
        .At(Describe(call.path));
  }
  const std::string start = account_.data_lake ? "ADLS Gen2 operation failed for: FileSystem: '"
                                               : "Blob operation failed. ContainerName: '";
  return Fail(kind, account_.data_lake ? "AdlsGen2OperationFailed" : "AzureBlobOperationFailed",
              start + ContainerOf(call.path) + "', path: '" + NameOf(call.path) + "', " + why)
      .At(Describe(call.path));
}

Result<BlobPage> BlobClient::List(const std::string& container, const std::string& prefix,
                                  bool by_folder, const std::string& from, int items_max) const {
  Call call = {"GET", container, {{"restype", "container"}, {"comp", "list"}}};
  call.query.push_back({"include", "metadata"});
  if (!prefix.empty()) call.query.push_back({"prefix", prefix});
  if (by_folder) call.query.push_back({"delimiter", "/"});
  if (!from.empty()) call.query.push_back({"marker", from});
  call.query.push_back({"maxresults", std::to_string(items_max)});
  WEIR_ASSIGN(const http::Response response, SendWell(call));
  return ParseListing(response.body);
}

Result<BlobPage> BlobClient::ListContainers(const std::string& from) const {
  Call call = {"GET", "", {{"comp", "list"}}};
  if (!from.empty()) call.query.push_back({"marker", from});
  WEIR_ASSIGN(const http::Response response, SendWell(call));
  return ParseListing(response.body);
}

Result<BlobItem> BlobClient::Stat(const std::string& path) const {
  Call call = {"HEAD", path};
  const bool container = NameOf(path).empty();
  if (container) call.query.push_back({"restype", "container"});
  WEIR_ASSIGN(const http::Response response, SendWell(call));
  BlobItem item;
  item.name = NameOf(path);
  item.is_blob = !container;
  item.is_folder =
      container || SameName(HeaderOf(response.headers, "x-ms-meta-hdi_isfolder"), "true");
  item.size_bytes = NumberOf(HeaderOf(response.headers, "Content-Length"));
  item.modified = http::ParseHttpDate(HeaderOf(response.headers, "Last-Modified"));
  item.created = http::ParseHttpDate(HeaderOf(response.headers, "x-ms-creation-time"));
  item.content_md5 = HeaderOf(response.headers, "Content-MD5");
  item.etag = HeaderOf(response.headers, "ETag");
  return item;
}

Result<std::unique_ptr<http::ResponseStream>> BlobClient::Open(const std::string& path,
                                                               int64_t offset,
                                                               const std::string& etag) const {
  using Stream = std::unique_ptr<http::ResponseStream>;
  Call call = {"GET", path};
  if (offset > 0) call.headers.push_back(RangeHeader(offset, 0));
  if (!etag.empty()) call.headers.push_back({"If-Match", etag});
  WEIR_ASSIGN(Stream stream, Repeat<Stream>(
                                 retry_, cancel_,
                                 [&]() -> Result<Stream> {
                                   WEIR_ASSIGN(http::Request request, Build(call));
                                   request.timeout = kHeadersTimeout;
                                   return client_->Open(std::move(request), cancel_);
                                 },
                                 [](const Stream& opened) { return opened->status(); }));
  if (stream->status() / 100 == 2) return stream;
  std::string body(16384, '\0');
  const Result<size_t> size = stream->Read(body.data(), body.size());
  body.resize(size.ok() ? *size : 0);
  return Failure(call, stream->status(), stream->headers(), body);
}

Result<std::string> BlobClient::ReadRange(const std::string& path, int64_t offset, int64_t size,
                                          const std::string& etag) const {
  Call call = {"GET", path, {}, {RangeHeader(offset, size)}};
  if (!etag.empty()) call.headers.push_back({"If-Match", etag});
  WEIR_ASSIGN(http::Response response, SendWell(call));
  return std::move(response.body);
}

Result<> BlobClient::MakeContainer(const std::string& container) const {
  const Call call = {"PUT", container, {{"restype", "container"}}};
  WEIR_ASSIGN(const http::Response response, Send(call));
  const std::string code = HeaderOf(response.headers, "x-ms-error-code");
  if (response.status / 100 == 2 || code == "ContainerAlreadyExists") return {};
  const Error failure = Failure(call, response.status, response.headers, response.body);
  return Fail(failure.kind(), "AzureBlobFailedToCreateContainer",
              "cannot create container '" + container + "': " + failure.message())
      .At(Describe(container));
}

Result<> BlobClient::SendMakingContainer(const Call& call) const {
  WEIR_ASSIGN(http::Response response, Send(call));
  if (response.status == 404 &&
      HeaderOf(response.headers, "x-ms-error-code") == "ContainerNotFound") {
    WEIR_TRY(MakeContainer(ContainerOf(call.path)));
    WEIR_ASSIGN(response, Send(call));
  }
  if (response.status / 100 == 2) return {};
  return Failure(call, response.status, response.headers, response.body);
}

Result<> BlobClient::PutBlob(const std::string& path, std::string body,
                             const std::vector<http::Header>& headers) const {
  Call call = {"PUT", path, {}, headers, std::move(body)};
  call.headers.push_back({"x-ms-blob-type", "BlockBlob"});
  return SendMakingContainer(call);
}

Result<> BlobClient::PutBlock(const std::string& path, const std::string& block_id,
                              std::string body) const {
  return SendMakingContainer(
      {"PUT", path, {{"comp", "block"}, {"blockid", block_id}}, {}, std::move(body)});
}

Result<> BlobClient::PutBlockList(const std::string& path,
                                  const std::vector<std::string>& block_ids,
                                  const std::vector<http::Header>& headers) const {
  Call call = {"PUT", path, {{"comp", "blocklist"}}, headers, BlockListXml(block_ids)};
  call.headers.push_back({"Content-Type", "application/xml"});
  return SendMakingContainer(call);
}

Result<> BlobClient::Delete(const std::string& path) const {
  Call call = {"DELETE", path};
  if (NameOf(path).empty()) {
    call.query.push_back({"restype", "container"});
  } else {
    call.headers.push_back({"x-ms-delete-snapshots", "include"});
  }
  WEIR_TRY(SendWell(call));
  return {};
}

}  // namespace weir::connectors::azure_storage
