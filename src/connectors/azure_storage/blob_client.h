#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "connectors/azure_storage/account.h"
#include "connectors/azure_storage/blob_xml.h"
#include "connectors/azure_storage/shared_key.h"
#include "http/client.h"

namespace weir::connectors::azure_storage {

/// How often a call is made while the service is busy or out of reach, and the first wait in
/// between; each next one is three times as long, up to 5 s.
struct RetryPolicy {
  int tries_max = 4;
  std::chrono::milliseconds first_pause{200};
};

/// The calls of the blob service that a file store needs. Paths are "container/name". Thread safe.
///
/// Calls are repeated while the service says to come back or does not answer.
/// Errors carry ADF's codes: kNotFound UserErrorSourceBlobNotExist (PathNotFound in a data lake),
/// else AzureBlobOperationFailed (AdlsGen2OperationFailed) with the service's own code and words in
/// the message: kDenied, kConflict, kUnavailable, kInvalid. No answer: what http::Client says.
class BlobClient {
 public:
  BlobClient(Account account, std::shared_ptr<http::Client> client,
             std::shared_ptr<auth::TokenSource> tokens, RetryPolicy retry = {});
  /// The same one, which gives up when `cancel` (may be null) is set.
  BlobClient(const BlobClient& other, const CancelToken* cancel);

  const Account& account() const { return account_; }

  /// Blobs whose names start with `prefix`; with `by_folder` those behind the next slash are one
  /// item. At most `items_max` (5000 is the service's limit).
  Result<BlobPage> List(const std::string& container, const std::string& prefix, bool by_folder,
                        const std::string& from, int items_max) const;
  Result<BlobPage> ListContainers(const std::string& from) const;
  /// A blob, or a container.
  Result<BlobItem> Stat(const std::string& path) const;
  /// Bytes from `offset` to the end. `etag` (if not empty) must still be the blob's.
  Result<std::unique_ptr<http::ResponseStream>> Open(const std::string& path, int64_t offset,
                                                     const std::string& etag) const;
  Result<std::string> ReadRange(const std::string& path, int64_t offset, int64_t size,
                                const std::string& etag) const;

  /// Writing makes the container if there is none.
  /// `headers` are those of the blob: metadata, content type.
  Result<> PutBlob(const std::string& path, std::string body,
                   const std::vector<http::Header>& headers) const;
  Result<> PutBlock(const std::string& path, const std::string& block_id, std::string body) const;
  Result<> PutBlockList(const std::string& path, const std::vector<std::string>& block_ids,
                        const std::vector<http::Header>& headers) const;
  /// A blob with its snapshots, or a whole container.
  Result<> Delete(const std::string& path) const;

  /// A URL with which anybody may read the blob until then. Errors: kDenied 2505 without a key.
  Result<std::string> Share(const std::string& path, UtcTime until) const;
  /// "https://a.blob.core.windows.net/container/name", for messages.
  std::string Describe(const std::string& path) const;
  /// kNotFound with ADF's code for a path that was looked for in vain.
  Error NotFound(const std::string& path) const;

 private:
  struct Call {
    std::string method;
    std::string path;
    Query query = {};
    std::vector<http::Header> headers = {};
    std::string body = {};
  };

  Result<http::Request> Build(const Call& call) const;
  /// Answers other than the service's temporary troubles come back as they are.
  Result<http::Response> Send(const Call& call) const;
  /// As Send; an answer that is not 2xx is an error.
  Result<http::Response> SendWell(const Call& call) const;
  Result<> SendMakingContainer(const Call& call) const;
  Result<> MakeContainer(const std::string& container) const;
  Error Failure(const Call& call, int status, const std::vector<http::Header>& headers,
                const std::string& body) const;

  const Account account_;
  const std::shared_ptr<http::Client> client_;
  const std::shared_ptr<auth::TokenSource> tokens_;
  const RetryPolicy retry_;
  const CancelToken* const cancel_ = nullptr;
};

/// The first part of "container/name", and what follows it.
std::string ContainerOf(const std::string& path);
std::string NameOf(const std::string& path);

}  // namespace weir::connectors::azure_storage
