#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "expr/v1/function.h"
#include "expr/v1/value.h"

namespace weir::expr {

/// A part of an expression of version 1.
struct V1Node {
  enum class Kind : uint8_t { kVariable, kText, kInteger, kNegation, kCall };
  Kind kind = Kind::kText;
  /// Of a text, what it holds; of a variable, its name.
  std::string text = {};
  int64_t number = 0;
  const V1Function* function = nullptr;
  std::vector<V1Node> arguments = {};  ///< Of a negation: the one value.
  size_t offset = 0;                   ///< In bytes of the expression.

  V1Value::Kind type() const;
};

/// A function expression of version 1, parsed once; may be evaluated by many threads.
///
/// Functions, variables, whole numbers, texts in single quotes (`\'` is a quote inside), and a
/// minus before a number or a call. Names ignore case. Source: facts of version 1, section 4.
class V1Expression {
 public:
  /// Parse the text behind `$$`, or of `startTime` and `endTime` of an input. `text` has its place.
  /// Unknown names, wrong counts and kinds of arguments, and places of Text.Format without a value
  /// are found here. A `$$` in front is passed over.
  /// Errors: kInvalid InvalidSliceExpression with the place of the part at fault.
  static Result<V1Expression> Parse(const Json& text,
                                    const std::vector<std::string>& variables = V1VariableNames());

  /// Errors: kInvalid InvalidSliceExpression: a date outside of years 1 to 9999, a text that is no
  /// date, a variable without a value.
  Result<V1Value> Evaluate(const V1Variables& variables) const;
  /// Evaluate to a date. Errors: as Evaluate; InvalidSliceExpression for another kind.
  Result<UtcTime> EvaluateDate(const V1Variables& variables) const;

  const V1Node& root() const { return *root_; }
  Position position() const { return position_; }

 private:
  std::shared_ptr<const V1Node> root_;
  Position position_;
};

/// True for a text that begins with `$$`.
bool IsV1Expression(const Json& value);

/// The value with every text in it that begins with `$$` evaluated.
/// Errors: as V1Expression.
Result<Json> EvaluateV1(const Json& value, const V1Variables& variables);

/// Replace `{name}` in `folderPath` and `fileName` by the values of `partitionedBy`, which is left
/// out, and evaluate what begins with `$$`. In: the typeProperties of a dataset of version 1.
/// Errors: as V1Expression; kInvalid InvalidSliceExpression for a partition that cannot be read.
Result<Json> EvaluateV1Dataset(const Json& type_properties, const V1Variables& variables);

}  // namespace weir::expr
