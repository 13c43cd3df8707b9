#include "alert/told.h"

#include <algorithm>

namespace weir::alert {
namespace {

Json Shortened(const Notice& notice) {
  Notice shown = notice;
  if (shown.entries.size() > Told::kEntriesMax) shown.entries.resize(Told::kEntriesMax);
  Json json = ToJson(shown);
  json.Set("title", notice.Title());
  json.Set("count", static_cast<int64_t>(notice.entries.size()));
  json.Set("told", Json::Array());
  return json;
}

}  // namespace

void Told::Note(const Notice& notice, size_t action, const std::string& target,
                const Result<>& sent, bool kept, UtcTime now) {
  auto found = std::find_if(notices_.rbegin(), notices_.rend(),
                            [&](const Json& one) { return one["id"].as_string() == notice.id; });
  if (found == notices_.rend()) {
    notices_.push_back(Shortened(notice));
    if (notices_.size() > kNoticesMax) notices_.pop_front();
    found = notices_.rbegin();
  }
  const auto number = static_cast<int64_t>(action);
  int64_t tries = 1;
  Json told = Json::Array();
  for (const Json& one : (*found)["told"].items()) {
    if (one["action"].as_int() == number) {
      tries = one["tries"].as_int() + 1;
    } else {
      told.Append(one);
    }
  }
  Json result = Json::Object({{"action", number},
                              {"target", target},
                              {"status", sent   ? "Sent"
                                         : kept ? "Again"
                                                : "GivenUp"},
                              {"tries", tries},
                              {"time", FormatUtc(now)}});
  if (!sent) result.Set("message", sent.error().message());
  told.Append(std::move(result));
  found->Set("told", std::move(told));
}

Json Told::Of(const std::string& factory) const {
  Json listed = Json::Array();
  for (auto one = notices_.rbegin(); one != notices_.rend(); ++one) {
    if ((*one)["factory"].as_string() == factory) listed.Append(*one);
  }
  return listed;
}

Json Told::State() const {
  Json state = Json::Array();
  for (const Json& one : notices_) state.Append(one);
  return state;
}

void Told::Restore(const Json& state) {
  notices_.clear();
  for (const Json& one : state.items()) notices_.push_back(one);
}

}  // namespace weir::alert
