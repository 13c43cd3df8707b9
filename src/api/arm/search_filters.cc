#include "api/arm/search_filters.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <string>
#include <string_view>

#include "base/names.h"

namespace weir::api::arm {
namespace {

using store::DurationOrder;
using store::SearchField;
using store::SearchTest;

constexpr UtcTime kEver{std::chrono::days(365 * 1000)};
constexpr int64_t kLimit = 100;
constexpr int64_t kLimitMax = 1000;
constexpr size_t kValuesMax = 1000;
/// For one in this many milliseconds nothing is slow enough: 30 years.
constexpr int64_t kDurationMax = 1'000'000'000'000;

struct Operand {
  std::string_view name;
  SearchField field;
};
constexpr Operand kRunOperands[] = {
    {"Text", SearchField::kText},           {"Error", SearchField::kError},
    {"Parameter", SearchField::kParameter}, {"Annotation", SearchField::kAnnotation},
    {"InvokedBy", SearchField::kInvokedBy}, {"DurationInMs", SearchField::kDuration},
    {"RunId", SearchField::kRunId}};
constexpr Operand kActivityOperands[] = {{"Text", SearchField::kText},
                                         {"Error", SearchField::kError},
                                         {"DurationInMs", SearchField::kDuration},
                                         {"PipelineRunId", SearchField::kRunId},
                                         {"PipelineName", SearchField::kPipelineName}};

std::span<const Operand> OperandsOf(RunKind kind) {
  if (kind == RunKind::kActivityRuns) return kActivityOperands;
  return kRunOperands;
}

/// What a name and an operator of the contract mean where the operator is one of ours.
std::optional<SearchField> FieldOf(const std::string& name, RunKind kind, bool contains) {
  for (const Operand& one : OperandsOf(kind)) {
    if (SameName(name, one.name)) return one.field;
  }
  if (!contains) return std::nullopt;
  if (kind == RunKind::kPipelineRuns && SameName(name, "PipelineName")) {
    return SearchField::kPipelineName;
  }
  if (kind != RunKind::kActivityRuns) return std::nullopt;
  if (SameName(name, "ActivityName")) return SearchField::kActivityName;
  if (SameName(name, "ActivityType")) return SearchField::kActivityType;
  return std::nullopt;
}

Error UnknownOperand(const Json& operand, RunKind kind) {
  std::vector<std::string> known = OperandNames(kind);
  for (const Operand& one : OperandsOf(kind)) known.emplace_back(one.name);
  std::string list;
  for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
  return Refuse("'operand' must be one of " + list + ", got " + Got(operand) +
                    DidYouMean(operand.as_string(), known),
                operand);
}

Result<SearchTest> ReadTest(const Json& filter, bool duration, bool* negated) {
  struct Known {
    std::string_view name;
    SearchTest test;
    bool negated;
  };
  static constexpr Known kTexts[] = {
      {"Equals", SearchTest::kEquals, false},     {"In", SearchTest::kEquals, false},
      {"NotEquals", SearchTest::kEquals, true},   {"NotIn", SearchTest::kEquals, true},
      {"Contains", SearchTest::kContains, false}, {"NotContains", SearchTest::kContains, true}};
  static constexpr Known kLengths[] = {{"AtLeast", SearchTest::kAtLeast, false},
                                       {"AtMost", SearchTest::kAtMost, false}};
  const Json& name = filter["operator"];
  const std::span<const Known> known =
      duration ? std::span<const Known>(kLengths) : std::span<const Known>(kTexts);
  for (const Known& one : known) {
    if (!name.is_string() || !SameName(name.as_string(), one.name)) continue;
    *negated = one.negated;
    return one.test;
  }
  return Refuse(duration ? "'operator' of a duration must be AtLeast or AtMost, got " + Got(name)
                         : "'operator' must be Equals, NotEquals, In, NotIn, Contains or "
                           "NotContains, got " +
                               Got(name),
                name);
}

Result<Json> ReadLength(const Json& value) {
  const std::string& text = value.as_string();
  int64_t length = 0;
  const char* const end = text.data() + text.size();
  if (!text.empty() && std::from_chars(text.data(), end, length).ptr == end && length >= 0 &&
      length <= kDurationMax) {
    return Json(length);
  }
  return Refuse("'values' of a duration must be milliseconds, got " + Got(value), value);
}

Result<store::SearchTerm> ReadTerm(SearchField field, const Json& filter) {
  store::SearchTerm term;
  term.field = field;
  const bool duration = field == SearchField::kDuration;
  WEIR_ASSIGN(term.test, ReadTest(filter, duration, &term.negated));
  term.name = filter["name"].as_string();
  const Json& values = filter["values"];
  if (!values.is_array() || values.empty() || values.size() > kValuesMax) {
    return Refuse("'values' must be a list of 1 to 1000 texts", values);
  }
  for (const Json& value : values.items()) {
    if (!value.is_string()) {
      return Refuse("each of 'values' must be a text, got " + Got(value), value);
    }
    if (duration) {
      WEIR_ASSIGN(Json length, ReadLength(value));
      term.values.push_back(std::move(length));
    } else {
      term.values.emplace_back(NameKey(value.as_string()));
    }
  }
  return term;
}

Result<> ReadFilter(const Json& filter, RunKind kind, store::RunSearch* search) {
  const Json& operand = filter["operand"];
  const std::string& name = operand.as_string();
  const std::string& test = filter["operator"].as_string();
  const bool contains = SameName(test, "Contains") || SameName(test, "NotContains");
  if (const auto field = FieldOf(name, kind, contains)) {
    WEIR_ASSIGN(store::SearchTerm term, ReadTerm(*field, filter));
    search->terms.push_back(std::move(term));
    return {};
  }
  const std::vector<std::string> known = OperandNames(kind);
  if (std::none_of(known.begin(), known.end(),
                   [&](const std::string& one) { return SameName(one, name); })) {
    return UnknownOperand(operand, kind);
  }
  WEIR_ASSIGN(store::RunCondition condition, ReadCondition(filter, kind));
  search->query.conditions.push_back(std::move(condition));
  return {};
}

Result<> ReadOrder(const Json& body, RunKind kind, store::RunSearch* search) {
  const Json& orders = body["orderBy"];
  if (orders.size() == 1 && SameName(orders[0]["orderBy"].as_string(), "DurationInMs")) {
    const std::string& way = orders[0]["order"].as_string();
    if (!SameName(way, "DESC") && !SameName(way, "ASC")) {
      return Refuse("'order' must be ASC or DESC, got " + Got(orders[0]["order"]),
                    orders[0]["order"]);
    }
    search->by_duration =
        SameName(way, "DESC") ? DurationOrder::kLongest : DurationOrder::kShortest;
    return {};
  }
  if (kind == RunKind::kActivityRuns) {
    const bool newest =
        orders.empty() ||
        (orders.size() == 1 && SameName(orders[0]["orderBy"].as_string(), "ActivityRunStart") &&
         SameName(orders[0]["order"].as_string(), "DESC"));
    if (newest) return {};
    return Refuse("'orderBy' must be ActivityRunStart with DESC, or DurationInMs alone", orders);
  }
  for (const Json& order : orders.items()) {
    WEIR_ASSIGN(const store::RunOrder read, ReadRunOrder(order, kind));
    search->query.order.push_back(read);
  }
  return {};
}

}  // namespace

Result<store::RunSearch> ReadRunSearch(const Json& body, RunKind kind, UtcTime now) {
  const bool activities = kind == RunKind::kActivityRuns;
  const std::string_view after = activities ? "startedAfter" : "lastUpdatedAfter";
  const std::string_view before = activities ? "startedBefore" : "lastUpdatedBefore";
  store::RunSearch search;
  search.now = now;
  search.query.updated_before = kEver;
  if (!body[after].is_null()) {
    WEIR_ASSIGN(search.query.updated_after, ReadTime(body, after));
  }
  if (!body[before].is_null()) {
    WEIR_ASSIGN(search.query.updated_before, ReadTime(body, before));
  }
  WEIR_TRY(CheckList(body, "filters"));
  WEIR_TRY(CheckList(body, "orderBy"));
  for (const Json& filter : body["filters"].items()) {
    WEIR_TRY(ReadFilter(filter, kind, &search));
  }
  WEIR_TRY(ReadOrder(body, kind, &search));
  const Json& limit = body["limit"];
  search.query.limit = limit.is_null() ? kLimit : limit.as_int();
  if ((!limit.is_null() && !limit.is_int()) || search.query.limit < 1 ||
      search.query.limit > kLimitMax) {
    return Refuse("'limit' must be a number from 1 to 1000, got " + Got(limit), limit);
  }
  search.query.continuation = body["continuationToken"].as_string();
  return search;
}

}  // namespace weir::api::arm
