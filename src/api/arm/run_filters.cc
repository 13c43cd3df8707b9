#include "api/arm/run_filters.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.h"

namespace weir::api::arm {

Error Refuse(std::string message, const Json& at) {
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent", std::move(message)).At(at.position());
}

std::string Got(const Json& value) {
  return value.is_null()     ? "nothing"
         : value.is_string() ? "'" + value.as_string() + "'"
                             : std::string(KindName(value.kind()));
}

namespace {

using store::RunField;

/// A name of the contract: what it means of runs, and whether they can be sorted by it.
struct Operand {
  std::string_view name;
  RunField field;
  bool sorts;
};
constexpr Operand kPipelineOperands[] = {{"PipelineName", RunField::kPipelineName, true},
                                         {"RunStart", RunField::kStart, true},
                                         {"RunEnd", RunField::kEnd, true},
                                         {"Status", RunField::kStatus, true},
                                         {"RunGroupId", RunField::kGroupId, false},
                                         {"LatestOnly", RunField::kLatestOnly, false}};
constexpr Operand kActivityOperands[] = {{"ActivityName", RunField::kActivityName, true},
                                         {"ActivityRunStart", RunField::kStart, true},
                                         {"ActivityRunEnd", RunField::kEnd, true},
                                         {"ActivityType", RunField::kActivityType, false},
                                         {"Status", RunField::kStatus, true}};
constexpr Operand kTriggerOperands[] = {{"TriggerName", RunField::kTriggerName, true},
                                        {"TriggerRunTimestamp", RunField::kStart, true},
                                        {"Status", RunField::kStatus, true}};
constexpr std::string_view kStatuses[] = {
    "Queued",  "InProgress", "Succeeded", "Failed",  "Canceling",          "Cancelled",
    "Skipped", "Inactive",   "Waiting",   "Running", "WaitingOnDependency"};
constexpr size_t kListMax = 1000;

Result<const Operand*> FindOperand(std::span<const Operand> operands, const Json& name,
                                   std::string_view what, bool sorts) {
  std::vector<std::string> known;
  std::string list;
  for (const Operand& one : operands) {
    if (sorts && !one.sorts) continue;
    if (name.is_string() && SameName(name.as_string(), one.name)) return &one;
    known.emplace_back(one.name);
    list += (list.empty() ? "" : ", ") + known.back();
  }
  return Refuse("'" + std::string(what) + "' must be one of " + list + ", got " + Got(name) +
                    DidYouMean(name.as_string(), known),
                name);
}

Result<Json> ReadValue(RunField field, const Json& value) {
  if (!value.is_string())
    return Refuse("each of 'values' must be a text, got " + Got(value), value);
  if (field == RunField::kStart || field == RunField::kEnd) {
    const Result<UtcTime> time = ParseUtc(value.as_string());
    if (!time) {
      return Refuse("'values' must be times as ISO 8601 has them, got " + Got(value), value);
    }
    return Json(ToMicros(*time));
  }
  if (field == RunField::kStatus) {
    for (const std::string_view status : kStatuses) {
      if (SameName(status, value.as_string())) return Json(status);
    }
  }
  if (field == RunField::kLatestOnly) return Json(NameKey(value.as_string()));
  return value;
}

Result<store::RunCondition> ReadFilter(std::span<const Operand> operands, const Json& filter) {
  WEIR_ASSIGN(const Operand* operand, FindOperand(operands, filter["operand"], "operand", false));
  store::RunCondition condition;
  condition.field = operand->field;
  const Json& name = filter["operator"];
  const auto is = [&](std::string_view known) {
    return name.is_string() && SameName(name.as_string(), known);
  };
  condition.negated = is("NotEquals") || is("NotIn");
  if (!condition.negated && !is("Equals") && !is("In")) {
    return Refuse("'operator' must be Equals, NotEquals, In or NotIn, got " + Got(name), name);
  }
  const Json& values = filter["values"];
  if (!values.is_array() || values.empty() || values.size() > kListMax) {
    return Refuse("'values' must be a list of 1 to 1000 texts", values);
  }
  for (const Json& value : values.items()) {
    WEIR_ASSIGN(Json read, ReadValue(operand->field, value));
    condition.values.push_back(std::move(read));
  }
  return condition;
}

Result<store::RunOrder> ReadOrder(std::span<const Operand> operands, const Json& order) {
  WEIR_ASSIGN(const Operand* operand, FindOperand(operands, order["orderBy"], "orderBy", true));
  const Json& direction = order["order"];
  const bool descending = SameName(direction.as_string(), "DESC");
  if (!descending && !SameName(direction.as_string(), "ASC")) {
    return Refuse("'order' must be ASC or DESC, got " + Got(direction), direction);
  }
  return store::RunOrder{operand->field, descending};
}

std::span<const Operand> OperandsOf(RunKind kind) {
  switch (kind) {
    case RunKind::kPipelineRuns:
      return kPipelineOperands;
    case RunKind::kActivityRuns:
      return kActivityOperands;
    case RunKind::kTriggerRuns:
      return kTriggerOperands;
  }
  return {};
}

}  // namespace

Result<UtcTime> ReadTime(const Json& body, std::string_view name) {
  const Json& value = body[name];
  if (value.is_string()) {
    Result<UtcTime> time = ParseUtc(value.as_string());
    if (time) return time;
  }
  return Refuse("'" + std::string(name) + "' must be a time as ISO 8601 has it, got " + Got(value),
                value);
}

Result<> CheckList(const Json& body, std::string_view name) {
  const Json& list = body[name];
  constexpr size_t kMax = 50;
  if (list.is_null() || (list.is_array() && list.size() <= kMax)) return {};
  return Refuse("'" + std::string(name) + "' must be a list of at most 50 objects", list);
}

Result<store::RunCondition> ReadCondition(const Json& filter, RunKind kind) {
  return ReadFilter(OperandsOf(kind), filter);
}

Result<store::RunOrder> ReadRunOrder(const Json& order, RunKind kind) {
  return ReadOrder(OperandsOf(kind), order);
}

std::vector<std::string> OperandNames(RunKind kind) {
  std::vector<std::string> names;
  for (const Operand& one : OperandsOf(kind)) names.emplace_back(one.name);
  return names;
}

Result<store::RunQuery> ReadRunQuery(const Json& body, RunKind kind) {
  const std::span<const Operand> operands = OperandsOf(kind);
  store::RunQuery query;
  WEIR_ASSIGN(query.updated_after, ReadTime(body, "lastUpdatedAfter"));
  WEIR_ASSIGN(query.updated_before, ReadTime(body, "lastUpdatedBefore"));
  WEIR_TRY(CheckList(body, "filters"));
  WEIR_TRY(CheckList(body, "orderBy"));
  for (const Json& filter : body["filters"].items()) {
    WEIR_ASSIGN(store::RunCondition condition, ReadFilter(operands, filter));
    query.conditions.push_back(std::move(condition));
  }
  for (const Json& order : body["orderBy"].items()) {
    WEIR_ASSIGN(const store::RunOrder read, ReadOrder(operands, order));
    query.order.push_back(read);
  }
  query.continuation = body["continuationToken"].as_string();
  return query;
}

}  // namespace weir::api::arm
