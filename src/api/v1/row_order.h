#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::api::v1 {

enum class FieldKind : uint8_t { kText, kNumber, kTime, kTexts };

/// A property that rows may be filtered and sorted by. In a row, times are as FormatUtc prints
/// them; what is not known is null.
struct Field {
  std::string_view name;
  FieldKind kind = FieldKind::kText;
};

/// The field of that name, ignoring case; null if there is none.
const Field* FindField(std::span<const Field> fields, std::string_view name);
/// Their names, for messages.
std::vector<std::string> NamesOf(std::span<const Field> fields);
std::string Listed(const std::vector<std::string>& names);

/// Below, at or above zero; both values of that kind, neither null. Texts ignore case.
int CompareValues(FieldKind kind, const Json& left, const Json& right);

/// A step of an order: by a property, ascending unless said otherwise.
struct OrderStep {
  std::string_view field;
  FieldKind kind = FieldKind::kText;
  bool descending = false;
};

/// Read "WindowState, WindowStart DESC". Errors: kInvalid InvalidOrderBy.
Result<std::vector<OrderStep>> ParseOrderBy(std::string_view text, std::span<const Field> fields);

/// True if `left` comes before `right`; null comes first.
bool ComesBefore(const Json& left, const Json& right, std::span<const OrderStep> order);

}  // namespace weir::api::v1
