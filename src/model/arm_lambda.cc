// Functions of ARM templates that are given a function: filter, map, reduce …
// Source: learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-lambda.
#include <algorithm>
#include <map>
#include <utility>

#include "base/names.h"
#include "model/arm_expression.h"

namespace weir::model {
namespace {

Error NoLambda(std::string_view name) {
  return Fail(ErrorKind::kInvalid, "InvalidArmExpression",
              "'" + std::string(name) + "' expects an array or object and a lambda");
}

Error WrongResult(std::string_view wanted, const Json& value) {
  return Fail(ErrorKind::kInvalid, "InvalidArmExpression",
              "expected a lambda that gives " + std::string(wanted) + ", got " +
                  DumpJson(value).substr(0, 100));
}

}  // namespace

Result<Json> ArmEvaluator::Apply(const Lambda& lambda, const std::vector<Json>& args) {
  const std::map<std::string, Json> outer = lambda_values_;
  for (size_t i = 0; i < lambda.names.size() && i < args.size(); ++i) {
    lambda_values_[lambda.names[i]] = args[i];
  }
  ++depth_;
  Result<Json> value = EvaluateBody(lambda.body);
  --depth_;
  lambda_values_ = outer;
  return value;
}

std::optional<Result<Json>> ArmEvaluator::CallWithLambda(std::string_view name,
                                                         const std::vector<Value>& args) {
  // All arguments from the first lambda on are lambdas.
  struct Function {
    std::string_view name;
    Result<Json> (ArmEvaluator::*run)(const std::vector<Value>&);
    size_t first_lambda;
    size_t lambdas_max;
    Json::Kind over;
  };
  static constexpr Function kFunctions[] = {
      {"filter", &ArmEvaluator::Filter, 1, 1, Json::Kind::kArray},
      {"map", &ArmEvaluator::Map, 1, 1, Json::Kind::kArray},
      {"mapValues", &ArmEvaluator::MapValues, 1, 1, Json::Kind::kObject},
      {"reduce", &ArmEvaluator::Reduce, 2, 1, Json::Kind::kArray},
      {"sort", &ArmEvaluator::Sort, 1, 1, Json::Kind::kArray},
      {"toObject", &ArmEvaluator::ToObject, 1, 2, Json::Kind::kArray},
      {"groupBy", &ArmEvaluator::GroupBy, 1, 2, Json::Kind::kArray},
  };
  const auto* function =
      std::find_if(std::begin(kFunctions), std::end(kFunctions),
                   [name](const Function& one) { return SameName(one.name, name); });
  if (function == std::end(kFunctions)) return std::nullopt;
  const size_t first = function->first_lambda;
  const bool counted = args.size() > first && args.size() <= first + function->lambdas_max;
  if (!counted || args[0].placeholder || args[0].json.kind() != function->over ||
      std::any_of(args.begin() + static_cast<std::ptrdiff_t>(first), args.end(),
                  [](const Value& one) { return one.lambda == nullptr; })) {
    return NoLambda(name);
  }
  return (this->*function->run)(args);
}

Result<Json> ArmEvaluator::Filter(const std::vector<Value>& args) {
  Json kept = Json::Array();
  int64_t index = 0;
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(const Json keep, Apply(*args[1].lambda, {item, index++}));
    if (!keep.is_bool()) return WrongResult("a boolean", keep);
    if (keep.as_bool()) kept.Append(item);
  }
  return kept;
}

Result<Json> ArmEvaluator::Map(const std::vector<Value>& args) {
  Json made = Json::Array();
  int64_t index = 0;
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(Json one, Apply(*args[1].lambda, {item, index++}));
    made.Append(std::move(one));
  }
  return made;
}

Result<Json> ArmEvaluator::MapValues(const std::vector<Value>& args) {
  Json made = Json::Object();
  for (const Json::Member& member : args[0].json.members()) {
    WEIR_ASSIGN(Json one, Apply(*args[1].lambda, {member.value}));
    made.Set(member.name, std::move(one));
  }
  return made;
}

Result<Json> ArmEvaluator::Reduce(const std::vector<Value>& args) {
  Json value = args[1].json;
  int64_t index = 0;
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(value, Apply(*args[2].lambda, {value, item, index++}));
  }
  return value;
}

/// By insertion, since the order that a template gives need not be one.
Result<Json> ArmEvaluator::Sort(const std::vector<Value>& args) {
  std::vector<Json> sorted;
  for (const Json& item : args[0].json.items()) {
    size_t at = sorted.size();
    for (; at > 0; --at) {
      WEIR_ASSIGN(const Json before, Apply(*args[1].lambda, {item, sorted[at - 1]}));
      if (!before.is_bool()) return WrongResult("a boolean", before);
      if (!before.as_bool()) break;
    }
    sorted.insert(sorted.begin() + static_cast<std::ptrdiff_t>(at), item);
  }
  return Json::Array(std::move(sorted));
}

Result<Json> ArmEvaluator::ToObject(const std::vector<Value>& args) {
  Json made = Json::Object();
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(const Json name, Apply(*args[1].lambda, {item}));
    if (!name.is_string()) return WrongResult("a name as text", name);
    Json value = item;
    if (args.size() > 2) {
      WEIR_ASSIGN(value, Apply(*args[2].lambda, {item}));
    }
    made.Set(name.as_string(), std::move(value));
  }
  return made;
}

Result<Json> ArmEvaluator::GroupBy(const std::vector<Value>& args) {
  Json groups = Json::Object();
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(const Json name, Apply(*args[1].lambda, {item}));
    if (!name.is_string()) return WrongResult("a name as text", name);
    Json group = groups[name.as_string()];
    Json value = item;
    if (args.size() > 2) {
      WEIR_ASSIGN(value, Apply(*args[2].lambda, {item}));
    }
    group.Append(std::move(value));
    groups.Set(name.as_string(), std::move(group));
  }
  return groups;
}

}  // namespace weir::model
