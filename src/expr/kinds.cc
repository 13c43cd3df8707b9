#include "expr/kinds.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/check.h"

namespace weir::expr {
namespace {

using Kind = Json::Kind;

constexpr std::array<std::pair<std::string_view, KindSet>, 11> kWords{{
    {"any", KindSet::Any()},
    {"string", KindSet(Kind::kString)},
    {"int", KindSet(Kind::kInt)},
    {"float", KindSet(Kind::kFloat)},
    {"number", KindSet::Number()},
    {"bool", KindSet(Kind::kBool)},
    {"array", KindSet(Kind::kArray)},
    {"object", KindSet(Kind::kObject)},
    {"null", KindSet(Kind::kNull)},
    // Content: {"$content-type", "$content"}.
    {"binary", KindSet(Kind::kObject)},
    {"xml", KindSet(Kind::kObject)},
}};

/// "array|string".
KindSet KindsOf(std::string_view words) {
  KindSet kinds;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find('|'));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    KindSet found;
    for (const auto& [name, kind] : kWords) {
      if (name == word) found = kind;
    }
    WEIR_CHECK(!found.empty(), "the specs are compiled in and tested");
    kinds = kinds | found;
  }
  return kinds;
}

std::vector<ParameterKinds> ReadParameters(const FunctionSpec& spec) {
  std::vector<ParameterKinds> parameters;
  std::string_view rest = spec.args;
  while (!rest.empty()) {
    std::string_view one = rest.substr(0, rest.find(", "));
    rest.remove_prefix(std::min(rest.size(), one.size() + 2));
    ParameterKinds parameter;
    parameter.repeated = one.ends_with("...");
    if (parameter.repeated) one.remove_suffix(3);
    const size_t colon = one.find(": ");
    parameter.name = one.substr(0, colon);
    if (parameter.name.ends_with('?')) parameter.name.remove_suffix(1);
    parameter.kinds = KindsOf(one.substr(colon + 2));
    parameter.content = parameter.kinds.Has(Kind::kString) && !parameter.kinds.Has(Kind::kObject);
    parameters.push_back(parameter);
  }
  return parameters;
}

}  // namespace

std::string KindSet::ToString() const {
  if (any()) return "anything";
  std::string text;
  for (const Kind kind : {Kind::kString, Kind::kInt, Kind::kFloat, Kind::kBool, Kind::kArray,
                          Kind::kObject, Kind::kNull}) {
    if (!Has(kind)) continue;
    if (!text.empty()) text += " or ";
    text += KindName(kind);
  }
  return text;
}

const std::vector<ParameterKinds>& ParametersOf(const FunctionSpec& spec) {
  static const auto all = [] {
    std::unordered_map<const FunctionSpec*, std::vector<ParameterKinds>> parameters;
    for (const FunctionSpec& one : AllFunctions()) parameters.emplace(&one, ReadParameters(one));
    return parameters;
  }();
  return all.at(&spec);
}

KindSet ReturnsOf(const FunctionSpec& spec) {
  return KindsOf(spec.returns);
}

}  // namespace weir::expr
