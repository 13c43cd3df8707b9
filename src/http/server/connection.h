#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace weir::http {

/// Bytes to and from one client, with or without TLS. Lets the rest compile without either.
class Connection {
 public:
  virtual ~Connection() = default;
  /// At least one byte; 0 when the client has gone or Close was called.
  virtual boost::asio::awaitable<size_t> Read(char* out, size_t size) = 0;
  virtual boost::asio::awaitable<bool> Write(std::string_view head, std::string_view body) = 0;
  /// Close it when the time is up, unless it is set again or cleared.
  virtual void Deadline(std::chrono::steady_clock::duration time) = 0;
  virtual void ClearDeadline() = 0;
  /// Close it from any thread, while it exists.
  virtual void CloseSoon() = 0;
  virtual bool secure() const = 0;
  virtual const std::string& remote() const = 0;
};

}  // namespace weir::http
