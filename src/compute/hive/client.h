#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "compute/hive/address.h"
#include "http/client.h"

namespace weir::compute::hive {

/// A session or an operation of the server: two binary ids, as the protocol has them.
struct Handle {
  std::string guid;
  std::string secret;
  int32_t type = 0;          ///< Of an operation.
  bool has_results = false;  ///< Of an operation.

  Json ToJson() const;  ///< Hexadecimal.
  static Handle FromJson(const Json& json);
};

struct OperationStatus {
  enum class State { kPending, kRunning, kFinished, kCancelled, kFailed };
  State state = State::kRunning;
  std::string message;         ///< Why it failed.
  int64_t rows_modified = -1;  ///< -1: the server does not say.
  double percent = -1;         ///< How far; -1: the server does not say.
};

/// Rows as texts; nothing for null.
struct Rows {
  std::vector<std::vector<std::optional<std::string>>> columns;
  size_t count() const { return columns.empty() ? 0 : columns.front().size(); }
};

/// Speaks with a HiveServer2 or a Spark Thrift server: Thrift's binary protocol over TCP (SASL
/// PLAIN, which LDAP uses too, or no SASL) or HTTP (Basic), with or without TLS. Connects when it
/// must, and again after a connection broke. One thread at a time.
///
/// Errors: kUnavailable ServiceNotReached for every trouble with the connection; kDenied
/// HiveDenied; kNotFound HiveHandleGone for a session or operation that the server does not have
/// (any more); kInvalid HiveError, the server's words; kCancelled.
class Client {
 public:
  Client(Address address, std::shared_ptr<http::Client> connector);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// `configuration`: "set:hivevar:name", "set:hiveconf:name", "use:database" and their values.
  Result<Handle> OpenSession(const std::map<std::string, std::string>& configuration,
                             const CancelToken* cancel);
  Result<> CloseSession(const Handle& session, const CancelToken* cancel);
  /// Compile a statement and start it; the server goes on by itself. `timeout_seconds`: 0 for none.
  Result<Handle> Execute(const Handle& session, const std::string& statement,
                         int64_t timeout_seconds, const CancelToken* cancel);
  Result<OperationStatus> Status(const Handle& operation, const CancelToken* cancel);
  /// What the server said about the operation since it was asked last.
  Result<Rows> FetchLog(const Handle& operation, int64_t rows_max, const CancelToken* cancel);
  Result<Rows> FetchResults(const Handle& operation, int64_t rows_max, const CancelToken* cancel);
  Result<> Cancel(const Handle& operation, const CancelToken* cancel);
  Result<> CloseOperation(const Handle& operation, const CancelToken* cancel);

 private:
  Result<Rows> Fetch(const Handle& operation, int64_t rows_max, bool log,
                     const CancelToken* cancel);

  struct Wire;
  std::unique_ptr<Wire> wire_;
};

}  // namespace weir::compute::hive
