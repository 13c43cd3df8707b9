#include "model/v1/config.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>
#include <variant>

#include "base/names.h"
#include "model/json_file.h"
#include "model/rules.h"
#include "model/v1/values.h"

namespace weir::model {
namespace {

using Step = std::variant<std::string, size_t>;

/// The step in brackets at the start of `rest`, which is taken off.
std::optional<Step> TakeBracket(std::string_view* rest) {
  const bool quoted = rest->size() > 1 && (*rest)[1] == '\'';
  const size_t close = rest->find(quoted ? "']" : "]");
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view inside = rest->substr(quoted ? 2 : 1, close - (quoted ? 2 : 1));
  rest->remove_prefix(close + (quoted ? 2 : 1));
  if (quoted) return std::string(inside);
  size_t index = 0;
  const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
  if (error != std::errc() || end != inside.data() + inside.size()) return std::nullopt;
  return index;
}

/// The steps of a path; nothing if it is none.
std::optional<std::vector<Step>> StepsOf(std::string_view path) {
  if (!path.starts_with('$')) return std::nullopt;
  path.remove_prefix(1);
  std::vector<Step> steps;
  while (!path.empty()) {
    if (path.starts_with(".[")) path.remove_prefix(1);
    if (path.front() == '[') {
      std::optional<Step> step = TakeBracket(&path);
      if (!step) return std::nullopt;
      steps.push_back(*std::move(step));
      continue;
    }
    if (path.front() != '.') return std::nullopt;
    path.remove_prefix(1);
    const std::string_view name = path.substr(0, path.find_first_of(".["));
    if (name.empty()) return std::nullopt;
    steps.emplace_back(std::string(name));
    path.remove_prefix(name.size());
  }
  return steps;
}

/// Replace what the steps from `next` on lead to, where it stood. False if that is nothing.
bool Replace(Json* at, const std::vector<Step>& steps, size_t next, const Json& value) {
  if (next == steps.size()) {
    const Position position = at->position();
    *at = value;
    at->set_position(position);
    return true;
  }
  if (const size_t* index = std::get_if<size_t>(&steps[next])) {
    if (!at->is_array() || *index >= at->size()) return false;
    return Replace(&at->MutableItems()[*index], steps, next + 1, value);
  }
  if (!at->is_object()) return false;
  for (Json::Member& member : at->MutableMembers()) {
    if (SameName(member.name, std::get<std::string>(steps[next]))) {
      return Replace(&member.value, steps, next + 1, value);
    }
  }
  return false;
}

}  // namespace

Result<V1Config> V1Config::Read(const std::string& path) {
  V1Config config;
  config.file_ = std::filesystem::path(path).filename().string();
  WEIR_ASSIGN(config.document_, ReadJsonFile(path));
  for (const Json::Member& member : config.document_.members()) {
    if (member.name.starts_with('$') || member.value.is_array()) continue;
    return Fail(ErrorKind::kInvalid, "InvalidConfig",
                "'" + member.name + "' must be a list of {\"name\": path, \"value\": …}, got " +
                    Shown(member.value))
        .At(path)
        .At(member.value.position());
  }
  if (config.document_.is_object()) return config;
  return Fail(ErrorKind::kInvalid, "InvalidConfig",
              "expected an object with a list for each name, got " + Shown(config.document_))
      .At(path);
}

void V1Config::Apply(const std::string& name, Json* document, std::vector<Finding>* findings) {
  const V1ValueReader reporter(file_, findings);
  for (const Json::Member& member : document_.members()) {
    if (member.name.starts_with('$') || !SameName(member.name, name)) continue;
    used_.insert(NameKey(name));
    for (const Json& entry : member.value.items()) {
      const std::string& path = entry["name"].as_string();
      const std::optional<std::vector<Step>> steps = StepsOf(path);
      if (!steps) {
        reporter.Report("ConfigNotApplied", entry.position(),
                        "'name' must be a path like $.properties.typeProperties.x, got " +
                            Shown(entry["name"]));
      } else if (!Replace(document, *steps, 0, entry["value"])) {
        reporter.Report("ConfigNotApplied", entry.position(),
                        "'" + name + "' has nothing at '" + path + "': nothing was put there");
      }
    }
  }
}

void V1Config::ReportUnused(const std::vector<std::string>& known,
                            std::vector<Finding>* findings) const {
  const V1ValueReader reporter(file_, findings);
  for (const Json::Member& member : document_.members()) {
    if (member.name.starts_with('$') || used_.contains(NameKey(member.name))) continue;
    reporter.Report("ConfigNameUnknown", member.value.position(),
                    "the factory has no '" + member.name + "'" + DidYouMean(member.name, known));
  }
}

}  // namespace weir::model
