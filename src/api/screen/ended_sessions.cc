#include "api/screen/ended_sessions.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/private_file.h"

namespace weir::api {
namespace {

constexpr size_t kKeptMax = 10'000;

}  // namespace

EndedSessions::EndedSessions(std::string file, const Clock& clock)
    : file_(std::move(file)), clock_(clock) {
  if (file_.empty()) return;
  std::ostringstream text;
  text << std::ifstream(file_).rdbuf();
  const Result<Json> kept = ParseJson(text.str(), {.strict = true});
  if (!kept) return;
  for (const Json::Member& member : kept->members()) {
    until_[member.name] = FromMicros(member.value.as_int());
  }
  ForgetLocked();
}

void EndedSessions::ForgetLocked() {
  const UtcTime now = clock_.Now();
  std::erase_if(until_, [&](const auto& one) { return one.second < now; });
  while (until_.size() > kKeptMax) {
    until_.erase(std::min_element(until_.begin(), until_.end(), [](const auto& a, const auto& b) {
      return a.second < b.second;
    }));
  }
}

bool EndedSessions::Has(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return until_.contains(id);
}

Result<> EndedSessions::Add(const std::string& id, UtcTime until) {
  const std::lock_guard lock(mutex_);
  until_[id] = until;
  ForgetLocked();
  if (file_.empty()) return {};
  Json kept = Json::Object();
  for (const auto& [one, when] : until_) kept.AppendMember(one, ToMicros(when));
  return WritePrivateFile(file_, DumpJson(kept));
}

}  // namespace weir::api
