#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "base/json.h"
#include "gateway/hub.h"
#include "http/server/socket_peer.h"

namespace weir::gateway {

/// One connection of a node. What is not const or behind its own lock belongs to the hub's lock.
class Link final : public http::SocketPeer, public std::enable_shared_from_this<Link> {
 public:
  Link(Hub& hub, std::string asked_nonce);

  std::optional<std::string> Take() override;
  /// Strangers have little to say.
  size_t message_max() const override;
  void OnMore(std::function<void()> wake) override;
  void OnMessage(std::string message) override;
  void OnClose() override;

  /// Have it sent.
  void Push(const Json& message);
  /// Send what there is, then hang up.
  void End();

  const std::string nonce;
  NodeRecord node;  ///< Empty id: it has not said yet who it is.
  std::string runtime_id;
  std::string boot;
  Json capabilities;
  std::set<std::string> types;
  int64_t jobs_max = 0;
  int64_t job_bytes_max = 0;
  bool leaving = false;  ///< The node itself wants no more jobs.
  bool busy = false;
  int64_t stray = 0;  ///< Jobs that it has and nobody waits for.
  int64_t memory_free_mb = 0;
  int64_t cpu_percent = 0;
  UtcTime connected{};
  UtcTime heard{};
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point heard_at = since;

  /// How many jobs it may have; 0 while it is drained.
  int64_t room() const;
  int64_t sent_bytes() const { return sent_bytes_; }
  int64_t received_bytes() const { return received_bytes_; }

 private:
  Hub& hub_;
  std::atomic<int64_t> sent_bytes_{0};
  std::atomic<int64_t> received_bytes_{0};
  std::mutex mutex_;
  std::deque<std::string> out_;
  std::function<void()> wake_;
  bool over_ = false;
};

}  // namespace weir::gateway
