#include "gateway/link.h"

#include <algorithm>

#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

constexpr std::chrono::seconds kHelloMax{20};
constexpr size_t kHelloBytesMax = size_t{64} << 10U;

}  // namespace

Link::Link(Hub& hub, std::string asked_nonce) : nonce(std::move(asked_nonce)), hub_(hub) {
  Push(Json::Object({{"type", "challenge"}, {"nonce", nonce}, {"protocol", kProtocol}}));
}

std::optional<std::string> Link::Take() {
  const bool stranger = node.id.empty();  // Written by this thread only.
  const std::lock_guard lock(mutex_);
  if (stranger && std::chrono::steady_clock::now() - since > kHelloMax) return std::nullopt;
  if (out_.empty()) return over_ ? std::nullopt : std::optional<std::string>("");
  std::string next = std::move(out_.front());
  out_.pop_front();
  sent_bytes_ += static_cast<int64_t>(next.size());
  return next;
}

size_t Link::message_max() const {
  return node.id.empty() ? kHelloBytesMax : SIZE_MAX;  // Written by the thread that asks.
}

int64_t Link::room() const {
  if (leaving || node.draining) return 0;
  return (node.jobs_limit == 0 ? jobs_max : std::min(node.jobs_limit, jobs_max)) - stray;
}

void Link::OnMore(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void Link::OnMessage(std::string message) {
  received_bytes_ += static_cast<int64_t>(message.size());
  const Result<Json> said = ParseJson(message, {.strict = true});
  if (!said || !said->is_object()) return End();
  const bool known = !node.id.empty();  // Written by this thread only.
  known ? hub_.Said(*this, *said) : hub_.Hello(*this, *said);
}

void Link::OnClose() {
  hub_.Gone(*this);
}

void Link::Push(const Json& message) {
  const std::lock_guard lock(mutex_);
  out_.push_back(DumpJson(message));
  if (wake_) wake_();
}

void Link::End() {
  const std::lock_guard lock(mutex_);
  over_ = true;
  if (wake_) wake_();
}

}  // namespace weir::gateway
