#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/command.h"
#include "cli/terminal.h"
#include "expr/context_scope.h"
#include "expr/template.h"

namespace weir::cli {
namespace {

struct Options {
  std::string expression;
  std::string context;
};

Result<Json> ReadContext(const std::string& path) {
  if (path.empty()) return Json::Object();
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Fail(ErrorKind::kNotFound, "FileNotFound", "the context file cannot be read").At(path);
  }
  std::ostringstream text;
  text << file.rdbuf();
  Result<Json> json = ParseJson(text.str());
  if (!json) return std::move(json).error().At(path);
  return json;
}

Result<Json> Evaluate(const Options& options) {
  WEIR_ASSIGN(const Json context, ReadContext(options.context));
  WEIR_ASSIGN(const auto scope, expr::ContextScope::Make(context));
  WEIR_ASSIGN(const expr::Template expression, expr::Template::Compile(Json(options.expression)));
  return expression.Evaluate(scope);
}

}  // namespace

std::function<int()> DeclareExpr(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("EXPRESSION", options->expression, "The text as it stands in a pipeline: '@…'")
      ->required();
  app.add_option("--context", options->context,
                 "JSON file with pipeline, variables, activities, item, dataset, linkedService, "
                 "trigger, triggerBody, now");
  app.footer(
      "Prints the result as JSON. Exit status 1 if the expression fails.\n"
      "Examples:\n"
      "  weir expr \"@concat('a', utcNow('yyyy'))\"\n"
      "  weir expr \"@activity('Look').output.firstRow.id\" --context context.json\n");
  return [options] {
    const Result<Json> value = Evaluate(*options);
    if (!value) return PrintError(value.error());
    std::cout << DumpJson(*value) << "\n";
    return 0;
  };
}

}  // namespace weir::cli
