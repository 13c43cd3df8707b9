#pragma once

#include <functional>
#include <optional>
#include <string>

namespace weir::http {

/// A body that is made while it is sent. The connection closes behind it.
class BodyStream {
 public:
  /// After it, `wake` is not called.
  virtual ~BodyStream() = default;
  /// What there is to send; empty: nothing yet; nothing: the end. Must not wait. Asked again after
  /// what it gave was sent, when woken, and each 15 s.
  virtual std::optional<std::string> Take() = 0;
  /// Have `wake` called, from any thread, when there is something to send.
  virtual void OnMore(std::function<void()> wake) = 0;
};

}  // namespace weir::http
