#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "gateway/hub.h"
#include "gateway/link.h"
#include "gateway/protocol.h"

namespace weir::gateway {
namespace {

/// How often waits look whether somebody cancelled.
constexpr auto kLook = std::chrono::milliseconds(50);
constexpr auto kCancelMax = std::chrono::seconds(15);

/// A place in a line, for as long as it lives.
class InLine {
 public:
  using Lines = std::map<std::string, std::set<int64_t>>;
  InLine(Lines& lines, std::string name, int64_t number)
      : lines_(lines), name_(std::move(name)), number_(number) {
    lines_[name_].insert(number_);
  }
  ~InLine() {
    const auto line = lines_.find(name_);
    line->second.erase(number_);
    if (line->second.empty()) lines_.erase(line);
  }
  InLine(const InLine&) = delete;
  InLine& operator=(const InLine&) = delete;
  bool first() const { return *lines_.at(name_).begin() == number_; }

 private:
  Lines& lines_;
  const std::string name_;
  const int64_t number_;
};

Result<> CheckSize(int64_t bytes, int64_t bytes_max, const std::string& node) {
  if (bytes <= bytes_max) return {};
  return Fail(ErrorKind::kInvalid, "GatewayJobTooLarge",
              "the activity with its datasets and secrets has " + std::to_string(bytes) +
                  " bytes as a job, the node '" + node + "' takes " + std::to_string(bytes_max));
}

}  // namespace

Link* Hub::LinkOf(const std::string& node_id) const {
  const auto found = links_.find(node_id);
  return found == links_.end() ? nullptr : found->second.get();
}

int64_t Hub::JobsOf(const std::string& node_id) const {
  return std::count_if(slots_.begin(), slots_.end(),
                       [&](const auto& slot) { return slot.second.seat.node_id == node_id; });
}

bool Hub::MayTake(const Link& link, const std::string& type) const {
  return !link.busy && link.types.contains(NameKey(type)) &&
         !Silent(link, Steady::duration(options_.lease) / 2);
}

/// The one with the most room, of those that `of` allows; null if none has any.
Link* Hub::Roomiest(const std::function<bool(const Link&)>& of) const {
  Link* best = nullptr;
  int64_t room = 0;
  for (const auto& [id, link] : links_) {
    if (!of(*link)) continue;
    const int64_t left = link->room() - JobsOf(id);
    if (left <= room) continue;
    room = left;
    best = link.get();
  }
  return best;
}

std::optional<Seat> Hub::ReserveAt(const std::string& factory, const std::string& location,
                                   const std::string& type) {
  const std::lock_guard lock(mutex_);
  if (!open_) return std::nullopt;
  const Link* link = Roomiest([&](const Link& one) {
    return one.runtime_id.starts_with(factory + "/") && SameName(one.node.location, location) &&
           MayTake(one, type);
  });
  if (link == nullptr) return std::nullopt;
  Seat seat{link->runtime_id, link->node.id, link->boot, NewGuid()};
  slots_[seat.job_id].seat = seat;
  return seat;
}

Result<std::string> Hub::Resolve(const std::string& runtime_id) const {
  const std::lock_guard lock(mutex_);
  if (!open_) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
  return options_.book->Resolve(runtime_id);
}

Result<Seat> Hub::Reserve(const std::string& runtime_id, const std::string& type,
                          const CancelToken& cancel) {
  std::unique_lock lock(mutex_);
  const std::string name = runtime_id.substr(runtime_id.rfind('/') + 1);
  if (open_ && options_.book->CountNodes(runtime_id) == 0) {
    return Fail(ErrorKind::kConflict, "IntegrationRuntimeHasNoNodes",
                "the self-hosted integration runtime '" + name +
                    "' has no node; register one with weir gateway register")
        .At(runtime_id);
  }
  const auto begun = Steady::now();
  const auto deadline = begun + options_.wait_max;
  const auto of = [&](const Link& one) {
    return one.runtime_id == runtime_id && MayTake(one, type);
  };
  const InLine place(lines_, runtime_id + "\n" + NameKey(type), ++last_in_line_);
  while (open_) {
    WEIR_TRY(cancel.Check());
    const Link* link = place.first() ? Roomiest(of) : nullptr;
    if (link != nullptr) {
      Seat seat{runtime_id, link->node.id, link->boot, NewGuid()};
      Slot& slot = slots_[seat.job_id];
      slot.seat = seat;
      slot.since = begun;
      changed_.notify_all();  // Who is next in line looks again.
      return seat;
    }
    if (Steady::now() > deadline) {
      return Fail(ErrorKind::kUnavailable, "IntegrationRuntimeOffline",
                  "no node of the self-hosted integration runtime '" + name +
                      "' was connected and had room for a " + type + " activity within " +
                      std::to_string(options_.wait_max.count()) + " s")
          .At(runtime_id);
    }
    changed_.wait_for(lock, kLook);
  }
  return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
}

void Hub::Adopt(const Seat& seat) {
  const std::lock_guard lock(mutex_);
  slots_[seat.job_id].seat = seat;
}

Result<> Hub::Send(const Seat& seat, Json content) {
  const std::lock_guard lock(mutex_);
  if (!open_) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
  WEIR_ASSIGN(const NodeRecord node, options_.book->FindNode(seat.runtime_id, seat.node_id));
  content.Set("job", seat.job_id);
  content.Set("node", seat.node_id);
  content.Set("boot", seat.boot);
  WEIR_ASSIGN(std::string sealed, SealFor(node.box_key, DumpJson(content)));
  const auto sealed_size = static_cast<int64_t>(sealed.size());
  std::string signature = Sign(options_.signing, JobText(seat.node_id, sealed));
  const Json message = Json::Object({{"type", "job"},
                                     {"job", seat.job_id},
                                     {"sealed", std::move(sealed)},
                                     {"signature", std::move(signature)}});
  Link* link = LinkOf(seat.node_id);
  WEIR_TRY(CheckSize(sealed_size, link == nullptr ? kJobBytesMax : link->job_bytes_max, node.name));
  Slot& slot = slots_[seat.job_id];
  slot.seat = seat;
  slot.message = message;
  if (link != nullptr) Offer(*link, slot);
  return {};
}

std::optional<Error> Hub::LostOf(const Slot& slot) const {
  if (slot.lost) return slot.lost;
  const Link* link = LinkOf(slot.seat.node_id);
  const auto gone = gone_.find(slot.seat.node_id);
  const auto last = link != nullptr       ? link->heard_at
                    : gone == gone_.end() ? slot.since
                                          : gone->second;
  const auto since = link != nullptr ? last : std::max(slot.since, last);
  if (Steady::now() - since < options_.lease) return std::nullopt;
  return Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
              "nothing was heard of the node that has the job for " +
                  std::to_string(options_.lease.count()) + " s");
}

Result<Json> Hub::Await(const Seat& seat, const CancelToken& cancel, const OnProgress& progress) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto found = slots_.find(seat.job_id);
    if (found == slots_.end()) {
      return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
    }
    Slot& slot = found->second;
    if (!slot.result.is_null()) return slot.result;
    if (std::optional<Error> lost = LostOf(slot)) return *std::move(lost);
    WEIR_TRY(cancel.Check());
    if (slot.progress) {
      const engine::Progress last = *std::exchange(slot.progress, std::nullopt);
      lock.unlock();
      progress(last);
      lock.lock();
      continue;
    }
    changed_.wait_for(lock, kLook);
  }
}

void Hub::Cancel(const Seat& seat) {
  std::unique_lock lock(mutex_);
  if (Link* link = LinkOf(seat.node_id)) {
    link->Push(Json::Object({{"type", "cancel"}, {"job", seat.job_id}}));
  }
  changed_.wait_for(lock, kCancelMax, [&] {
    const auto found = slots_.find(seat.job_id);
    return found == slots_.end() || !found->second.result.is_null() || found->second.lost ||
           LinkOf(seat.node_id) == nullptr;
  });
}

void Hub::Forget(const Seat& seat) {
  const std::lock_guard lock(mutex_);
  slots_.erase(seat.job_id);
  if (Link* link = LinkOf(seat.node_id)) {
    link->Push(Json::Object({{"type", "acknowledge"}, {"job", seat.job_id}}));
  }
  changed_.notify_all();
}

}  // namespace weir::gateway
