#pragma once

#include <string>

#include "base/json.h"
#include "lineage/graph.h"

namespace weir::lineage {

/// How a graph is printed.
enum class Format { kText, kJson, kDot, kOpenLineage, kHtml };

/// "text", "json", "dot", "openlineage", "html". Errors: kInvalid UnknownFormat.
Result<Format> ReadFormat(const std::string& name);
std::string_view MediaType(Format format);

/// {factory, datasets: [{namespace, name, datasets, type, linkedService, columns}], activities:
/// [{pipeline, activity, type, path, inputs, outputs, columns, note, run}], calls}. Inputs and
/// outputs are indices of `datasets`; columns and SQL are there if `columns`.
Json ToJson(const Graph& graph, bool columns);

/// Print in any form. `now` is the time of events; `title` heads the page.
std::string Print(const Graph& graph, Format format, bool columns, UtcTime now);

/// One page that needs nothing else: a drawing of the graph, each dataset with its columns.
std::string HtmlPage(const Graph& graph);

}  // namespace weir::lineage
