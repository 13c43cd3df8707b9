#pragma once

#include <atomic>
#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

#include "http/server/connection.h"

namespace weir::http {

/// What all connections of a server hold together, so that one client cannot have it all.
/// Thread safe.
class ServerLoad {
 public:
  /// The connection waits for a request. It must be taken off before it goes.
  void AddIdle(Connection* connection);
  void RemoveIdle(Connection* connection);
  /// Hang up on the one that has waited longest; false if none waits.
  bool CloseOldest();

  /// Bytes of requests that are read and not answered yet.
  std::atomic<size_t>& request_bytes() { return request_bytes_; }

 private:
  std::mutex mutex_;
  std::list<Connection*> idle_;  // Oldest first.
  std::unordered_map<Connection*, std::list<Connection*>::iterator> places_;
  std::atomic<size_t> request_bytes_{0};
};

}  // namespace weir::http
