#include "http/server/server_load.h"

namespace weir::http {

void ServerLoad::AddIdle(Connection* connection) {
  const std::lock_guard lock(mutex_);
  if (places_.contains(connection)) return;
  places_[connection] = idle_.insert(idle_.end(), connection);
}

void ServerLoad::RemoveIdle(Connection* connection) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(connection);
  if (found == places_.end()) return;
  idle_.erase(found->second);
  places_.erase(found);
}

bool ServerLoad::CloseOldest() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return false;
  idle_.front()->CloseSoon();
  places_.erase(idle_.front());
  idle_.pop_front();
  return true;
}

}  // namespace weir::http
