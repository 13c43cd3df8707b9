#include "dryrun/shapes.h"

#include <algorithm>
#include <utility>

#include "base/names.h"
#include "expr/timestamp.h"

namespace weir::dryrun {
namespace {

/// Values may refer to themselves (`union(variables('list'), …)`): a sample ends here.
constexpr int kDepthMax = 12;
constexpr size_t kItems = 2;
constexpr std::string_view kTimestampSample = "2026-01-01T00:00:00Z";

/// A value that goes the unhappy way is tried after the others.
bool LooksUnhappy(const Json& value) {
  const std::string text = NameKey(value.as_string());
  for (const std::string_view word : {"fail", "error", "cancel", "timed"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

Json NumberBeside(const Json& number, int by) {
  if (number.is_int()) return number.as_int() + by;
  return number.as_double() + by;
}

/// What satisfies the comparison, then what does not.
void AddNumbers(std::vector<Json>& out, Comparison comparison, const Json& literal) {
  switch (comparison) {
    case Comparison::kEquals:
    case Comparison::kLessOrEquals:
      out.push_back(literal);
      out.push_back(NumberBeside(literal, 1));
      return;
    case Comparison::kGreater:
      out.push_back(NumberBeside(literal, 1));
      out.push_back(literal);
      return;
    case Comparison::kGreaterOrEquals:
      out.push_back(literal);
      out.push_back(NumberBeside(literal, -1));
      return;
    case Comparison::kLess:
      out.push_back(NumberBeside(literal, -1));
      out.push_back(literal);
      return;
  }
}

}  // namespace

ShapeId Shapes::Make() {
  nodes_.push_back({});
  nodes_.back().joined = nodes_.size() - 1;
  return nodes_.size() - 1;
}

ShapeId Shapes::Root(ShapeId shape) const {
  while (nodes_[shape].joined != shape) shape = nodes_[shape].joined;
  return shape;
}

ShapeId Shapes::Field(ShapeId object, std::string_view name) {
  std::string key = NameKey(name);
  const ShapeId root = Root(object);
  const auto found = nodes_[root].fields.find(key);
  if (found != nodes_[root].fields.end()) return found->second.second;
  const ShapeId field = Make();
  nodes_[root].fields.emplace(std::move(key), std::make_pair(std::string(name), field));
  return field;
}

std::optional<ShapeId> Shapes::FindField(ShapeId object, std::string_view name) const {
  const Node& node = nodes_[Root(object)];
  const auto found = node.fields.find(NameKey(name));
  if (found == node.fields.end()) return std::nullopt;
  return found->second.second;
}

std::vector<std::string> Shapes::Fields(ShapeId object) const {
  std::vector<std::string> names;
  for (const auto& [key, field] : nodes_[Root(object)].fields) names.push_back(field.first);
  return names;
}

bool Shapes::Asked(ShapeId shape) const {
  const Node& node = nodes_[Root(shape)];
  return !node.fields.empty() || node.element || node.read_as_json || !node.uses.empty() ||
         !node.comparisons.empty() || !node.parts.empty() || !node.pieces.empty() ||
         node.characters_min > 0 || node.characters_guessed > 0;
}

ShapeId Shapes::Element(ShapeId array, size_t count) {
  const ShapeId root = Root(array);
  nodes_[root].items_min = std::max(nodes_[root].items_min, count);
  if (!nodes_[root].element) {
    const ShapeId element = Make();
    nodes_[root].element = element;
  }
  return *nodes_[root].element;
}

ShapeId Shapes::Parsed(ShapeId text) {
  nodes_[Root(text)].read_as_json = true;
  return Printed(text);
}

ShapeId Shapes::Printed(ShapeId text) {
  const ShapeId root = Root(text);
  if (!nodes_[root].parsed) {
    const ShapeId parsed = Make();
    nodes_[root].parsed = parsed;
  }
  return *nodes_[root].parsed;
}

void Shapes::Compare(ShapeId shape, Comparison comparison, Json literal) {
  nodes_[Root(shape)].comparisons.emplace_back(comparison, std::move(literal));
}

void Shapes::Contain(ShapeId text, std::string part) {
  auto& parts = nodes_[Root(text)].parts;
  if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
}

ShapeId Shapes::Pieces(ShapeId text, const std::string& delimiter, size_t count) {
  const ShapeId root = Root(text);
  if (!nodes_[root].pieces.contains(delimiter)) {
    const ShapeId piece = Make();
    nodes_[root].pieces[delimiter].piece = piece;
  }
  Split& split = nodes_[root].pieces[delimiter];
  split.count = std::max(split.count, count);
  return split.piece;
}

void Shapes::AtLeast(ShapeId text, size_t characters, bool guess) {
  Node& node = nodes_[Root(text)];
  size_t& least = guess ? node.characters_guessed : node.characters_min;
  least = std::max(least, characters);
}

void Shapes::Join(ShapeId left, ShapeId right) {
  left = Root(left);
  right = Root(right);
  if (left == right) return;
  nodes_[right].joined = left;
  Node absorbed = std::move(nodes_[right]);
  nodes_[right] = Node();
  nodes_[right].joined = left;
  Merge(std::move(absorbed), left);
}

void Shapes::Liken(ShapeId left, ShapeId right) {
  Join(left, right);
  nodes_[Root(left)].label = "same";
}

void Shapes::Merge(Node from, ShapeId into) {
  Node& node = nodes_[into];
  if (node.label.empty()) node.label = std::move(from.label);
  node.items_min = std::max(node.items_min, from.items_min);
  node.characters_min = std::max(node.characters_min, from.characters_min);
  node.characters_guessed = std::max(node.characters_guessed, from.characters_guessed);
  node.read_as_json = node.read_as_json || from.read_as_json;
  node.uses.merge(from.uses);
  std::ranges::move(from.comparisons, std::back_inserter(node.comparisons));
  for (std::string& part : from.parts) Contain(into, std::move(part));
  // What only one side has is taken over; what both have is joined, when all is in place, as that
  // may join this shape with another. Each join leaves one shape less, so this ends.
  std::vector<std::pair<ShapeId, ShapeId>> both;
  const auto take = [&both](std::optional<ShapeId>& mine, const std::optional<ShapeId>& other) {
    if (mine && other) both.emplace_back(*mine, *other);
    if (!mine) mine = other;
  };
  take(node.element, from.element);
  take(node.parsed, from.parsed);
  for (auto& [key, field] : from.fields) {
    const auto [mine, added] = node.fields.emplace(key, field);
    if (!added) both.emplace_back(mine->second.second, field.second);
  }
  for (const auto& [delimiter, split] : from.pieces) {
    const auto [mine, added] = node.pieces.emplace(delimiter, split);
    mine->second.count = std::max(mine->second.count, split.count);
    if (!added) both.emplace_back(mine->second.piece, split.piece);
  }
  for (const auto& [left, right] : both) Join(left, right);
}

/// Values worth trying, best first.
std::vector<Json> Shapes::Candidates(const Node& node) const {
  std::vector<Json> all;
  for (const auto& [comparison, literal] : node.comparisons) {
    if (literal.is_number()) {
      AddNumbers(all, comparison, literal);
    } else if (literal.is_bool()) {
      all.push_back(literal);
      all.push_back(!literal.as_bool());
    } else if (literal.is_string()) {
      all.push_back(literal);
    }
  }
  std::vector<Json> unique;
  for (Json& value : all) {
    if (std::ranges::find(unique, value) == unique.end()) unique.push_back(std::move(value));
  }
  std::ranges::stable_partition(unique, [](const Json& one) { return !LooksUnhappy(one); });
  return unique;
}

Json Shapes::FillAt(ShapeId shape, Json base, std::string_view name, Filling how) const {
  const Node& node = nodes_[Root(shape)];
  if (how.depth >= kDepthMax) return base;
  if (node.read_as_json && !base.is_object()) {
    const Result<Json> there = ParseJson(base.as_string(), {.loose_quotes = true});
    if (how.keep && there) return base;
    return DumpJson(FillAt(*node.parsed, Json(), name, how.Deeper()));
  }
  const bool array = node.element || node.uses.contains(Use::kArray);
  if (array && !base.is_object()) return FillArray(node, base, name, how);
  const bool object = !node.fields.empty() || node.uses.contains(Use::kObject);
  if (!object && !base.is_object()) return FillScalar(node, std::move(base), name, how);
  if (!base.is_object()) base = Json::Object();
  for (const auto& [key, field] : node.fields) {
    const Json::Member* there = base.FindMember(field.first);
    const std::string member = there != nullptr ? there->name : field.first;
    Json value = there != nullptr ? there->value : Json();
    base.Set(member, FillAt(field.second, std::move(value), field.first, how.Deeper()));
  }
  return base;
}

Json Shapes::FillArray(const Node& node, const Json& base, std::string_view name,
                       Filling how) const {
  if (!node.element) return base.is_array() ? base : Json::Array();
  size_t count = std::max({kItems, node.items_min, base.size()});
  if (how.keep && base.is_array()) count = base.size();
  Json array = Json::Array();
  for (size_t i = 0; i < count; ++i) {
    const Json item = base.empty() ? Json() : base[i % base.size()];
    array.Append(FillAt(*node.element, item, name, how.Deeper(i)));
  }
  return array;
}

/// Whether a text or number can be used the way it is; `given` by somebody, it is good unless it is
/// known not to be.
bool Shapes::Serves(const Node& node, const Json& value, bool given) {
  if (value.is_null()) return false;
  if (!value.is_string()) return true;
  const std::string& text = value.as_string();
  if (text.size() < std::max(node.characters_min, given ? 0 : node.characters_guessed))
    return false;
  if (node.uses.contains(Use::kTimestamp) && !expr::ParseTimestamp(text)) return false;
  for (const std::string& part : node.parts) {
    if (text.find(part) == std::string::npos) return false;
  }
  for (const auto& [delimiter, split] : node.pieces) {
    size_t found = 0;
    for (size_t at = text.find(delimiter); !delimiter.empty() && at != std::string::npos;
         at = text.find(delimiter, at + delimiter.size())) {
      ++found;
    }
    if (found + 1 < split.count) return false;
  }
  return true;
}

Json Shapes::FillScalar(const Node& node, Json base, std::string_view name, Filling how) const {
  if (how.keep && Serves(node, base, how.keep)) return base;
  std::vector<Json> candidates = Candidates(node);
  std::erase_if(candidates, [&node](const Json& one) { return !Serves(node, one, false); });
  if (!candidates.empty() && candidates.front().is_string()) {
    candidates.push_back(
        base.is_string() && Serves(node, base, how.keep) ? base : SampleText(node, name, how));
  }
  const bool fits =
      base.is_null() || (!candidates.empty() && base.is_string() == candidates.front().is_string());
  if (!candidates.empty() && fits) return candidates[how.turn % candidates.size()];
  return Serves(node, base, how.keep) ? base : SampleText(node, name, how);
}

Json Shapes::SampleText(const Node& node, std::string_view name, Filling how) const {
  static const std::vector<std::pair<Use, Json>> kSamples{
      {Use::kBoolean, true},       {Use::kInteger, 1},
      {Use::kNumber, 1},           {Use::kTimestamp, kTimestampSample},
      {Use::kIntegerText, "1"},    {Use::kNumberText, "1.5"},
      {Use::kBooleanText, "true"}, {Use::kBase64, "c2FtcGxl"},
      {Use::kXml, "<sample/>"},    {Use::kJson, "{}"},
  };
  for (const auto& [use, value] : kSamples) {
    if (node.uses.contains(use)) return value;
  }
  std::string word = node.label.empty() ? std::string(name) : node.label;
  if (word.empty()) word = "text";
  std::string text = word;
  for (const std::string& part : node.parts) text += part + word;
  for (const auto& [delimiter, split] : node.pieces) {
    const Json piece = FillAt(split.piece, Json(), word, how.Deeper());
    const std::string one = piece.is_string() ? piece.as_string() : DumpJson(piece);
    if (text == word) text = one;
    for (size_t i = 1; i < split.count; ++i) text += delimiter + one;
  }
  const size_t characters = std::max(node.characters_min, node.characters_guessed);
  while (text.size() < characters) text += "_" + word;
  return text;
}

}  // namespace weir::dryrun
