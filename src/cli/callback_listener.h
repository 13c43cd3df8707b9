#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "engine/engine.h"
#include "http/server/server.h"

namespace weir::cli {

/// Listens for callbacks of activities as soon as one of them needs it. Thread safe.
class CallbackListener {
 public:
  /// `address`: "ADDR:PORT"; empty: a free port of loopback.
  explicit CallbackListener(std::string address) : address_(std::move(address)) {}

  /// Where it listens, "http://127.0.0.1:40001"; begins to if it does not yet. `earlier`: where the
  /// process before listened, which is tried first. Errors: kInvalid InvalidListenAddress,
  /// kConflict AddressInUse, kCancelled after Close().
  Result<std::string> Open(const std::string& earlier, engine::Engine& engine);
  /// Listen no more. The engine must outlive this, and what it runs may ask to open until it ends.
  void Close();

 private:
  const std::string address_;
  std::mutex mutex_;
  std::unique_ptr<http::Server> server_;
  std::string url_;
  bool closed_ = false;
};

}  // namespace weir::cli
