#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "expr/v1/expression.h"

namespace weir::v1 {

/// What the dates of a slice are called in version 2.
struct DateNames {
  std::string_view start;
  std::string_view end;
};
inline constexpr DateNames kOfPipeline = {"pipeline().parameters.windowStart",
                                          "pipeline().parameters.windowEnd"};
inline constexpr DateNames kOfDataset = {"dataset().sliceStart", "dataset().sliceEnd"};

/// An expression of version 1 as one of version 2, without its `@`. A date comes out as a text that
/// the date functions of version 2 take.
/// Errors: kUnsupported NoExpressionForThis, naming what version 2 cannot say: widths and formats
/// of numbers.
Result<std::string> TranslateNode(const expr::V1Node& node, const DateNames& names);

/// A text that begins with `$$`, as an expression of version 2 with its `@`.
/// Errors: InvalidSliceExpression; as TranslateNode.
Result<Json> TranslateText(const Json& text, const DateNames& names);

/// The typeProperties of a dataset: `{name}` of its `partitionedBy` becomes part of an expression,
/// all other texts what `change` makes of them.
Result<Json> TranslateDataset(const Json& type_properties,
                              const std::function<Result<Json>(const Json&)>& change);

/// The text in single quotes, as expressions of version 2 have it.
std::string Quoted(std::string_view text);

}  // namespace weir::v1
