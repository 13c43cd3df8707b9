#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "expr/scope.h"

namespace weir::expr {

/// A JSON value whose texts may hold expressions, parsed once, evaluated many times.
///
/// Follows facts: only texts can be expressions (`@…`, `@{…}`, `@@`); arrays and objects are
/// walked;
/// `{"value": "…", "type": "Expression"}` stands for its evaluated value. Cheap to copy; may be
/// evaluated by many threads.
class Template {
 public:
  /// A constant null.
  Template();

  /// Parse every expression in `value`.
  /// Errors: kInvalid InvalidTemplate with ADF's sentence, and the position in the file of the
  /// offending character where `value` carries positions.
  static Result<Template> Compile(const Json& value);

  /// Evaluate in `scope`; types are kept. Errors: kInvalid InvalidTemplate with ADF's sentence.
  Result<Json> Evaluate(const Scope& scope) const;

  /// True if no part of it is an expression; then `source()` with escapes undone is its value.
  bool constant() const;
  /// The value as it was written.
  const Json& source() const;

  struct Node;
  /// The compiled form, for References().
  const Node& node() const { return *node_; }

 private:
  explicit Template(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

}  // namespace weir::expr
