#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace weir::model {

/// A list of activities inside a container, and what it is: "activities", "ifTrueActivities",
/// "cases" (one list for each), "defaultActivities" …
struct ActivityList {
  const Json* items;
  std::string_view property;
};

/// The lists of inner activities of a container, in the author's order; none for other activities.
std::vector<ActivityList> InnerActivities(const Json& activity);

/// An activity where it stands in a pipeline.
struct ActivityPlace {
  const Json* activity;
  /// The array it is an item of: the scope of its `dependsOn`.
  const Json* siblings;
  /// The containers around it, outermost first.
  std::vector<const Json*> containers;
};

/// Every activity of a pipeline's properties, containers before what they hold.
std::vector<ActivityPlace> AllActivities(const Json& pipeline_properties);

/// `state` is Inactive: neither it nor what it contains runs, and settings there do not count.
bool IsInactive(const Json& activity);

/// True if the activity or a container around it is inactive.
bool IsSkipped(const ActivityPlace& place);

/// True for a text that is an expression (`@…`) or holds one (`…@{…}…`), and for
/// {"value": …, "type": "Expression"}.
bool IsExpression(const Json& value);

/// True for a text that is an expression of an ARM template: `[parameters('x')]`. A resource that
/// was cut out of a template still has them; what they stand for is unknown.
bool IsTemplateExpression(const Json& value);

/// The text of a property that may be a text or {"value": text, "type": "Expression"}.
const Json& ExpressionText(const Json& value);

}  // namespace weir::model
