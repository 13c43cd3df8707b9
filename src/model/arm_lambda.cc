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
  using Run = Result<Json> (ArmEvaluator::*)(const std::vector<Value>&);
  static constexpr std::pair<std::string_view, Run> kFunctions[] = {
      {"filter", &ArmEvaluator::Filter},       {"map", &ArmEvaluator::Map},
      {"mapValues", &ArmEvaluator::MapValues}, {"reduce", &ArmEvaluator::Reduce},
      {"sort", &ArmEvaluator::Sort},           {"toObject", &ArmEvaluator::ToObject},
      {"groupBy", &ArmEvaluator::GroupBy},
  };
  const auto* function =
      std::find_if(std::begin(kFunctions), std::end(kFunctions),
                   [name](const auto& one) { return SameName(one.first, name); });
  if (function == std::end(kFunctions)) return std::nullopt;
  if (args.size() < 2 || args.back().lambda == nullptr || args[0].placeholder) {
    return NoLambda(name);
  }
  return (this->*function->second)(args);
}

Result<Json> ArmEvaluator::Filter(const std::vector<Value>& args) {
  Json kept = Json::Array();
  int64_t index = 0;
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(const Json keep, Apply(*args[1].lambda, {item, index++}));
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
  if (args.size() < 3) return NoLambda("reduce");
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
      if (!before.as_bool()) break;
    }
    sorted.insert(sorted.begin() + static_cast<std::ptrdiff_t>(at), item);
  }
  return Json::Array(std::move(sorted));
}

Result<Json> ArmEvaluator::ToObject(const std::vector<Value>& args) {
  const auto& key = args[1].lambda;
  if (key == nullptr) return NoLambda("toObject");
  Json made = Json::Object();
  for (const Json& item : args[0].json.items()) {
    WEIR_ASSIGN(const Json name, Apply(*key, {item}));
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
    Json group = groups[name.as_string()];
    group.Append(item);
    groups.Set(name.as_string(), std::move(group));
  }
  return groups;
}

}  // namespace weir::model
