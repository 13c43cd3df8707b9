#pragma once

#include <string>
#include <vector>

#include "connectors/database.h"

namespace weir::connectors {

/// The table's column of that exact name, else the first that differs in case only.
/// Errors: kInvalid UserErrorInvalidColumnName.
Result<const ColumnInfo*> MatchColumn(const std::vector<ColumnInfo>& columns,
                                      const std::string& name, const TableName& table);

/// The names of an upsert's key columns: `wanted`, or the primary key if that is empty. Each must
/// be among the columns that are written.
/// Errors: kInvalid SqlUpsertKeysMissing.
Result<std::vector<std::string>> UpsertKeys(const std::vector<ColumnInfo>& columns,
                                            const std::vector<const ColumnInfo*>& written,
                                            const std::vector<std::string>& wanted,
                                            const TableName& table);

/// The error for a value that does not fit its column: kInvalid UserErrorInvalidDataValue.
/// `row` counts the rows given to the writer from 1.
Error InvalidValue(const std::string& column, const std::string& value, const std::string& type,
                   int64_t row, const TableName& table);

}  // namespace weir::connectors
