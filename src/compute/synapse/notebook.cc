#include "compute/synapse/notebook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/names.h"
#include "copy/settings.h"

namespace weir::compute::synapse {
namespace {

constexpr std::array<const char*, 10> kSessionSettings = {
    "driverMemory", "driverCores", "executorMemory", "executorCores", "numExecutors",
    "jars",         "pyFiles",     "files",          "archives",      "conf"};

constexpr std::pair<const char*, const char*> kMagics[] = {{"pyspark", "pyspark"},
                                                           {"spark", "spark"},
                                                           {"sql", "sql"},
                                                           {"sparkr", "sparkr"},
                                                           {"csharp", "dotnetspark"}};

constexpr std::pair<const char*, const char*> kLanguages[] = {
    {"python", "pyspark"},
    {"scala", "spark"},
    {"sql", "sql"},
    {"r", "sparkr"},
    {"csharp", "dotnetspark"},
    {"C#", "dotnetspark"},
    {"synapse_pyspark", "pyspark"},
    {"synapse_spark", "spark"},
    {"synapse_sparksql", "sql"},
    {"synapse_sparkr", "sparkr"},
    {"synapse_sparkdotnet", "dotnetspark"}};

/// Raises what a session of Synapse raises, so that one way to see an exit does.
constexpr const char* kPythonExit = R"(try:
    from notebookutils import mssparkutils
except Exception:
    import sys, types
    class NotebookExit(Exception):
        pass
    def _weir_exit(value=""):
        raise NotebookExit(str(value))
    mssparkutils = types.ModuleType("notebookutils.mssparkutils")
    mssparkutils.notebook = types.ModuleType("notebookutils.mssparkutils.notebook")
    mssparkutils.notebook.exit = _weir_exit
    notebookutils = types.ModuleType("notebookutils")
    notebookutils.mssparkutils = mssparkutils
    notebookutils.notebook = mssparkutils.notebook
    sys.modules["notebookutils"] = notebookutils
    sys.modules["notebookutils.notebook"] = mssparkutils.notebook
    sys.modules["notebookutils.mssparkutils"] = mssparkutils
)";
constexpr const char* kScalaExit = R"(class NotebookExit(value: String) extends Exception(value)
object mssparkutils {
  object notebook { def exit(value: String): Unit = throw new NotebookExit(value) }
}
val notebookutils = mssparkutils
)";

Error NotRead(const std::string& why) {
  return Fail(ErrorKind::kInvalid, "NotebookNotRead", "the notebook cannot be read: " + why);
}

Error Unsupported(int64_t cell, const std::string& what) {
  return Fail(ErrorKind::kUnsupported, "UnsupportedNotebookCell",
              "cell " + std::to_string(cell) + " of the notebook has " + what);
}

/// A cell's text: one text, or its lines with their ends.
std::string SourceOf(const Json& cell) {
  const Json& source = cell["source"];
  std::string text = source.as_string();
  for (const Json& line : source.items()) text += line.as_string();
  std::erase(text, '\r');
  return text;
}

bool IsTagged(const Json& cell) {
  for (const Json& tag : cell["metadata"]["tags"].items()) {
    if (SameName(tag.as_string(), "parameters")) return true;
  }
  return false;
}

std::string KindOf(const Json& metadata) {
  for (const char* where : {"language_info", "kernelspec"}) {
    const std::string& name = metadata[where]["name"].as_string();
    for (const auto& [language, kind] : kLanguages) {
      if (SameName(name, language)) return kind;
    }
  }
  return "pyspark";
}

/// "%%sql -n 3\nselect 1" → {"sql", "select 1"}; no name: there is no magic.
std::pair<std::string, std::string> SplitMagic(const std::string& text) {
  const size_t from = text.find_first_not_of(" \t\n");
  if (from == std::string::npos || text.compare(from, 2, "%%") != 0) return {"", text};
  const size_t end = std::min(text.find('\n', from), text.size());
  const size_t name_end = std::min(text.find_first_of(" \t\n", from), end);
  const std::string rest = end < text.size() ? text.substr(end + 1) : "";
  return {text.substr(from + 2, name_end - from - 2), rest};
}

bool HasLine(const std::string& text, std::string_view beginning) {
  for (size_t at = text.find(beginning); at != std::string::npos;
       at = text.find(beginning, at + 1)) {
    const size_t before = text.find_last_not_of(" \t", at == 0 ? 0 : at - 1);
    if (at == 0 || before == std::string::npos || text[before] == '\n') return true;
  }
  return false;
}

bool IsBlank(const std::string& text) {
  return text.find_first_not_of(" \t\n") == std::string::npos;
}

bool IsName(const std::string& name) {
  const auto letter = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         std::all_of(name.begin(), name.end(), letter);
}

void MergeSession(const Json& from, Json* session) {
  for (const char* name : kSessionSettings) {
    const Json& value = from[name];
    if (value.is_null()) continue;
    if (!value.is_object()) {
      const Result<int64_t> whole = copy::ReadWhole(from, name, 0);
      session->Set(name, whole ? Json(*whole) : value);
      continue;
    }
    Json merged = (*session)[name].is_object() ? (*session)[name] : Json::Object();
    for (const Json::Member& one : value.members()) {
      const Result<std::string> text = copy::ReadText(value, one.name);
      if (text && !text->empty()) merged.Set(one.name, *text);
    }
    session->Set(name, std::move(merged));
  }
}

/// `%%configure` may say {"activityParameterName": n, "defaultValue": v} in a value's place.
Json Configured(const Json& value, const Json& parameters) {
  const Json& parameter = value["activityParameterName"];
  if (parameter.is_string()) {
    const Json& given = parameters[parameter.as_string()]["value"];
    return given.is_null() ? value["defaultValue"] : given;
  }
  if (!value.is_object()) return value;
  Json object = Json::Object();
  for (const Json::Member& one : value.members()) {
    object.Set(one.name, Configured(one.value, parameters));
  }
  return object;
}

Error WrongParameter(const std::string& name, const std::string& type, const std::string& value) {
  return Fail(ErrorKind::kInvalid, "2104",
              "parameter '" + name + "' must be of type " + type + ", got '" + value + "'");
}

Result<std::string> NumberText(const std::string& name, const std::string& value, bool whole,
                               const std::string& kind) {
  const char* end = value.data() + value.size();
  if (whole) {
    int64_t number = 0;
    const auto [at, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc() || at != end) return WrongParameter(name, "int", value);
    const bool wide = number > std::numeric_limits<int32_t>::max() ||
                      number < std::numeric_limits<int32_t>::min();
    return std::to_string(number) + (wide && (kind == "spark" || kind == "dotnetspark") ? "L" : "");
  }
  double number = 0;
  const auto [at, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || at != end || !std::isfinite(number)) {
    return WrongParameter(name, "float", value);
  }
  return value.find_first_of(".eE") == std::string::npos ? value + ".0" : value;
}

Result<std::string> BoolText(const std::string& name, const std::string& value,
                             const std::string& kind) {
  const bool yes = SameName(value, "true");
  if (!yes && !SameName(value, "false")) return WrongParameter(name, "bool", value);
  if (kind == "pyspark") return std::string(yes ? "True" : "False");
  if (kind == "sparkr") return std::string(yes ? "TRUE" : "FALSE");
  return std::string(yes ? "true" : "false");
}

/// A parameter's value as the language writes it. Escapes of JSON are those of all of them.
Result<std::string> LiteralOf(const std::string& name, const Json& parameter,
                              const std::string& kind) {
  const Json& value = parameter["value"];
  std::string type = NameKey(parameter["type"].as_string());
  if (type.empty()) {
    type = value.is_bool()    ? "bool"
           : value.is_int()   ? "int"
           : value.is_float() ? "float"
                              : "string";
  }
  const std::string text = value.is_string() ? value.as_string() : DumpJson(value);
  if (value.is_null()) {
    return std::string(kind == "pyspark" ? "None" : kind == "sparkr" ? "NULL" : "null");
  }
  if (type == "string") return DumpJson(Json(text));
  if (type == "int" || type == "float") return NumberText(name, text, type == "int", kind);
  if (type == "bool") return BoolText(name, text, kind);
  return Fail(ErrorKind::kInvalid, "2104",
              "the type of parameter '" + name + "' must be string, int, float or bool, got '" +
                  parameter["type"].as_string() + "'");
}

Result<Statement> ParameterStatement(const Json& parameters, const std::string& kind) {
  if (kind == "sql") {
    return Fail(ErrorKind::kUnsupported, "UnsupportedNotebookCell",
                "parameters cannot be given to a notebook or a tagged cell in SQL");
  }
  Statement statement{0, kind, "// the parameters of the activity\n"};
  if (kind == "pyspark" || kind == "sparkr") statement.code.replace(0, 2, "#");
  for (const Json::Member& one : parameters.members()) {
    if (!IsName(one.name)) {
      return Fail(ErrorKind::kInvalid, "2104",
                  "a parameter's name must be of letters, digits and '_', got '" + one.name + "'");
    }
    WEIR_ASSIGN(const std::string literal, LiteralOf(one.name, one.value, kind));
    const bool declared = kind == "spark" || kind == "dotnetspark";
    statement.code += (declared ? "var " : "") + one.name + (kind == "sparkr" ? " <- " : " = ") +
                      literal + (kind == "dotnetspark" ? ";\n" : "\n");
  }
  return statement;
}

/// One code cell; nothing if it has nothing to run.
Result<std::optional<Statement>> ReadCell(int64_t number, const Json& cell, const Json& parameters,
                                          NotebookPlan* plan) {
  auto [magic, code] = SplitMagic(SourceOf(cell));
  Statement statement{number, plan->kind, {}};
  if (magic == "configure") {
    if (!plan->statements.empty()) return Unsupported(number, "'%%configure' behind other code");
    const Result<Json> asked = ParseJson(code);
    if (!asked || !asked->is_object()) {
      return NotRead("'%%configure' in cell " + std::to_string(number) + " is no JSON object");
    }
    MergeSession(Configured(*asked, parameters), &plan->session);
    return std::optional<Statement>();
  }
  if (magic == "time" || magic == "capture") {
    std::tie(magic, code) = SplitMagic(code);
  }
  const auto* const known = std::find_if(std::begin(kMagics), std::end(kMagics),
                                         [&](const auto& one) { return magic == one.first; });
  if (known != std::end(kMagics)) {
    statement.kind = known->second;
  } else if (!magic.empty()) {
    return Unsupported(number, "'%%" + magic + "', which no session runs");
  }
  if (HasLine(code, "%run ")) return Unsupported(number, "'%run', which runs another notebook");
  if (IsBlank(code)) return std::optional<Statement>();
  statement.code = code;
  return std::optional(std::move(statement));
}

bool Names(const Statement& statement, const char* kind) {
  return statement.kind == kind && (statement.code.find("mssparkutils") != std::string::npos ||
                                    statement.code.find("notebookutils") != std::string::npos);
}

}  // namespace

Result<NotebookPlan> PlanNotebook(const Json& document, const Json& parameters) {
  const Json& notebook = document["properties"].is_object() ? document["properties"] : document;
  if (!notebook["cells"].is_array()) return NotRead("it has no 'cells'");
  NotebookPlan plan;
  plan.kind = KindOf(notebook["metadata"]);
  plan.pool = notebook["bigDataPool"]["referenceName"].as_string();
  MergeSession(notebook["sessionProperties"], &plan.session);
  bool given = parameters.empty();
  int64_t number = 0;
  for (const Json& cell : notebook["cells"].items()) {
    ++number;
    if (!SameName(cell["cell_type"].as_string(), "code")) continue;
    WEIR_ASSIGN(std::optional<Statement> statement, ReadCell(number, cell, parameters, &plan));
    const std::string kind = statement ? statement->kind : plan.kind;
    if (statement) plan.statements.push_back(*std::move(statement));
    if (given || !IsTagged(cell)) continue;
    WEIR_ASSIGN(Statement ours, ParameterStatement(parameters, kind));
    plan.statements.push_back(std::move(ours));
    given = true;
  }
  if (!given) {
    WEIR_ASSIGN(Statement ours, ParameterStatement(parameters, plan.kind));
    plan.statements.insert(plan.statements.begin(), std::move(ours));
  }
  return plan;
}

std::vector<Statement> ExitStatements(const std::vector<Statement>& statements) {
  std::vector<Statement> ours;
  for (const auto& [kind, code] :
       {std::pair("pyspark", kPythonExit), std::pair("spark", kScalaExit)}) {
    const bool named = std::any_of(statements.begin(), statements.end(),
                                   [&](const Statement& one) { return Names(one, kind); });
    if (named) ours.push_back({0, kind, code});
  }
  return ours;
}

}  // namespace weir::compute::synapse
