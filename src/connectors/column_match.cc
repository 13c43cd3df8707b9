#include "connectors/column_match.h"

#include <algorithm>

#include "base/names.h"

namespace weir::connectors {
namespace {

constexpr size_t kValueShownMax = 100;

}  // namespace

Result<const ColumnInfo*> MatchColumn(const std::vector<ColumnInfo>& columns,
                                      const std::string& name, const TableName& table) {
  std::vector<std::string> known;
  for (const ColumnInfo& column : columns) {
    if (column.name == name) return &column;
    known.push_back(column.name);
  }
  for (const ColumnInfo& column : columns) {
    if (SameName(column.name, name)) return &column;
  }
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnName",
              "Column '" + name + "' does not exist in the table '" + table.ToString() + "'" +
                  DidYouMean(name, known))
      .At(table.ToString());
}

Result<std::vector<std::string>> UpsertKeys(const std::vector<ColumnInfo>& columns,
                                            const std::vector<const ColumnInfo*>& written,
                                            const std::vector<std::string>& wanted,
                                            const TableName& table) {
  std::vector<std::string> keys;
  for (const std::string& name : wanted) {
    WEIR_ASSIGN(const ColumnInfo* column, MatchColumn(columns, name, table));
    keys.push_back(column->name);
  }
  for (const ColumnInfo& column : columns) {
    if (wanted.empty() && column.key) keys.push_back(column.name);
  }
  if (keys.empty()) {
    return Fail(ErrorKind::kInvalid, "SqlUpsertKeysMissing",
                "an upsert needs key columns: table '" + table.ToString() +
                    "' has no primary key, and upsertSettings.keys is empty")
        .At(table.ToString());
  }
  for (const std::string& key : keys) {
    const bool found =
        std::any_of(written.begin(), written.end(),
                    [&key](const ColumnInfo* column) { return column->name == key; });
    if (!found) {
      return Fail(ErrorKind::kInvalid, "SqlUpsertKeysMissing",
                  "key column '" + key + "' of table '" + table.ToString() +
                      "' is not among the columns that are written")
          .At(table.ToString());
    }
  }
  return keys;
}

Error InvalidValue(const std::string& column, const std::string& value, const std::string& type,
                   int64_t row, const TableName& table) {
  const std::string shown =
      value.size() <= kValueShownMax ? value : value.substr(0, kValueShownMax) + "…";
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue",
              "Column '" + column + "' contains an invalid value '" + shown + "' (row " +
                  std::to_string(row) + "). Cannot convert '" + shown + "' to type '" + type + "'.")
      .At(table.ToString());
}

}  // namespace weir::connectors
