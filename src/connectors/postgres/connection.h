#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "connectors/postgres/settings.h"

namespace weir::connectors::postgres {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, ResultDeleter>;

/// One session. Not thread safe, but Interrupt may be called from another thread.
class Connection {
 public:
  /// Errors: kDenied SqlUnauthorizedAccess, kUnavailable SqlFailedToConnect.
  static Result<std::shared_ptr<Connection>> Open(const ConnectionSettings& settings);
  Connection(PGconn* handle, ConnectionSettings settings);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  PGconn* get() const { return handle_; }
  /// What it was opened with; holds the password.
  const ConnectionSettings& settings() const { return settings_; }
  /// Ask the server to stop what it is doing for this session.
  void Interrupt();

  /// Run SQL of ours (several statements allowed) and give the last result.
  Result<ResultPtr> Run(const std::string& sql, const CancelToken* cancel = nullptr);
  /// Run one statement with text parameters and give all its rows as text.
  Result<ResultPtr> Fetch(const std::string& sql, const std::vector<std::string>& parameters);
  /// Read and drop what is left of a running command, so that the session can be used again.
  void Drain();

  /// The server's notices since the last call, one a line.
  std::string TakeMessages();
  void AddMessage(const std::string& message);

  std::string QuoteName(const std::string& name) const;
  std::string QuoteText(const std::string& text) const;

  /// The error of a failed result. `sql` may be empty.
  Error FromResult(const PGresult* result, const std::string& sql) const;
  /// The session's own error, when there is no result to ask.
  Error LastError(const std::string& sql) const;

 private:
  PGconn* handle_;
  PGcancel* cancel_;
  ConnectionSettings settings_;
  std::string messages_;
};

/// OK, or the error of a result that is none of `good`.
Result<> Check(const Connection& connection, const PGresult* result, const std::string& sql);

}  // namespace weir::connectors::postgres
