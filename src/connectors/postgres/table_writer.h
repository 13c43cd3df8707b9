#pragma once

#include <memory>

#include "connectors/database.h"
#include "connectors/postgres/connection.h"

namespace weir::connectors::postgres {

/// Start to write a table: begins a transaction, runs the pre-copy script, makes the table if
/// asked. The connection is the writer's until it is committed or destroyed.
Result<std::unique_ptr<TableWriter>> OpenTableWriter(std::shared_ptr<Connection> connection,
                                                     const TableWriteOptions& options,
                                                     std::shared_ptr<arrow::Schema> schema);

}  // namespace weir::connectors::postgres
