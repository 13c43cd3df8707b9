#include "compute/hive/client.h"

#include <algorithm>

#include "compute/hive/transport.h"

namespace weir::compute::hive {
namespace {

constexpr std::chrono::minutes kCallTime{2};
/// A server compiles a statement before it answers; a first session may start Spark.
constexpr std::chrono::minutes kSlowCallTime{15};
constexpr size_t kMessageBytes = 4000;
constexpr int32_t kFetchNext = 0;
constexpr int16_t kFetchLog = 1;

std::string ToHex(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4U];
    text += kDigits[static_cast<unsigned char>(c) & 0xFU];
  }
  return text;
}

std::string FromHex(const std::string& text) {
  const auto digit = [](char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; };
  std::string bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
  }
  return bytes;
}

// The numbers of fields and members are HiveServer2's (TCLIService); only those that are needed.
constexpr int32_t kProtocolV10 = 9;
constexpr int32_t kErrorStatus = 3;
constexpr int32_t kInvalidHandleStatus = 4;

ThriftValue Identifier(const Handle& handle) {
  ThriftValue id;
  id.Set(1, ThriftValue::String(handle.guid)).Set(2, ThriftValue::String(handle.secret));
  return id;
}

/// {1: the session's identifier}, which a request has as its field 1.
ThriftValue SessionRequest(const Handle& handle) {
  ThriftValue session;
  session.Set(1, Identifier(handle));
  ThriftValue request;
  request.Set(1, std::move(session));
  return request;
}

/// A request that has an operation as its field 1.
ThriftValue OperationRequest(const Handle& handle) {
  ThriftValue operation;
  operation.Set(1, Identifier(handle))
      .Set(2, ThriftValue::I32(handle.type))
      .Set(3, ThriftValue::Bool(handle.has_results));
  ThriftValue request;
  request.Set(1, std::move(operation));
  return request;
}

/// A server's words without what they are wrapped in: the class of an exception, its stack.
std::string Plain(std::string message) {
  constexpr std::string_view kWrapper = "org.apache.hive.service.cli.HiveSQLException: ";
  if (message.starts_with(kWrapper)) message.erase(0, kWrapper.size());
  message.resize(std::min({message.find("\n\tat "), message.size(), kMessageBytes}));
  while (message.ends_with('\n')) message.pop_back();
  return message;
}

/// Hive and Spark answer a handle they do not know with an error of these words.
bool SaysGone(const std::string& message) {
  return message.find("Invalid SessionHandle") != std::string::npos ||
         message.find("Invalid OperationHandle") != std::string::npos;
}

/// Every answer has its status as field 1: {1: code, 5: message}.
Result<> Check(const ThriftValue& answer) {
  const ThriftValue& status = answer[1];
  const int64_t code = status[1].as_whole();
  if (code != kErrorStatus && code != kInvalidHandleStatus) return {};
  const std::string message = Plain(status[5].as_string());
  if (code == kInvalidHandleStatus || SaysGone(message)) {
    return Fail(ErrorKind::kNotFound, "HiveHandleGone",
                "the server does not have this session or operation any more" +
                    (message.empty() ? "" : ": " + message));
  }
  return Fail(ErrorKind::kInvalid, "HiveError",
              message.empty() ? "the server did not say why it failed" : message);
}

OperationStatus::State StateOf(int64_t state) {
  using State = OperationStatus::State;
  switch (state) {  // The list is the server's, hence the default.
    case 1:
      return State::kRunning;
    case 2:
      return State::kFinished;
    case 3:  // Cancelled, closed.
    case 4:
      return State::kCancelled;
    case 5:  // Failed, timed out.
    case 8:
      return State::kFailed;
    default:  // Initialized, pending, unknown.
      return State::kPending;
  }
}

std::string TextOf(const ThriftValue& value) {
  switch (value.type()) {
    case ThriftValue::Type::kBool:
      return value.as_whole() != 0 ? "true" : "false";
    case ThriftValue::Type::kDouble:
      return FormatDouble(value.as_double());
    case ThriftValue::Type::kString:
      return value.as_string();
    case ThriftValue::Type::kI8:
    case ThriftValue::Type::kI16:
    case ThriftValue::Type::kI32:
    case ThriftValue::Type::kI64:
      return std::to_string(value.as_whole());
    case ThriftValue::Type::kStop:
    case ThriftValue::Type::kStruct:
    case ThriftValue::Type::kMap:
    case ThriftValue::Type::kSet:
    case ThriftValue::Type::kList:
      break;
  }
  return {};
}

/// A column is a union of eight, by type: {1: values, 2: bits of those that are null}.
std::vector<std::optional<std::string>> ColumnTexts(const ThriftValue& column) {
  int16_t kind = 1;
  while (kind < 8 && !column.Has(kind)) ++kind;
  const std::vector<ThriftValue>& values = column[kind][1].items();
  const std::string& nulls = column[kind][2].as_string();
  std::vector<std::optional<std::string>> texts;
  texts.reserve(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const bool null =
        i / 8 < nulls.size() && (static_cast<unsigned char>(nulls[i / 8]) >> (i % 8) & 1U) != 0;
    texts.push_back(null ? std::nullopt : std::optional(TextOf(values[i])));
  }
  return texts;
}

}  // namespace

Json Handle::ToJson() const {
  return Json::Object(
      {{"guid", ToHex(guid)}, {"secret", ToHex(secret)}, {"type", type}, {"results", has_results}});
}

Handle Handle::FromJson(const Json& json) {
  return {FromHex(json["guid"].as_string()), FromHex(json["secret"].as_string()),
          static_cast<int32_t>(json["type"].as_int()), json["results"].as_bool()};
}

struct Client::Wire {
  Address address;
  std::shared_ptr<http::Client> connector;
  std::unique_ptr<Transport> transport = nullptr;
  int32_t sequence = 0;

  static Error NotReached(const Error& error) {
    if (error.kind() != ErrorKind::kUnavailable) return error;
    return Fail(ErrorKind::kUnavailable, "ServiceNotReached", error.message()).At(error.target());
  }

  Result<ThriftMessage> Exchange(const ThriftMessage& call, std::chrono::milliseconds time,
                                 const CancelToken* cancel) {
    if (transport == nullptr) {
      transport = std::make_unique<Transport>(address, connector);
      transport->Limit(kCallTime, cancel);
      WEIR_TRY(transport->Connect(cancel));
    }
    transport->Limit(time, cancel);
    WEIR_TRY(transport->Send(EncodeMessage(call)));
    return DecodeMessage(*transport);
  }

  /// One call: opens a connection if there is none, and forgets one that broke. The answer, whose
  /// status is no error.
  Result<ThriftValue> Call(const char* method, ThriftValue request, std::chrono::milliseconds time,
                           const CancelToken* cancel) {
    ThriftMessage call{ThriftMessage::Kind::kCall, method, ++sequence, {}};
    call.body.Set(1, std::move(request));
    Result<ThriftMessage> answer = Exchange(call, time, cancel);
    if (!answer) {
      transport.reset();
      return NotReached(answer.error());
    }
    if (answer->kind != ThriftMessage::Kind::kReply || answer->sequence != call.sequence) {
      transport.reset();
      return Fail(ErrorKind::kInvalid, "HiveError",
                  "'" + address.Shown() + "' does not know '" + method +
                      "': " + answer->body[1].as_string());
    }
    ThriftValue result = answer->body[0];
    WEIR_TRY(Check(result));
    return result;
  }
};

Client::Client(Address address, std::shared_ptr<http::Client> connector)
    : wire_(std::make_unique<Wire>(Wire{std::move(address), std::move(connector)})) {}

Client::~Client() = default;

Result<Handle> Client::OpenSession(const std::map<std::string, std::string>& configuration,
                                   const CancelToken* cancel) {
  std::vector<ThriftValue> pairs;
  for (const auto& [name, value] : configuration) {
    pairs.push_back(ThriftValue::String(name));
    pairs.push_back(ThriftValue::String(value));
  }
  ThriftValue request;
  request.Set(1, ThriftValue::I32(kProtocolV10))
      .Set(2, ThriftValue::String(wire_->address.user))
      .Set(3, ThriftValue::String(wire_->address.password))
      .Set(4, ThriftValue::Map(ThriftValue::Type::kString, ThriftValue::Type::kString,
                               std::move(pairs)));
  WEIR_ASSIGN(const ThriftValue answer,
              wire_->Call("OpenSession", std::move(request), kSlowCallTime, cancel));
  const ThriftValue& id = answer[3][1];
  return Handle{id[1].as_string(), id[2].as_string(), 0, false};
}

Result<> Client::CloseSession(const Handle& session, const CancelToken* cancel) {
  WEIR_TRY(wire_->Call("CloseSession", SessionRequest(session), kCallTime, cancel));
  return {};
}

Result<Handle> Client::Execute(const Handle& session, const std::string& statement,
                               int64_t timeout_seconds, const CancelToken* cancel) {
  ThriftValue request = SessionRequest(session);
  request.Set(2, ThriftValue::String(statement)).Set(4, ThriftValue::Bool(true));
  if (timeout_seconds > 0) request.Set(5, ThriftValue::I64(timeout_seconds));
  WEIR_ASSIGN(const ThriftValue answer,
              wire_->Call("ExecuteStatement", std::move(request), kSlowCallTime, cancel));
  const ThriftValue& operation = answer[2];
  return Handle{operation[1][1].as_string(), operation[1][2].as_string(),
                static_cast<int32_t>(operation[2].as_whole()), operation[3].as_whole() != 0};
}

Result<OperationStatus> Client::Status(const Handle& operation, const CancelToken* cancel) {
  ThriftValue request = OperationRequest(operation);
  request.Set(2, ThriftValue::Bool(true));
  WEIR_ASSIGN(const ThriftValue answer,
              wire_->Call("GetOperationStatus", std::move(request), kCallTime, cancel));
  OperationStatus status;
  status.state = StateOf(answer[2].as_whole());
  status.message = Plain(answer[5].as_string());
  if (status.state == OperationStatus::State::kFailed && status.message.empty()) {
    status.message = "the server did not say why the statement failed";
  }
  if (answer.Has(11)) status.rows_modified = answer[11].as_whole();
  if (answer.Has(10)) status.percent = answer[10][3].as_double() * 100;
  return status;
}

Result<Rows> Client::Fetch(const Handle& operation, int64_t rows_max, bool log,
                           const CancelToken* cancel) {
  ThriftValue request = OperationRequest(operation);
  request
      .Set(2, ThriftValue::I32(0))  // The next rows.
      .Set(3, ThriftValue::I64(rows_max))
      .Set(4, ThriftValue::I16(log ? 1 : 0));
  WEIR_ASSIGN(const ThriftValue answer,
              wire_->Call("FetchResults", std::move(request), kCallTime, cancel));
  Rows rows;
  for (const ThriftValue& column : answer[3][3].items()) {
    rows.columns.push_back(ColumnTexts(column));
  }
  return rows;
}

Result<Rows> Client::FetchLog(const Handle& operation, int64_t rows_max,
                              const CancelToken* cancel) {
  return Fetch(operation, rows_max, true, cancel);
}

Result<Rows> Client::FetchResults(const Handle& operation, int64_t rows_max,
                                  const CancelToken* cancel) {
  return Fetch(operation, rows_max, false, cancel);
}

Result<> Client::Cancel(const Handle& operation, const CancelToken* cancel) {
  WEIR_TRY(wire_->Call("CancelOperation", OperationRequest(operation), kCallTime, cancel));
  return {};
}

Result<> Client::CloseOperation(const Handle& operation, const CancelToken* cancel) {
  WEIR_TRY(wire_->Call("CloseOperation", OperationRequest(operation), kCallTime, cancel));
  return {};
}

}  // namespace weir::compute::hive
