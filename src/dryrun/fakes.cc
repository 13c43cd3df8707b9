#include "dryrun/fakes.h"

#include <algorithm>

#include "base/names.h"

namespace weir::dryrun {
namespace {

Result<> CheckAnswer(const std::string& name, const Json& answer) {
  const bool good =
      answer.is_object() && (answer.Find("output") != nullptr || answer["error"].is_object() ||
                             answer.Find("seconds") != nullptr);
  if (good) return {};
  return Fail(ErrorKind::kInvalid, "InvalidFakes",
              "the answer of '" + name +
                  "' must be an object with \"output\", \"error\" or \"seconds\", got " +
                  std::string(KindName(answer.kind())))
      .At(answer.position());
}

}  // namespace

Result<Fakes> Fakes::Parse(const Json& json) {
  Fakes fakes;
  if (json.is_null()) return fakes;
  if (!json.is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidFakes",
                "fakes must be an object {activity: answer}, got " +
                    std::string(KindName(json.kind())))
        .At(json.position());
  }
  for (const Json::Member& member : json.members()) {
    Given given{member.name, {}};
    if (member.value.is_array()) {
      given.answers.assign(member.value.items().begin(), member.value.items().end());
    } else {
      given.answers.push_back(member.value);
    }
    for (const Json& answer : given.answers) WEIR_TRY(CheckAnswer(member.name, answer));
    if (!given.answers.empty()) fakes.given_[NameKey(member.name)] = std::move(given);
  }
  return fakes;
}

const Json* Fakes::Find(std::string_view pipeline, std::string_view activity, size_t call) const {
  auto found = given_.find(NameKey(std::string(pipeline) + "/" + std::string(activity)));
  if (found == given_.end()) found = given_.find(NameKey(activity));
  if (found == given_.end()) return nullptr;
  const std::vector<Json>& answers = found->second.answers;
  return &answers[std::min(call, answers.size() - 1)];
}

std::vector<std::string> Fakes::Names() const {
  std::vector<std::string> names;
  for (const auto& [key, given] : given_) names.push_back(given.name);
  return names;
}

}  // namespace weir::dryrun
