#include "expr/evaluate.h"

#include <array>

#include "expr/failure.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

constexpr size_t kArgumentsInPlace = 6;

Error CannotSelect(const Evaluation& evaluation, std::string_view why) {
  return InvalidTemplate(
      Glue("The expression '", evaluation.text, "' cannot be evaluated because ", why));
}

/// The failure of a selection from a value that is not an object.
Error CannotSelectFrom(const Evaluation& evaluation, const Json& target, std::string_view key) {
  std::string why = Glue("property '", key, "' cannot be selected.");
  if (target.is_array()) {
    why += " Array elements can only be selected using an integer index.";
  } else if (!target.is_null() && !target.is_object()) {
    why += Glue(" Property selection is not supported on values of type '", KindName(target.kind()),
                "'.");
  }
  return CannotSelect(evaluation, why);
}

Result<Json> SelectProperty(const Evaluation& evaluation, const Json& target, std::string_view name,
                            bool optional) {
  if (const Json* found = target.Find(name)) return *found;
  if (optional && (target.is_null() || target.is_object())) return Json();
  if (!target.is_object()) return CannotSelectFrom(evaluation, target, name);
  std::string available;
  std::vector<std::string> names;
  for (const Json::Member& member : target.members()) {
    available += (names.empty() ? "" : ", ") + member.name;
    names.push_back(member.name);
  }
  return CannotSelect(
      evaluation, EndSentence(Glue("property '", name,
                                   "' doesn't exist, available properties are '", available, "'"),
                              name, names));
}

Result<Json> SelectItem(const Evaluation& evaluation, const Json& target, int64_t index,
                        bool optional) {
  const auto size = static_cast<int64_t>(target.size());
  if (index >= 0 && index < size) return target[static_cast<size_t>(index)];
  if (optional) return Json();
  return CannotSelect(evaluation,
                      Glue("array index '", std::to_string(index), "' is outside bounds (0, ",
                           std::to_string(size - 1), ") of array."));
}

Result<Json> Select(const Evaluation& evaluation, const Json& target, const Accessor& accessor) {
  if (accessor.named()) {
    return SelectProperty(evaluation, target, accessor.name, accessor.optional);
  }
  WEIR_ASSIGN(const Json index, Evaluate(accessor.index.front(), evaluation));
  if (target.is_array() && index.is_int()) {
    return SelectItem(evaluation, target, index.as_int(), accessor.optional);
  }
  if (index.is_string()) {
    return SelectProperty(evaluation, target, index.as_string(), accessor.optional);
  }
  if (target.is_null() && accessor.optional) return Json();
  return CannotSelectFrom(evaluation, target, TextOf(index));
}

Result<Json> InvokeWith(const Call& call, const Expression& expression,
                        const Evaluation& evaluation, std::span<Json> values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const Expression& argument = expression.arguments[i];
    if (argument.is_literal()) {
      values[i] = argument.literal;
      continue;
    }
    Result<Json> value = Evaluate(argument, evaluation);
    if (!value) return value;
    values[i] = *std::move(value);
  }
  return call.spec.eval(call, values);
}

Result<Json> Invoke(const Expression& expression, const Evaluation& evaluation) {
  const Call call{*expression.function, evaluation.scope, expression.format.get()};
  if (call.spec.lazy != nullptr) {
    return call.spec.lazy(call, LazyArguments(evaluation, expression.arguments));
  }
  const size_t count = expression.arguments.size();
  if (count == 0) return call.spec.eval(call, {});
  if (count <= kArgumentsInPlace) {
    std::array<Json, kArgumentsInPlace> values;
    return InvokeWith(call, expression, evaluation, std::span(values).first(count));
  }
  std::vector<Json> values(count);
  return InvokeWith(call, expression, evaluation, values);
}

}  // namespace

Position PlaceIn(const Json& text, size_t offset) {
  Position place = text.position();
  if (!place.known()) return place;
  std::string written;
  AppendJsonString(written, std::string_view(text.as_string()).substr(0, offset));
  place.column += static_cast<uint32_t>(written.size() - 1);
  return place;
}

Result<Json> LazyArguments::Evaluate(size_t index) const {
  return expr::Evaluate(expressions_[index], evaluation_);
}

Result<Json> Evaluate(const Expression& expression, const Evaluation& evaluation) {
  Result<Json> value = expression.function == nullptr ? Result<Json>(expression.literal)
                                                      : Invoke(expression, evaluation);
  if (!value) {
    return std::move(value).error().At(
        PlaceIn(evaluation.origin, evaluation.start + expression.offset));
  }
  for (const Accessor& accessor : expression.accessors) {
    Result<Json> selected = Select(evaluation, *value, accessor);
    if (!selected) {
      return std::move(selected).error().At(
          PlaceIn(evaluation.origin, evaluation.start + accessor.offset));
    }
    value = std::move(selected);
  }
  return value;
}

}  // namespace weir::expr
