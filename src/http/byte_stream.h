#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/cancel.h"
#include "base/result.h"

namespace weir::http {

/// Who to connect to for a protocol that is not HTTP.
struct Endpoint {
  std::string host = {};
  int port = 0;
  bool tls = false;
  bool verify_tls = true;
};

/// A connection that carries bytes both ways, in the clear or under TLS. One thread at a time.
///
/// Errors: kUnavailable HttpConnectionBroken, HttpTimeout; kCancelled.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Send all of it.
  virtual Result<> Write(std::string_view bytes, std::chrono::milliseconds timeout,
                         const CancelToken* cancel) = 0;
  /// At least one byte and at most `size`; 0 if the other side closed.
  virtual Result<size_t> Read(char* out, size_t size, std::chrono::milliseconds timeout,
                              const CancelToken* cancel) = 0;
};

}  // namespace weir::http
