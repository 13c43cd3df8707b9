#include "connectors/postgres/connection.h"

#include <poll.h>

#include <chrono>
#include <cstring>
#include <mutex>

#include "connectors/cancel_watch.h"

namespace weir::connectors::postgres {
namespace {

constexpr size_t kStatementShownMax = 500;
constexpr size_t kMessagesMax = 64 << 10;

std::string TrimEnd(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string Field(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text == nullptr ? "" : text;
}

std::string In(const std::string& sql) {
  if (sql.empty()) return "";
  const bool cut = sql.size() > kStatementShownMax;
  return " (in: " + sql.substr(0, kStatementShownMax) + (cut ? "…)" : ")");
}

Error FromState(const std::string& state, std::string message) {
  const std::string_view group = std::string_view(state).substr(0, 2);
  if (group == "28" || state == "42501") {
    return Fail(ErrorKind::kDenied, "SqlUnauthorizedAccess", std::move(message));
  }
  if (state == "42P01" || state == "3F000") {
    return Fail(ErrorKind::kNotFound, "SqlTableNotFound", std::move(message));
  }
  if (state == "57014") {
    return Fail(ErrorKind::kUnavailable, "SqlOperationFailed", std::move(message));
  }
  if (group == "08" || group == "53" || group == "57" || group == "40" || state == "55P03") {
    return Fail(ErrorKind::kUnavailable, "SqlOperationFailed", std::move(message));
  }
  if (group == "XX") return Fail(ErrorKind::kInternal, "SqlOperationFailed", std::move(message));
  if (state == "0A000") {
    return Fail(ErrorKind::kUnsupported, "SqlOperationFailed", std::move(message));
  }
  return Fail(ErrorKind::kInvalid, "SqlOperationFailed", std::move(message));
}

// Connecting step by step, for the state code that only a verbose message carries.
Result<> Connect(PGconn* handle, int timeout_s) {
  PQsetErrorVerbosity(handle, PQERRORS_VERBOSE);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(timeout_s);
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
    pollfd wait{};
    wait.fd = PQsocket(handle);
    wait.events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    const bool late = timeout_s > 0 && left.count() <= 0;
    if (late || wait.fd < 0 ||
        poll(&wait, 1, timeout_s > 0 ? static_cast<int>(left.count()) : -1) == 0) {
      return Fail(
          ErrorKind::kUnavailable, "SqlOpenConnectionTimeout",
          "Open connection to database timeout after '" + std::to_string(timeout_s) + "' seconds.");
    }
    status = PQconnectPoll(handle);
  }
  PQsetErrorVerbosity(handle, PQERRORS_DEFAULT);
  return {};
}

// "FATAL:  28P01: password authentication failed …\nLOCATION: …" → state and words.
Error ConnectError(PGconn* handle) {
  std::string message = PQerrorMessage(handle);
  const size_t location = message.find("\nLOCATION:");
  if (location != std::string::npos) message.resize(location);
  std::string state;
  const size_t fatal = message.find("FATAL:  ");
  if (fatal != std::string::npos && message.size() > fatal + 14 && message[fatal + 13] == ':') {
    state = message.substr(fatal + 8, 5);
    message = message.substr(fatal + 15);
  }
  const bool denied = state.starts_with("28") || state == "42501" ||
                      message.find("no password supplied") != std::string::npos;
  const auto text = [handle](const char* (*get)(const PGconn*)) {
    const char* value = get(handle);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string host = text([](const PGconn* c) -> const char* { return PQhost(c); });
  const std::string database = text([](const PGconn* c) -> const char* { return PQdb(c); });
  const std::string user = text([](const PGconn* c) -> const char* { return PQuser(c); });
  return Fail(denied ? ErrorKind::kDenied : ErrorKind::kUnavailable,
              denied ? "SqlUnauthorizedAccess" : "SqlFailedToConnect",
              "Cannot connect to SQL Database: '" + host + "', Database: '" + database +
                  "', User: '" + user +
                  "'. Check the linked service configuration is correct, and make sure the SQL "
                  "Database firewall allows the integration runtime to access. " +
                  TrimEnd(message));
}

void OnNotice(void* connection, const PGresult* result) {
  const char* severity = PQresultErrorField(result, PG_DIAG_SEVERITY);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message == nullptr) return;
  static_cast<Connection*>(connection)
      ->AddMessage((severity == nullptr ? "" : std::string(severity) + ": ") + message);
}

Result<> SetSession(Connection& connection, const ConnectionSettings& settings) {
  std::string sql =
      "SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET "
      "TimeZone = " +
      connection.QuoteText(settings.time_zone);
  if (settings.statement_timeout_s > 0) {
    sql += "; SET statement_timeout = '" + std::to_string(settings.statement_timeout_s) + "s'";
  }
  if (!settings.search_path.empty()) {
    sql += "; SET search_path = " + settings.search_path;
  }
  WEIR_ASSIGN(const ResultPtr set, connection.Run(sql));
  return {};
}

}  // namespace

Connection::Connection(PGconn* handle, ConnectionSettings settings)
    : handle_(handle), cancel_(PQgetCancel(handle)), settings_(std::move(settings)) {
  PQsetNoticeReceiver(handle, OnNotice, this);
}

Connection::~Connection() {
  PQfreeCancel(cancel_);
  PQfinish(handle_);
}

Result<std::shared_ptr<Connection>> Connection::Open(const ConnectionSettings& settings) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  const auto add = [&](const char* keyword, const char* value) {
    keywords.push_back(keyword);
    values.push_back(value);
  };
  add("client_encoding", "UTF8");
  add("fallback_application_name", "weir");
  for (const auto& [keyword, value] : settings.keywords) add(keyword.c_str(), value.c_str());
  add(nullptr, nullptr);
  PGconn* handle = PQconnectStartParams(keywords.data(), values.data(), 0);
  if (handle == nullptr) {
    return Fail(ErrorKind::kInternal, "SqlFailedToConnect", "out of memory");
  }
  auto connected = Connect(handle, settings.connect_timeout_s);
  if (!connected || PQstatus(handle) != CONNECTION_OK) {
    Error error = connected ? ConnectError(handle) : connected.error();
    PQfinish(handle);
    return error;
  }
  auto connection = std::make_shared<Connection>(handle, settings);
  WEIR_TRY(SetSession(*connection, settings));
  return connection;
}

void Connection::Interrupt() {
  char error[256];
  PQcancel(cancel_, error, sizeof(error));
}

Result<ResultPtr> Connection::Run(const std::string& sql, const CancelToken* cancel) {
  const CancelWatch watch(cancel, [this] { Interrupt(); });
  ResultPtr result(PQexec(handle_, sql.c_str()));
  const auto checked = Check(*this, result.get(), sql);
  if (!checked) {
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    return checked.error();
  }
  return result;
}

Result<ResultPtr> Connection::Fetch(const std::string& sql,
                                    const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  ResultPtr result(PQexecParams(handle_, sql.c_str(), static_cast<int>(values.size()), nullptr,
                                values.data(), nullptr, nullptr, 0));
  WEIR_TRY(Check(*this, result.get(), sql));
  return result;
}

void Connection::Drain() {
  while (PGresult* result = PQgetResult(handle_)) {
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_COPY_OUT) {
      char* row = nullptr;
      while (PQgetCopyData(handle_, &row, 0) > 0) PQfreemem(row);
    } else if (status == PGRES_COPY_IN) {
      PQputCopyEnd(handle_, "given up");
    }
    if (PQstatus(handle_) != CONNECTION_OK) return;
  }
}

std::string Connection::TakeMessages() {
  return std::exchange(messages_, {});
}

void Connection::AddMessage(const std::string& message) {
  if (messages_.size() + message.size() > kMessagesMax) return;
  if (!messages_.empty()) messages_ += "\n";
  messages_ += message;
}

std::string Connection::QuoteName(const std::string& name) const {
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + "\"";
}

std::string Connection::QuoteText(const std::string& text) const {
  char* quoted = PQescapeLiteral(handle_, text.data(), text.size());
  if (quoted == nullptr) return "''";  // Not UTF-8: the server would refuse it as well.
  std::string copy(quoted);
  PQfreemem(quoted);
  return copy;
}

Error Connection::FromResult(const PGresult* result, const std::string& sql) const {
  std::string message = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) return LastError(sql);
  for (const int part : {PG_DIAG_MESSAGE_DETAIL, PG_DIAG_MESSAGE_HINT}) {
    const std::string more = Field(result, part);
    if (!more.empty()) message += "; " + more;
  }
  return FromState(Field(result, PG_DIAG_SQLSTATE), message + In(sql));
}

Error Connection::LastError(const std::string& sql) const {
  const bool lost = PQstatus(handle_) != CONNECTION_OK;
  return Fail(lost ? ErrorKind::kUnavailable : ErrorKind::kInvalid,
              lost ? "SqlConnectionIsClosed" : "SqlOperationFailed",
              TrimEnd(PQerrorMessage(handle_)) + In(sql));
}

Result<> Check(const Connection& connection, const PGresult* result, const std::string& sql) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
    case PGRES_NONFATAL_ERROR:
    case PGRES_EMPTY_QUERY:
    case PGRES_PIPELINE_SYNC:
      return {};
    case PGRES_BAD_RESPONSE:
    case PGRES_FATAL_ERROR:
    case PGRES_PIPELINE_ABORTED:
      break;
  }
  return result == nullptr ? connection.LastError(sql) : connection.FromResult(result, sql);
}

}  // namespace weir::connectors::postgres
