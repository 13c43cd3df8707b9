#pragma once

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/position.h"
#include "base/result.h"

namespace weir {

/// A JSON value: ordered objects, whole 64-bit integers, numbers that keep the text they were
/// written with, and the place in the text it came from.
///
/// 16 bytes; texts, arrays and objects are shared until one holder changes them, so a copy costs a
/// counter. A value may be read by many threads; writing needs the value to be one's own.
class Json {
 public:
  enum class Kind : uint8_t { kNull, kBool, kInt, kFloat, kNumberText, kString, kArray, kObject };
  struct Member;
  using Entry = std::pair<std::string_view, Json>;

  Json() = default;
  Json(std::nullptr_t) {}  // NOLINT(google-explicit-constructor)
  Json(bool value) : kind_(Kind::kBool) { bits_.boolean = value; }  // NOLINT
  Json(int value) : Json(static_cast<int64_t>(value)) {}            // NOLINT
  Json(unsigned value) : Json(static_cast<int64_t>(value)) {}       // NOLINT
  Json(long value) : kind_(Kind::kInt) { bits_.integer = value; }   // NOLINT
  Json(long long value) : Json(static_cast<int64_t>(value)) {}      // NOLINT
  Json(size_t value) : Json(static_cast<int64_t>(value)) {}         // NOLINT
  Json(double value) : kind_(Kind::kFloat) { bits_.real = value; }  // NOLINT
  Json(const char* text) : Json(std::string(text)) {}               // NOLINT
  Json(std::string_view text) : Json(std::string(text)) {}          // NOLINT
  Json(std::string text);                                           // NOLINT

  /// A number kept as the text it was written with: beyond 64 bits, or "1.10".
  static Json NumberText(std::string text);
  static Json Array(std::vector<Json> items = {});
  static Json Object(std::initializer_list<Entry> entries = {});
  static Json Object(std::vector<Member> members);

  Json(const Json& other) noexcept;
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other) noexcept;
  Json& operator=(Json&& other) noexcept;
  ~Json() { Release(); }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_bool() const { return kind_ == Kind::kBool; }
  bool is_int() const { return kind_ == Kind::kInt; }
  /// A number that is not a 64-bit integer.
  bool is_float() const { return kind_ == Kind::kFloat || kind_ == Kind::kNumberText; }
  bool is_number() const { return is_int() || is_float(); }
  bool is_string() const { return kind_ == Kind::kString; }
  bool is_array() const { return kind_ == Kind::kArray; }
  bool is_object() const { return kind_ == Kind::kObject; }

  /// The value as this kind; a harmless default (false, 0, "") if it is another one.
  bool as_bool() const { return is_bool() && bits_.boolean; }
  int64_t as_int() const;
  double as_double() const;
  const std::string& as_string() const;

  /// Items of an array, members of an object; empty for everything else.
  std::span<const Json> items() const;
  std::span<const Member> members() const;
  size_t size() const;
  bool empty() const { return size() == 0; }

  /// The member of that exact name, else the first whose name differs in case only; null if none.
  const Json* Find(std::string_view name) const;
  /// The member itself, with its name as written and the name's place.
  const Member* FindMember(std::string_view name) const;
  /// The member, or a JSON null: `json["properties"]["type"]` never fails.
  const Json& operator[](std::string_view name) const;
  /// The item, or a JSON null.
  const Json& operator[](size_t index) const;

  /// Set a member (exact name), added at the end if new. A null value becomes an object first.
  Json& Set(std::string_view name, Json value);
  /// Add a member without looking whether it is there: for builders of many members.
  void AppendMember(std::string name, Json value, Position name_position = {});
  /// Add an item. A null value becomes an array first.
  Json& Append(Json value);
  void Remove(std::string_view name);
  /// The items or members for change in place; only of an array or an object.
  std::vector<Json>& MutableItems();
  std::vector<Member>& MutableMembers();

  Position position() const { return {line_, column_}; }
  void set_position(Position position) {
    line_ = position.line;
    column_ = (position.column < kColumnMax ? position.column : kColumnMax) & kColumnMax;
  }

  /// Deep and exact: 1 differs from 1.0, the order of members does not count.
  friend bool operator==(const Json& left, const Json& right);

 private:
  struct Node;
  struct TextNode;
  struct ArrayNode;
  struct ObjectNode;
  union Bits {
    bool boolean;
    int64_t integer;
    double real;
    Node* node;
  };
  static constexpr uint32_t kColumnMax = (1U << 24) - 1;

  bool shared() const { return kind_ >= Kind::kNumberText; }
  void Retain() const;
  void Release();
  template <typename NodeType>
  NodeType& Own();

  Bits bits_{.integer = 0};
  uint32_t line_ = 0;
  uint32_t column_ : 24 = 0;
  Kind kind_ : 8 = Kind::kNull;
};

struct Json::Member {
  std::string name;
  Json value;
  Position name_position;
};

/// How to read; the default bears what real files hold: a byte order mark, comments, trailing
/// commas. Strict takes RFC 8259 only.
struct JsonParseOptions {
  bool strict = false;
  /// Also take texts in single quotes and names without quotes, as json() of ADF does.
  bool loose_quotes = false;
  int depth_max = 1000;
};

/// Read one JSON document. UTF-16 with a byte order mark is taken too. The last of equal names
/// wins. Errors: kInvalid InvalidJson with the position, saying what was expected and what came.
Result<Json> ParseJson(std::string_view text, const JsonParseOptions& options = {});

/// Read the value that starts at `*at` and move `*at` behind it: concatenated documents, pages.
Result<Json> ParseJsonAt(std::string_view text, size_t* at, const JsonParseOptions& options = {});

/// Print compactly, as ADF does: `{"a":1.0,"b":[true,null]}`.
std::string DumpJson(const Json& json);
/// Print over several lines, `indent` blanks a level, for people and Git folders.
std::string PrettyJson(const Json& json, int indent = 4);
/// Append the text as a JSON string with its quotes.
void AppendJsonString(std::string& out, std::string_view text);

/// Print as .NET does in its shortest form: 1, 1.1, 1E+20, 1E-05, NaN.
std::string FormatDouble(double value);

/// The kind as errors name it: Null, Boolean, Integer, Float, String, Array, Object.
std::string_view KindName(Json::Kind kind);

}  // namespace weir
