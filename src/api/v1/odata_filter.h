#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "api/v1/row_order.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::api::v1 {

/// A filter in the OData grammar of Azure Search, as far as it fits rows without texts to search:
/// `and`, `or`, `not`, parentheses; `eq ne gt ge lt le` between a property and a text ('it''s'), a
/// number, a time (2016-07-12T00:00:00Z) or null; `search.in(property, 'a,b'[, '|'])`; of lists
/// `property/any(x: x eq 'a')`, `/all(…)`, `/any()`. Names and texts ignore case.
///
/// Source: facts of version 1, REST 8; Azure Search, "OData expression syntax for filters".
class ODataFilter {
 public:
  class Node;

  /// Errors: kInvalid InvalidFilter, with what was expected and the column.
  static Result<ODataFilter> Parse(std::string_view text, std::span<const Field> fields);
  bool Accepts(const Json& row) const;
  /// The properties that it looks at, as `fields` spells them.
  const std::set<std::string, std::less<>>& fields() const { return fields_; }

 private:
  ODataFilter() = default;

  std::shared_ptr<const Node> root_;
  std::set<std::string, std::less<>> fields_;
};

}  // namespace weir::api::v1
