#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "cli/command.h"
#include "cli/terminal.h"
#include "expr/context_scope.h"
#include "expr/evaluate.h"
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

Result<expr::ContextScope> ReadScope(const Options& options) {
  WEIR_ASSIGN(const Json context, ReadContext(options.context));
  return expr::ContextScope::Make(context);
}

/// The text with a place: its first character is column 1.
Json Placed(const std::string& text) {
  Json source(text);
  source.set_position({1, 0});
  return source;
}

Result<Json> Evaluate(const std::string& text, const expr::Scope& scope) {
  WEIR_ASSIGN(const expr::Template expression, expr::Template::Compile(Placed(text)));
  return expression.Evaluate(scope);
}

/// Show the expression and below it the character at fault, if both fit on a line.
void PrintPlace(const std::string& text, Position fault) {
  if (fault.column == 0 || static_cast<size_t>(TerminalWidth()) < DisplayWidth(text) + 2 ||
      text.find_first_of("\n\r\t") != std::string::npos) {
    return;
  }
  // Columns are those of the text written as JSON.
  size_t at = 0;
  while (at < text.size() && expr::PlaceIn(Placed(text), at) != fault) ++at;
  const std::string blanks(DisplayWidth(std::string_view(text).substr(0, at)), ' ');
  std::fprintf(stderr, "  %s\n  %s^\n", text.c_str(), blanks.c_str());
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
    const Result<expr::ContextScope> scope = ReadScope(*options);
    if (!scope) return PrintError(scope.error());
    const Result<Json> value = Evaluate(options->expression, *scope);
    if (!value) {
      PrintError(value.error());
      PrintPlace(options->expression, value.error().position());
      return 1;
    }
    std::cout << DumpJson(*value) << "\n";
    return 0;
  };
}

}  // namespace weir::cli
