#include "cli/json_diff.h"

#include <algorithm>
#include <set>

namespace weir::cli {
namespace {

constexpr size_t kTextMax = 160;

std::string Short(const Json& value) {
  std::string text = DumpJson(value);
  if (text.size() <= kTextMax) return text;
  size_t end = kTextMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

/// The names of all items, if each is an object with a name of its own; else none.
std::vector<std::string> NamesOf(const Json& array) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const Json& item : array.items()) {
    const std::string& name = item["name"].as_string();
    if (name.empty() || !seen.insert(name).second) return {};
    names.push_back(name);
  }
  return names;
}

class Differ {
 public:
  void Compare(const std::string& path, const Json& old, const Json& now) {
    if (old == now) return;
    if (old.is_object() && now.is_object()) return CompareObjects(path, old, now);
    if (old.is_array() && now.is_array()) return CompareArrays(path, old, now);
    found.push_back({'~', path, Short(old) + " → " + Short(now)});
  }

  std::vector<JsonDifference> found;

 private:
  void CompareObjects(const std::string& path, const Json& old, const Json& now) {
    const std::string before = path.empty() ? "" : path + ".";
    for (const Json::Member& member : now.members()) {
      const Json* known = old.Find(member.name);
      if (known == nullptr) {
        found.push_back({'+', before + member.name, Short(member.value)});
      } else {
        Compare(before + member.name, *known, member.value);
      }
    }
    for (const Json::Member& member : old.members()) {
      if (now.Find(member.name) != nullptr) continue;
      found.push_back({'-', before + member.name, Short(member.value)});
    }
  }

  void CompareArrays(const std::string& path, const Json& old, const Json& now) {
    const std::vector<std::string> before = NamesOf(old);
    const std::vector<std::string> after = NamesOf(now);
    if (before.empty() || after.empty()) return CompareByPlace(path, old, now);
    const size_t told = found.size();
    for (size_t i = 0; i < after.size(); ++i) {
      const std::string at = path + "[" + after[i] + "]";
      const auto known = std::find(before.begin(), before.end(), after[i]);
      if (known == before.end()) {
        found.push_back({'+', at, Short(now[i])});
      } else {
        Compare(at, old[static_cast<size_t>(known - before.begin())], now[i]);
      }
    }
    for (size_t i = 0; i < before.size(); ++i) {
      if (std::find(after.begin(), after.end(), before[i]) != after.end()) continue;
      found.push_back({'-', path + "[" + before[i] + "]", Short(old[i])});
    }
    if (found.size() == told) found.push_back({'~', path, "in another order"});
  }

  void CompareByPlace(const std::string& path, const Json& old, const Json& now) {
    for (size_t i = 0; i < std::max(old.size(), now.size()); ++i) {
      const std::string at = path + "[" + std::to_string(i) + "]";
      if (i >= old.size()) {
        found.push_back({'+', at, Short(now[i])});
      } else if (i >= now.size()) {
        found.push_back({'-', at, Short(old[i])});
      } else {
        Compare(at, old[i], now[i]);
      }
    }
  }
};

}  // namespace

std::vector<JsonDifference> DiffJson(const Json& old, const Json& now) {
  Differ differ;
  differ.Compare("", old, now);
  return std::move(differ.found);
}

}  // namespace weir::cli
