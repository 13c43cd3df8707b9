#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "expr/kinds.h"

namespace weir::check {

/// What is known of a value before anything runs.
struct ValueType {
  expr::KindSet kinds = expr::KindSet::Any();
  /// What it holds, if it is an array or an object and that is known: a shape as
  /// model/activity_outputs.h describes it; else null.
  Json shape;
  /// The settings of the activity whose output the shape describes.
  Json settings;
  /// The texts it can be, if there are but a few: an array; else null.
  Json values;
  /// The value itself, if it is the same in every run.
  std::optional<Json> constant;
  /// Whose value it is, for messages: "the output of activity 'Copy it' (Copy)"; or empty.
  std::string title;

  static ValueType OfKinds(expr::KindSet kinds);
  static ValueType OfConstant(Json value);
  /// `settings` decides which of the fields are there.
  static ValueType OfShape(const Json& shape, Json settings, std::string title);

  bool unknown() const { return kinds.any(); }
  /// "Integer", "String 'abc'".
  std::string ToString() const;
};

/// The kinds that a shape's `type` stands for.
expr::KindSet KindsOfShape(const Json& shape);

/// The shape of a value as it stands in a definition: texts that are expressions may be anything.
/// `written` is false for what a function answered: there a text is a text.
Json ShapeOfValue(const Json& value, bool written);
/// The shape of a value of that type; open where little is known.
Json ShapeOfType(const ValueType& type);

/// What one of both is.
ValueType EitherOf(const ValueType& left, const ValueType& right);
/// What the items of an array are; anything if it may be something else.
ValueType ItemsOf(const ValueType& array);

/// The kinds of a value declared with that type: "String", "int", "Array"; anything for an Object,
/// which may be given as text, and for types that are not known.
expr::KindSet DeclaredKinds(std::string_view type);

}  // namespace weir::check
