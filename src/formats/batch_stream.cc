#include "formats/batch_stream.h"

#include <arrow/status.h>

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

}  // namespace

Error FromArrow(const arrow::Status& status, std::string code) {
  return Fail(KindOf(status), std::move(code), status.message());
}

}  // namespace weir::formats
