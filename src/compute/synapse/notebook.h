#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::compute::synapse {

/// What a session is told to run in one go.
struct Statement {
  int64_t cell = 0;  ///< Of the notebook, from 1; 0: it is ours.
  std::string kind;  ///< As Livy names languages: pyspark, spark, sql, sparkr, dotnetspark.
  std::string code;
};

/// A notebook as it is run.
struct NotebookPlan {
  std::string kind;  ///< The notebook's own language.
  std::string pool;  ///< The pool it names; empty: none.
  /// driverMemory, driverCores, executorMemory, executorCores, numExecutors, conf and such, as a
  /// session takes them: what the notebook keeps, and above it what its `%%configure` says.
  Json session = Json::Object();
  std::vector<Statement> statements;
};

/// Plan a notebook (a workspace's resource, or an .ipynb file) with the `parameters` of an
/// activity, {name: {value, type}}: each code cell is a statement in the language of its magic
/// (`%%pyspark`, `%%spark`, `%%sql`, `%%sparkr`, `%%csharp`) or else of the notebook; the
/// parameters are a statement after the cell tagged `parameters`, in its language, or at the top.
/// Pure. Errors: kInvalid NotebookNotRead, 2104 for a parameter; kUnsupported
/// UnsupportedNotebookCell for other magics, `%run`, and `%%configure` behind other code.
Result<NotebookPlan> PlanNotebook(const Json& document, const Json& parameters);

/// What a plain Livy lacks: `mssparkutils` and `notebookutils` with `notebook.exit`, in the
/// languages of the statements that name one. At most one statement for each of Python and Scala.
std::vector<Statement> ExitStatements(const std::vector<Statement>& statements);

}  // namespace weir::compute::synapse
