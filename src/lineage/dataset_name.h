#pragma once

#include <string>

#include "connectors/database.h"
#include "model/instance.h"

namespace weir::lineage {

/// What a dataset is called wherever it is spoken of: OpenLineage's namespace and name.
struct DatasetName {
  std::string space;  ///< "postgres://host:5432", "abfss://container@account.dfs.core.windows.net".
  std::string name;   ///< "db.schema.table", a path.

  friend auto operator<=>(const DatasetName&, const DatasetName&) = default;
};

/// Name what a dataset points at. A store whose place is not known (a secret of a vault, a type
/// without a rule) is "weir://<factory>/<linked service>". Shows no secrets.
/// Source: OpenLineage's naming conventions; for DuckDB those of its dbt integration.
DatasetName NameOf(const model::DatasetInstance& dataset, const std::string& factory);

/// Name a table of a database, the connection's schema if it says none.
DatasetName NameOf(const model::LinkedServiceInstance& store, const connectors::TableName& table,
                   const std::string& factory);

}  // namespace weir::lineage
