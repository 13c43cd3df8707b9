#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compute/job.h"
#include "compute/rest.h"
#include "compute/sign_in.h"

namespace weir::compute::batch {

/// What Azure Batch wants signed of a request. `url` as sent; `headers` without the signature.
/// Source: learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-
/// service; a "%2F" in a path counts as "/".
std::string BatchStringToSign(const std::string& account, const std::string& method,
                              const std::string& url, const std::vector<http::Header>& headers,
                              size_t body_bytes);

/// Where an account's service answers: `uri` as it is, or that of a region with the account before
/// it. Errors: kInvalid 2509.
Result<std::string> BatchUrl(std::string uri, const std::string& account);

/// The REST interface of an Azure Batch account, version 2024-07-01.20.0.
class BatchClient {
 public:
  /// Signs with the account's key (decoded), or with tokens.
  BatchClient(RestService service, std::string account, std::string key)
      : service_(std::move(service)), account_(std::move(account)), key_(std::move(key)) {}
  BatchClient(RestService service, std::string account, SignIn sign_in)
      : service_(std::move(service)), account_(std::move(account)), sign_in_(std::move(sign_in)) {}

  const std::string& account() const { return account_; }
  const std::string& url() const { return service_.url; }
  /// `ask.path` without a query. Errors: as compute::Ask.
  Result<http::Response> Ask(const JobCall& call, RestCall ask,
                             std::vector<http::Header> headers = {}) const;

 private:
  RestService service_;
  std::string account_;
  std::string key_;
  std::optional<SignIn> sign_in_;
};

/// The files of a task: stdout.txt, stderr.txt, wd/….
struct TaskFiles {
  static constexpr int64_t kPieceBytes = int64_t{4} << 20;
  const BatchClient& client;
  std::string task;  ///< "/jobs/…/tasks/…"

  /// Bytes from `offset` on, at most 4 MiB; empty at the end, and while there is no such file.
  Result<std::string> Read(const JobCall& call, const std::string& name, int64_t offset) const;
  /// Nothing: there is no such file.
  Result<std::optional<int64_t>> Size(const JobCall& call, const std::string& name) const;
  /// Good if it is gone.
  Result<> Delete(const JobCall& call, const std::string& name) const;
};

}  // namespace weir::compute::batch
