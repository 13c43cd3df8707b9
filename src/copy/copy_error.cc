#include "copy/copy_error.h"

namespace weir::copy {
namespace {

constexpr const char* kCopyErrorCode = "2200";

/// `ErrorCode=…,'Type=…,Message=…,Source=…,'`
std::string HybridText(const Error& error) {
  std::string text =
      "ErrorCode=" + error.code() +
      ",'Type=Microsoft.DataTransfer.Common.Shared.HybridDeliveryException,Message=" +
      error.message();
  // The place, unless the message names it.
  if (!error.target().empty() && error.message().find(error.target()) == std::string::npos) {
    text += " (at " + error.target() + ")";
  }
  return text + ",Source=Microsoft.DataTransfer.ClientLibrary,'";
}

Error Wrapped(const std::string& code, std::string message, const Error& error) {
  Error wrapped = Fail(error.kind(), code, std::move(message));
  if (!error.target().empty()) wrapped.At(error.target());
  if (error.position().known()) wrapped.At(error.position());
  for (const std::string& step : error.trail()) wrapped.While(step);
  return wrapped;
}

}  // namespace

Error AsCopyError(CopySide side, const Error& error) {
  if (error.kind() == ErrorKind::kCancelled || error.code() == kCopyErrorCode) return error;
  const std::string word = side == CopySide::kSource ? "Source" : "Sink";
  return Wrapped(kCopyErrorCode, "Failure happened on '" + word + "' side. " + HybridText(error),
                 error);
}

Error AsActivityError(const std::string& code, const Error& error) {
  if (error.kind() == ErrorKind::kCancelled || error.code() == code) return error;
  return Wrapped(code, HybridText(error), error);
}

}  // namespace weir::copy
