#include "base/names.h"
#include "expr/arguments.h"
#include "expr/failure.h"

namespace weir::expr {
namespace {

Result<Json> Available(const Call& call, std::optional<Json> value) {
  if (value) return *std::move(value);
  return InvalidTemplate(
      Glue("The template function '", call.spec.name, "' is not expected at this location."));
}

Result<Json> Pipeline(const Call& call, Arguments) {
  return Available(call, call.scope.Pipeline());
}
Result<Json> Item(const Call& call, Arguments) {
  return Available(call, call.scope.Item());
}
Result<Json> Dataset(const Call& call, Arguments) {
  return Available(call, call.scope.Dataset());
}
Result<Json> LinkedService(const Call& call, Arguments) {
  return Available(call, call.scope.LinkedService());
}
Result<Json> Trigger(const Call& call, Arguments) {
  return Available(call, call.scope.Trigger());
}
Result<Json> TriggerBody(const Call& call, Arguments) {
  return Available(call, call.scope.TriggerBody());
}

Result<Json> Activity(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json name, TextArgument(call, args[0], "its parameter to be a string"));
  if (!call.scope.has_activities()) return Available(call, std::nullopt);
  if (std::optional<Json> found = call.scope.Activity(name.as_string())) return *std::move(found);
  return InvalidTemplate(EndSentence(Glue("Expression cannot be evaluated: the template action '",
                                          name.as_string(), "' is not defined at current scope"),
                                     name.as_string(), call.scope.ActivityNames()));
}

Result<Json> Variables(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json name, TextArgument(call, args[0], "its parameter to be a string"));
  if (!call.scope.has_variables()) return Available(call, std::nullopt);
  if (std::optional<Json> found = call.scope.Variable(name.as_string())) return *std::move(found);
  return InvalidTemplate(EndSentence(Glue("Expression cannot be evaluated: the template variable '",
                                          name.as_string(), "' cannot be found"),
                                     name.as_string(), call.scope.VariableNames()));
}

constexpr std::string_view kNoParameters = "must not have any parameters";
constexpr std::string_view kOneParameter = "must have only one parameter";
constexpr std::string_view kVariablesPage = "data-factory/control-flow-system-variables";
constexpr std::string_view kTriggerPage = "data-factory/how-to-use-trigger-parameterization";

}  // namespace

// Examples are evaluated in the scope of function_test.cc.
std::vector<FunctionSpec> AccessorFunctions() {
  return {
      {.name = "pipeline",
       .args = "",
       .returns = "object",
       .source = kVariablesPage,
       .examples = {{"pipeline().parameters.folder", "\"in\""}, {"pipeline()?.nothing", "null"}},
       .expects = kNoParameters,
       .eval = Pipeline,
       .scoped = true},
      {.name = "activity",
       .args = "name: string",
       .returns = "object",
       .source = "data-factory/control-flow-expression-language-functions",
       .examples = {{"activity('Look up').output.firstRow.Id", "7"},
                    {"activity('Look op')", "", "did you mean 'Look up'?"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneParameter,
       .eval = Activity,
       .scoped = true},
      {.name = "variables",
       .args = "name: string",
       .returns = "any",
       .source = "data-factory/control-flow-set-variable-activity",
       .examples = {{"variables('count')", "3"},
                    {"variables('coun')", "", "did you mean 'count'?"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneParameter,
       .eval = Variables,
       .scoped = true},
      {.name = "item",
       .args = "",
       .returns = "any",
       .source = "data-factory/control-flow-for-each-activity",
       .examples = {{"item().name", "\"a.csv\""}},
       .expects = kNoParameters,
       .eval = Item,
       .scoped = true},
      {.name = "dataset",
       .args = "",
       .returns = "object",
       .source = "data-factory/control-flow-expression-language-functions",
       .examples = {{"dataset().path", "\"out\""}},
       .expects = kNoParameters,
       .eval = Dataset,
       .scoped = true},
      {.name = "linkedService",
       .args = "",
       .returns = "object",
       .source = "data-factory/parameterize-linked-services",
       .examples = {{"linkedService().DBName", "\"sales\""}},
       .expects = kNoParameters,
       .eval = LinkedService,
       .scoped = true},
      {.name = "trigger",
       .args = "",
       .returns = "object",
       .source = kTriggerPage,
       .examples = {{"trigger().startTime", "\"2021-03-03T04:38:00Z\""}},
       .expects = kNoParameters,
       .eval = Trigger,
       .scoped = true},
      {.name = "triggerBody",
       .args = "",
       .returns = "object",
       .source = kTriggerPage,
       .examples = {{"triggerBody().fileName", "\"f.csv\""}},
       .expects = kNoParameters,
       .eval = TriggerBody,
       .scoped = true},
  };
}

}  // namespace weir::expr
