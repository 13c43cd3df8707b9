#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "expr/v1/expression.h"

namespace weir::v1 {

/// What becomes of the expressions of version 1 when an activity is lowered: values of one slice,
/// or expressions of version 2. Texts that are none come out as they are, escaped so that version 2
/// sees no expression in them.
class Rewriter {
 public:
  virtual ~Rewriter() = default;
  /// Rewrite every text in the settings of an activity.
  /// Errors: InvalidSliceExpression, or kUnsupported naming what has no like.
  virtual Result<Json> Activity(const Json& settings) const = 0;
  /// Rewrite the typeProperties of a dataset, its `partitionedBy` included.
  virtual Result<Json> Dataset(const Json& type_properties) const = 0;
  /// The parameters of a pipeline that its expressions are over.
  virtual std::vector<std::string> Parameters() const { return {}; }
  /// The parameters that a reference passes to a dataset with these lowered properties, or null.
  virtual Json Arguments(const Json& lowered) const = 0;
};

/// The values of one slice.
class SliceRewriter final : public Rewriter {
 public:
  explicit SliceRewriter(expr::V1Variables variables) : variables_(std::move(variables)) {}
  Result<Json> Activity(const Json& settings) const override;
  Result<Json> Dataset(const Json& type_properties) const override;
  Json Arguments(const Json& lowered) const override;

 private:
  expr::V1Variables variables_;
};

/// Expressions of version 2 over the parameters `windowStart` and `windowEnd` of a pipeline, and
/// `sliceStart` and `sliceEnd` of a dataset.
class ExpressionRewriter final : public Rewriter {
 public:
  std::vector<std::string> Parameters() const override { return {"windowStart", "windowEnd"}; }
  Result<Json> Activity(const Json& settings) const override;
  Result<Json> Dataset(const Json& type_properties) const override;
  Json Arguments(const Json& lowered) const override;
};

/// No slice at all: what only a slice makes stands there in braces, as in "logs/{Year}".
class PlaceholderRewriter final : public Rewriter {
 public:
  Result<Json> Activity(const Json& settings) const override;
  Result<Json> Dataset(const Json& type_properties) const override {
    return Activity(type_properties);
  }
  Json Arguments(const Json& /*lowered*/) const override { return {}; }
};

/// The text with `@` doubled where version 2 would begin an expression.
std::string Escaped(const std::string& text);

}  // namespace weir::v1
