#include "formats/batch_stream.h"

#include <arrow/status.h>

#include <string_view>
#include <utility>

namespace weir::formats {
namespace {

ErrorKind KindOf(const arrow::Status& status) {
  switch (status.code()) {
    case arrow::StatusCode::Invalid:
    case arrow::StatusCode::TypeError:
    case arrow::StatusCode::IndexError:
    case arrow::StatusCode::SerializationError:
      return ErrorKind::kInvalid;
    case arrow::StatusCode::KeyError:
      return ErrorKind::kNotFound;
    case arrow::StatusCode::AlreadyExists:
      return ErrorKind::kConflict;
    case arrow::StatusCode::NotImplemented:
      return ErrorKind::kUnsupported;
    case arrow::StatusCode::Cancelled:
      return ErrorKind::kCancelled;
    case arrow::StatusCode::IOError:
      return ErrorKind::kUnavailable;
    default:  // Arrow's enum is open: capacity, memory, unknown.
      return ErrorKind::kInternal;
  }
}

/// Carries an Error of ours through Arrow's code.
class ErrorDetail final : public arrow::StatusDetail {
 public:
  explicit ErrorDetail(Error error) : error_(std::move(error)) {}
  static constexpr const char* kTypeId = "weir::Error";
  const char* type_id() const override { return kTypeId; }
  std::string ToString() const override { return error_.code(); }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

arrow::StatusCode CodeOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return arrow::StatusCode::Invalid;
    case ErrorKind::kNotFound:
      return arrow::StatusCode::KeyError;
    case ErrorKind::kConflict:
      return arrow::StatusCode::AlreadyExists;
    case ErrorKind::kDenied:
    case ErrorKind::kUnavailable:
      return arrow::StatusCode::IOError;
    case ErrorKind::kCancelled:
      return arrow::StatusCode::Cancelled;
    case ErrorKind::kUnsupported:
      return arrow::StatusCode::NotImplemented;
    case ErrorKind::kInternal:
      return arrow::StatusCode::UnknownError;
  }
  return arrow::StatusCode::UnknownError;
}

}  // namespace

arrow::Status ToArrow(const Error& error) {
  return arrow::Status(CodeOf(error.kind()), error.message(), std::make_shared<ErrorDetail>(error));
}

Error FromArrow(const arrow::Status& status, std::string code) {
  const auto& detail = status.detail();
  if (detail && std::string_view(detail->type_id()) == ErrorDetail::kTypeId) {
    return static_cast<const ErrorDetail&>(*detail).error();
  }
  return Fail(KindOf(status), std::move(code), status.message());
}

}  // namespace weir::formats
