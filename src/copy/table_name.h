#pragma once

#include "base/result.h"
#include "connectors/database.h"
#include "model/instance.h"

namespace weir::copy {

/// The table that a dataset names: `schema` and `table`, or `tableName` ("schema.table",
/// "[my schema].[my.table]", "\"a\".\"b\""). An empty table if it names none (query only).
connectors::TableName TableOf(const model::DatasetInstance& dataset);

/// Take a two-part name apart; brackets, double quotes and back quotes keep dots.
connectors::TableName SplitTableName(const std::string& text);

}  // namespace weir::copy
