#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace weir::dryrun {

/// How an expression uses a value.
enum class Use : uint8_t {
  kArray,
  kObject,
  kBoolean,
  kInteger,
  kNumber,
  kTimestamp,    ///< A text that is a point in time.
  kIntegerText,  ///< What int() reads.
  kNumberText,   ///< What float() reads.
  kBooleanText,  ///< What bool() reads.
  kBase64,
  kXml,
  kJson,  ///< A text that stands as a value in JSON.
  kText,
};

/// How a value is compared with a literal.
enum class Comparison : uint8_t { kEquals, kGreater, kGreaterOrEquals, kLess, kLessOrEquals };

using ShapeId = size_t;

/// What expressions ask of values that are not there yet: fields, items, types, texts they look
/// for. Values that flow into each other share one shape (`Join`), so that what the loop's body
/// reads of item() is asked of the list, and what a child pipeline reads of its parameter is asked
/// of what the parent passes.
///
/// Sample() then makes a value that satisfies them. Not thread safe.
class Shapes {
 public:
  ShapeId Make();
  /// The shape of a member; names ignore case.
  ShapeId Field(ShapeId object, std::string_view name);
  /// The shape of every item of an array that has at least `count`.
  ShapeId Element(ShapeId array, size_t count = 1);
  /// The shape of what json() reads from the text.
  ShapeId Parsed(ShapeId text);
  /// The shape of what string() made the text of. Not a demand: what else flows into the same place
  /// need not be JSON.
  ShapeId Printed(ShapeId text);
  void AddUse(ShapeId shape, Use use) { nodes_[Root(shape)].uses.insert(use); }
  void Compare(ShapeId shape, Comparison comparison, Json literal);
  /// The text holds `part`.
  void Contain(ShapeId text, std::string part);
  /// split() by `delimiter` gives at least `count` pieces; the shape of each.
  ShapeId Pieces(ShapeId text, const std::string& delimiter, size_t count);
  /// The text has at least so many characters. If that is but a `guess`, what somebody gave is left
  /// alone.
  void AtLeast(ShapeId text, size_t characters, bool guess);
  /// Both are the same value.
  void Join(ShapeId left, ShapeId right);
  /// Both are alike: their samples are equal, whatever their names.
  void Liken(ShapeId left, ShapeId right);

  bool Has(ShapeId shape, Use use) const { return nodes_[Root(shape)].uses.contains(use); }
  /// The member's shape if one was asked for.
  std::optional<ShapeId> FindField(ShapeId object, std::string_view name) const;
  /// Names of members asked for, as first written.
  std::vector<std::string> Fields(ShapeId object) const;
  /// True if anything was asked of it.
  bool Asked(ShapeId shape) const;

  /// A value as asked for. Texts are made of `name`. Values compared with literals go through
  /// what satisfies the comparison and what does not, by `turn`: so loops that wait for a
  /// status end, and repeated calls reach several branches.
  Json Sample(ShapeId shape, std::string_view name, size_t turn = 0) const {
    return Fill(shape, Json(), name, turn);
  }
  /// `base` with what was asked for and lacks: members, items, values that comparisons want.
  Json Fill(ShapeId shape, Json base, std::string_view name, size_t turn) const {
    return FillAt(shape, std::move(base), name, {turn, 0, false});
  }
  /// `base`, which somebody gave, with what it lacks: nothing that is good changes.
  Json Mend(ShapeId shape, Json base, std::string_view name) const {
    return FillAt(shape, std::move(base), name, {0, 0, true});
  }

 private:
  struct Split {
    size_t count = 0;
    ShapeId piece = 0;
  };
  struct Node {
    std::string label;   ///< The name to make its sample of, if not its own.
    ShapeId joined = 0;  ///< Itself, or the shape that stands for it.
    std::map<std::string, std::pair<std::string, ShapeId>> fields;  ///< By lower-case name.
    std::optional<ShapeId> element;
    std::optional<ShapeId> parsed;
    bool read_as_json = false;  ///< json() reads it.
    size_t items_min = 1;
    size_t characters_min = 0;
    size_t characters_guessed = 0;
    std::set<Use> uses;
    std::vector<std::pair<Comparison, Json>> comparisons;
    std::vector<std::string> parts;
    std::map<std::string, Split> pieces;  ///< By delimiter.
  };

  ShapeId Root(ShapeId shape) const;
  void Merge(Node from, ShapeId into);
  std::vector<Json> Candidates(const Node& node) const;
  /// How to fill, and how deep it is.
  struct Filling {
    size_t turn;
    int depth;
    bool keep;  ///< What is there and good stays.
    Filling Deeper(size_t turns = 0) const { return {turn + turns, depth + 1, keep}; }
  };
  Json FillAt(ShapeId shape, Json base, std::string_view name, Filling how) const;
  Json FillArray(const Node& node, const Json& base, std::string_view name, Filling how) const;
  Json FillScalar(const Node& node, Json base, std::string_view name, Filling how) const;
  static bool Serves(const Node& node, const Json& value, bool given);
  Json SampleText(const Node& node, std::string_view name, Filling how) const;

  std::deque<Node> nodes_;
};

}  // namespace weir::dryrun
