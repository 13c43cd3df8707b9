#include "base/error.h"

#include <utility>

namespace weir {

Error::Error(ErrorKind kind, std::string code, std::string message)
    : data_(std::make_shared<Data>(Data{kind, std::move(code), std::move(message), {}, {}, {}})) {}

Error::Data& Error::Own() {
  if (data_.use_count() > 1) data_ = std::make_shared<Data>(*data_);
  return *data_;
}

Error& Error::At(std::string target) & {
  if (data_->target.empty()) Own().target = std::move(target);
  return *this;
}

Error&& Error::At(std::string target) && {
  return std::move(At(std::move(target)));
}

Error& Error::At(Position position) & {
  if (!data_->position.known()) Own().position = position;
  return *this;
}

Error&& Error::At(Position position) && {
  return std::move(At(position));
}

Error& Error::While(std::string step) & {
  Own().trail.push_back(std::move(step));
  return *this;
}

Error&& Error::While(std::string step) && {
  return std::move(While(std::move(step)));
}

std::string Error::ToString() const {
  std::string text = message();
  std::string where = target();
  if (position().known()) where += (where.empty() ? "" : ":") + position().ToString();
  if (!where.empty()) text += " (at " + where + ")";
  for (const std::string& step : trail()) text += ", while " + step;
  return text + " [" + code() + "]";
}

Error Fail(ErrorKind kind, std::string code, std::string message) {
  return Error(kind, std::move(code), std::move(message));
}

std::string_view KindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return "Invalid";
    case ErrorKind::kNotFound:
      return "NotFound";
    case ErrorKind::kConflict:
      return "Conflict";
    case ErrorKind::kDenied:
      return "Denied";
    case ErrorKind::kUnavailable:
      return "Unavailable";
    case ErrorKind::kCancelled:
      return "Cancelled";
    case ErrorKind::kUnsupported:
      return "Unsupported";
    case ErrorKind::kInternal:
      return "Internal";
  }
  return "Internal";
}

}  // namespace weir
