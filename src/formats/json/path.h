#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::formats::json {

/// A step of a path: into a member, into the item of an index, or into every item (`[*]`).
struct PathStep {
  enum class Kind { kMember, kItem, kEveryItem };
  Kind kind = Kind::kMember;
  std::string name;
  size_t index = 0;
};

/// A path of a mapping: `$['a']['b'][0]`, `$.a.b`, `['prod']`, `prod`, `lines[*].x`.
struct Path {
  bool from_root = false;  ///< It begins with `$`.
  std::vector<PathStep> steps;
};

/// Errors: kInvalid InvalidJsonPath, saying where it stops making sense.
Result<Path> ParsePath(std::string_view text);

/// What to take from a document, as a tree along the paths.
struct PathNode {
  static constexpr int kNoColumn = -1;

  PathStep step;
  int column = kNoColumn;   ///< The column that this value goes to.
  bool collection = false;  ///< The array that is cross-applied.
  std::vector<std::unique_ptr<PathNode>> members;
  std::vector<std::unique_ptr<PathNode>> items;

  bool has_children() const { return !members.empty() || !items.empty(); }
  /// The child behind a step, made if it is not there.
  PathNode& Child(const PathStep& child);
  /// The node behind all steps, made if it is not there.
  PathNode& Descend(const std::vector<PathStep>& steps);
  /// The member of that name; looks first where the previous search ended.
  const PathNode* FindMember(std::string_view name, size_t& hint) const;
};

}  // namespace weir::formats::json
