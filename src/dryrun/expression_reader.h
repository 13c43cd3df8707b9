#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dryrun/demands.h"
#include "expr/syntax.h"
#include "expr/template.h"

namespace weir::dryrun {

/// Reads the expressions of one pipeline into its demands.
class ExpressionReader {
 public:
  ExpressionReader(Demands& demands, std::string pipeline)
      : demands_(demands), shapes_(demands.shapes()), pipeline_(std::move(pipeline)) {}

  /// What item() stands for from now on; nothing outside loops. Gives what it stood for before.
  std::optional<ShapeId> SetItem(std::optional<ShapeId> item);
  /// The shape of a JSON value whose texts may be expressions.
  ShapeId Read(const Json& value);

 private:
  ShapeId ReadNode(const expr::Template::Node& node);
  ShapeId Visit(const expr::Expression& expression);
  ShapeId Base(const expr::Expression& expression);
  ShapeId Select(ShapeId from, const expr::Accessor& accessor);
  ShapeId Call(const expr::Expression& call);
  ShapeId PassThrough(const expr::Expression& call);
  void UseArguments(const expr::Expression& call);
  ShapeId SplitOf(const expr::Expression& call);
  void UseAsJson(const expr::Expression& text);
  void UseContains(const expr::Expression& call, ShapeId collection, const std::string& text);
  void UseTexts(const expr::Expression& call);
  void CompareArguments(const expr::Expression& call);

  Demands& demands_;
  Shapes& shapes_;
  std::string pipeline_;
  std::optional<ShapeId> item_;
};

}  // namespace weir::dryrun
