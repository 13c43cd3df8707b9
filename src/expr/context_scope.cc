#include "expr/context_scope.h"

#include <algorithm>

#include "base/names.h"

namespace weir::expr {
namespace {

const std::vector<std::string>& KnownKeys() {
  static const std::vector<std::string> keys = {"pipeline", "variables",   "activities",
                                                "item",     "dataset",     "linkedService",
                                                "trigger",  "triggerBody", "now"};
  return keys;
}

/// Keys that must hold an object.
constexpr std::string_view kObjects[] = {"pipeline", "variables",     "activities",
                                         "dataset",  "linkedService", "trigger"};

std::vector<std::string> NamesOf(const Json& object) {
  std::vector<std::string> names;
  for (const Json::Member& member : object.members()) names.push_back(member.name);
  return names;
}

std::optional<Json> Named(const Json& object, std::string_view name) {
  const Json* found = object.Find(name);
  return found == nullptr ? std::nullopt : std::optional<Json>(*found);
}

}  // namespace

Result<ContextScope> ContextScope::Make(const Json& context, UtcTime now, uint64_t seed) {
  if (!context.is_object() && !context.is_null()) {
    return Fail(
               ErrorKind::kInvalid, "InvalidContext",
               "expected the context to be an object, got " + std::string(KindName(context.kind())))
        .At(context.position());
  }
  for (const Json::Member& member : context.members()) {
    const auto same = [&](const std::string& key) { return SameName(key, member.name); };
    if (std::none_of(KnownKeys().begin(), KnownKeys().end(), same)) {
      return Fail(ErrorKind::kInvalid, "InvalidContext",
                  "the context has no key '" + member.name + "'" +
                      DidYouMean(member.name, KnownKeys()))
          .At(member.name_position);
    }
  }
  for (const std::string_view key : kObjects) {
    const Json* value = context.Find(key);
    if (value != nullptr && !value->is_object()) {
      return Fail(ErrorKind::kInvalid, "InvalidContext",
                  "expected '" + std::string(key) + "' to be an object, got " +
                      std::string(KindName(value->kind())))
          .At(value->position());
    }
  }
  if (const Json* frozen = context.Find("now")) {
    Result<UtcTime> read = ParseUtc(frozen->as_string());
    if (!read) {
      return std::move(read).error().At(frozen->position()).While("reading 'now' of the context");
    }
    now = *read;
  }
  return ContextScope(context, now, seed);
}

std::optional<Json> ContextScope::TriggerBody() const {
  if (std::optional<Json> body = Key("triggerBody")) return body;
  return Named(context_["trigger"]["outputs"], "body");
}

std::optional<Json> ContextScope::Activity(std::string_view name) const {
  return Named(context_["activities"], name);
}

std::optional<Json> ContextScope::Variable(std::string_view name) const {
  return Named(context_["variables"], name);
}

std::vector<std::string> ContextScope::ActivityNames() const {
  return NamesOf(context_["activities"]);
}

std::vector<std::string> ContextScope::VariableNames() const {
  return NamesOf(context_["variables"]);
}

std::optional<Json> ContextScope::Key(std::string_view name) const {
  return Named(context_, name);
}

}  // namespace weir::expr
