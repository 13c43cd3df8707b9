#include "base/json.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/names.h"

namespace weir {

struct Json::Node {
  std::atomic<int32_t> holders{1};
};
struct Json::TextNode : Node {
  explicit TextNode(std::string t) : text(std::move(t)) {}
  TextNode(const TextNode& other) : Node(), text(other.text) {}
  std::string text;
};
struct Json::ArrayNode : Node {
  explicit ArrayNode(std::vector<Json> i) : items(std::move(i)) {}
  ArrayNode(const ArrayNode& other) : Node(), items(other.items) {}
  std::vector<Json> items;
};
struct Json::ObjectNode : Node {
  explicit ObjectNode(std::vector<Member> m) : members(std::move(m)) {}
  ObjectNode(const ObjectNode& other) : Node(), members(other.members) {}
  std::vector<Member> members;
};

namespace {

const Json& NullJson() {
  static const Json null;
  return null;
}

}  // namespace

Json::Json(std::string text) : kind_(Kind::kString) {
  bits_.node = new TextNode(std::move(text));
}

Json Json::NumberText(std::string text) {
  Json json(std::move(text));
  json.kind_ = Kind::kNumberText;
  return json;
}

Json Json::Array(std::vector<Json> items) {
  Json json;
  json.bits_.node = new ArrayNode(std::move(items));
  json.kind_ = Kind::kArray;
  return json;
}

Json Json::Object(std::vector<Member> members) {
  Json json;
  json.bits_.node = new ObjectNode(std::move(members));
  json.kind_ = Kind::kObject;
  return json;
}

Json Json::Object(std::initializer_list<Entry> entries) {
  std::vector<Member> members;
  members.reserve(entries.size());
  for (const Entry& entry : entries) {
    members.push_back({std::string(entry.first), entry.second, {}});
  }
  return Object(std::move(members));
}

Json::Json(const Json& other) noexcept
    : bits_(other.bits_), line_(other.line_), column_(other.column_), kind_(other.kind_) {
  Retain();
}

Json::Json(Json&& other) noexcept
    : bits_(other.bits_), line_(other.line_), column_(other.column_), kind_(other.kind_) {
  other.kind_ = Kind::kNull;
}

Json& Json::operator=(const Json& other) noexcept {
  if (this != &other) *this = Json(other);
  return *this;
}

Json& Json::operator=(Json&& other) noexcept {
  std::swap(bits_, other.bits_);
  std::swap(line_, other.line_);
  const uint32_t column = column_;
  column_ = other.column_;
  other.column_ = column & kColumnMax;
  const Kind kind = kind_;
  kind_ = other.kind_;
  other.kind_ = kind;
  return *this;
}

void Json::Retain() const {
  if (shared()) bits_.node->holders.fetch_add(1, std::memory_order_relaxed);
}

void Json::Release() {
  if (!shared() || bits_.node->holders.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  if (kind_ == Kind::kArray) {
    delete static_cast<ArrayNode*>(bits_.node);
  } else if (kind_ == Kind::kObject) {
    delete static_cast<ObjectNode*>(bits_.node);
  } else {
    delete static_cast<TextNode*>(bits_.node);
  }
}

template <typename NodeType>
NodeType& Json::Own() {
  auto* node = static_cast<NodeType*>(bits_.node);
  if (node->holders.load(std::memory_order_acquire) != 1) {
    auto* copy = new NodeType(*node);
    Release();
    bits_.node = copy;
    node = copy;
  }
  return *node;
}

int64_t Json::as_int() const {
  if (is_int()) return bits_.integer;
  if (!is_float()) return 0;
  // Beyond 64 bits: the nearest.
  constexpr double kLimit = 9223372036854775808.0;
  const double real = as_double();
  if (std::isnan(real)) return 0;
  if (real >= kLimit) return std::numeric_limits<int64_t>::max();
  if (real < -kLimit) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(real);
}

double Json::as_double() const {
  switch (kind_) {
    case Kind::kInt:
      return static_cast<double>(bits_.integer);
    case Kind::kFloat:
      return bits_.real;
    case Kind::kNumberText: {
      const std::string& text = static_cast<TextNode*>(bits_.node)->text;
      double value = 0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      return value;
    }
    case Kind::kNull:
    case Kind::kBool:
    case Kind::kString:
    case Kind::kArray:
    case Kind::kObject:
      return 0;
  }
  return 0;
}

const std::string& Json::as_string() const {
  static const std::string empty;
  if (kind_ != Kind::kString && kind_ != Kind::kNumberText) return empty;
  return static_cast<TextNode*>(bits_.node)->text;
}

std::span<const Json> Json::items() const {
  if (!is_array()) return {};
  return static_cast<ArrayNode*>(bits_.node)->items;
}

std::span<const Json::Member> Json::members() const {
  if (!is_object()) return {};
  return static_cast<ObjectNode*>(bits_.node)->members;
}

size_t Json::size() const {
  return is_array() ? items().size() : members().size();
}

const Json::Member* Json::FindMember(std::string_view name) const {
  const Member* near = nullptr;
  for (const Member& member : members()) {
    if (member.name.size() != name.size()) continue;
    if (member.name == name) return &member;
    if (near == nullptr && SameName(member.name, name)) near = &member;
  }
  return near;
}

const Json* Json::Find(std::string_view name) const {
  const Member* member = FindMember(name);
  return member == nullptr ? nullptr : &member->value;
}

const Json& Json::operator[](std::string_view name) const {
  const Json* found = Find(name);
  return found == nullptr ? NullJson() : *found;
}

const Json& Json::operator[](size_t index) const {
  return index < items().size() ? items()[index] : NullJson();
}

std::vector<Json>& Json::MutableItems() {
  if (is_null()) *this = Array();
  WEIR_CHECK(is_array(), "only an array has items");
  return Own<ArrayNode>().items;
}

std::vector<Json::Member>& Json::MutableMembers() {
  if (is_null()) *this = Object();
  WEIR_CHECK(is_object(), "only an object has members");
  return Own<ObjectNode>().members;
}

Json& Json::Set(std::string_view name, Json value) {
  std::vector<Member>& members = MutableMembers();
  for (Member& member : members) {
    if (member.name == name) return member.value = std::move(value);
  }
  members.push_back({std::string(name), std::move(value), {}});
  return members.back().value;
}

void Json::AppendMember(std::string name, Json value, Position name_position) {
  MutableMembers().push_back({std::move(name), std::move(value), name_position});
}

Json& Json::Append(Json value) {
  std::vector<Json>& items = MutableItems();
  items.push_back(std::move(value));
  return items.back();
}

void Json::Remove(std::string_view name) {
  if (!is_object()) return;
  std::erase_if(MutableMembers(), [&](const Member& member) { return member.name == name; });
}

namespace {

bool SameMembers(std::span<const Json::Member> left, const Json& right) {
  for (const Json::Member& member : left) {
    const Json::Member* other = right.FindMember(member.name);
    if (other == nullptr || other->name != member.name || !(other->value == member.value)) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool operator==(const Json& left, const Json& right) {
  if (left.is_float() && right.is_float()) return left.as_double() == right.as_double();
  if (left.kind_ != right.kind_) return false;
  switch (left.kind_) {
    case Json::Kind::kNull:
      return true;
    case Json::Kind::kBool:
      return left.as_bool() == right.as_bool();
    case Json::Kind::kInt:
      return left.bits_.integer == right.bits_.integer;
    case Json::Kind::kFloat:
    case Json::Kind::kNumberText:
      return left.as_double() == right.as_double();
    case Json::Kind::kString:
      return left.as_string() == right.as_string();
    case Json::Kind::kArray:
      return left.bits_.node == right.bits_.node ||
             std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                        right.items().end());
    case Json::Kind::kObject:
      return left.bits_.node == right.bits_.node ||
             (left.size() == right.size() && SameMembers(left.members(), right));
  }
  return false;
}

std::string_view KindName(Json::Kind kind) {
  switch (kind) {
    case Json::Kind::kNull:
      return "Null";
    case Json::Kind::kBool:
      return "Boolean";
    case Json::Kind::kInt:
      return "Integer";
    case Json::Kind::kFloat:
    case Json::Kind::kNumberText:
      return "Float";
    case Json::Kind::kString:
      return "String";
    case Json::Kind::kArray:
      return "Array";
    case Json::Kind::kObject:
      return "Object";
  }
  return "Null";
}

}  // namespace weir
