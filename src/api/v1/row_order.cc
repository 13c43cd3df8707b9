#include "api/v1/row_order.h"

#include <algorithm>

#include "base/names.h"

namespace weir::api::v1 {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

Result<OrderStep> ParseOrderStep(std::string_view part, std::span<const Field> fields) {
  const std::string_view name = part.substr(0, part.find(' '));
  const std::string_view way = Trimmed(part.substr(name.size()));
  const Field* field = FindField(fields, name);
  if (field == nullptr || field->kind == FieldKind::kTexts) {
    const std::vector<std::string> known = NamesOf(fields);
    return Fail(ErrorKind::kInvalid, "InvalidOrderBy",
                "'orderBy' takes " + Listed(known) + ", got '" + std::string(name) + "'" +
                    DidYouMean(name, known));
  }
  if (!way.empty() && !SameName(way, "asc") && !SameName(way, "desc")) {
    return Fail(
        ErrorKind::kInvalid, "InvalidOrderBy",
        "expected ASC or DESC behind '" + std::string(name) + "', got '" + std::string(way) + "'");
  }
  return OrderStep{field->name, field->kind, SameName(way, "desc")};
}

}  // namespace

const Field* FindField(std::span<const Field> fields, std::string_view name) {
  for (const Field& one : fields) {
    if (SameName(one.name, name)) return &one;
  }
  return nullptr;
}

std::vector<std::string> NamesOf(std::span<const Field> fields) {
  std::vector<std::string> names;
  for (const Field& one : fields) names.emplace_back(one.name);
  return names;
}

std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
  return list;
}

int CompareValues(FieldKind kind, const Json& left, const Json& right) {
  if (kind == FieldKind::kNumber) {
    const double difference = left.as_double() - right.as_double();
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }
  return NameKey(left.as_string()).compare(NameKey(right.as_string()));
}

Result<std::vector<OrderStep>> ParseOrderBy(std::string_view text, std::span<const Field> fields) {
  std::vector<OrderStep> steps;
  while (!Trimmed(text).empty()) {
    const size_t end = std::min(text.find(','), text.size());
    WEIR_ASSIGN(const OrderStep step, ParseOrderStep(Trimmed(text.substr(0, end)), fields));
    steps.push_back(step);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return steps;
}

bool ComesBefore(const Json& left, const Json& right, std::span<const OrderStep> order) {
  for (const OrderStep& step : order) {
    const Json& a = left[step.field];
    const Json& b = right[step.field];
    int comes = 0;
    if (a.is_null() || b.is_null()) {
      comes = static_cast<int>(!a.is_null()) - static_cast<int>(!b.is_null());
    } else {
      comes = CompareValues(step.kind, a, b);
    }
    if (comes != 0) return (comes < 0) != step.descending;
  }
  return false;
}

}  // namespace weir::api::v1
