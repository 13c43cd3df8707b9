#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/references.h"
#include "model/activities.h"
#include "model/factory.h"

namespace weir::check {

/// One thing that an expression of a resource refers to, and where the expression stands.
struct ExpressionUse {
  expr::Reference reference;
  /// The innermost activity around it; null outside of pipelines.
  const Json* activity = nullptr;
};

/// Everything that the expressions of one resource refer to. Inactive activities count too: what
/// they use is not unused.
struct ResourceUses {
  const model::Resource* resource = nullptr;
  std::vector<model::ActivityPlace> places;
  std::vector<ExpressionUse> uses;
  /// False if some text cannot be read: it does not parse, or was cut out of an ARM template. What
  /// is unused cannot be told then.
  bool complete = true;

  /// True if something of that kind and name is referred to, or a name that only a run can tell.
  bool Reads(expr::Reference::Kind kind, std::string_view name) const;
  /// The activity of that name; null if there is none.
  const Json* FindActivity(std::string_view name) const;
};

/// Parse every expression of the resource once.
ResourceUses UsesOf(const model::Resource& resource);

/// What one text refers to; nothing if it does not parse.
std::vector<expr::Reference> ReferencesOf(const Json& text);

}  // namespace weir::check
