#pragma once

#include <string_view>

#include "base/json.h"

namespace weir::model {

/// The shape of what activities of that type (any case) answer, from data/activity_outputs.json;
/// a JSON null for a type that is not there.
///
/// A shape is {"type", "sample"?, "values"?, "open"?, "fields"?, "items"?, "when"?, "optional"?}:
/// `values` are the only texts it can be; `type` is string, integer, float, boolean, array, object
/// or any; `fields` (of an object) and `items` (of an array) are shapes; `open` says that there may
/// be fields which are not listed, because they depend on data or are not documented; `empty` is an
/// array without items where all went well; `optional` fields are there in some runs only; `when`
/// is read by FieldApplies. An activity's shape is always an object's.
const Json& OutputShape(std::string_view activity_type);

/// The shape of activity('X') itself: output, error, status and the rest.
const Json& ActivityShape();

/// Whether a field of an output is there.
enum class Applies {
  kYes,
  kNo,       ///< The activity's settings say that it cannot be.
  kUnknown,  ///< The setting is an expression.
};

/// Whether the activity's settings let its output have this field: `firstRow` needs
/// `firstRowOnly`, `childItems` must be in `fieldList`. kYes for a field without a condition.
Applies FieldApplies(const Json& field_shape, const Json& type_properties);

/// A value of that shape: its sample, or one made of its fields and items. Optional fields and
/// those that `type_properties` exclude are left out. In: a shape; out: JSON of its type.
Json SampleOf(const Json& shape, const Json& type_properties);

}  // namespace weir::model
