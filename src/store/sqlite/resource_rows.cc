#include "store/sqlite/resource_rows.h"

#include "store/sqlite/statement.h"

namespace weir::store {

Result<> WriteResources(sqlite3* database, const ResourceChanges& changes) {
  WEIR_ASSIGN(Statement drop,
              Statement::Prepare(database, "DELETE FROM resources WHERE factory = ?"));
  for (const std::string& factory : changes.factories_removed) {
    drop.Bind(1, factory);
    WEIR_TRY(drop.Run());
  }
  WEIR_ASSIGN(Statement remove,
              Statement::Prepare(
                  database, "DELETE FROM resources WHERE factory = ? AND kind = ? AND name = ?"));
  for (const ResourceChanges::Key& key : changes.removals) {
    remove.Bind(1, key.factory);
    remove.Bind(2, key.kind);
    remove.Bind(3, key.name);
    WEIR_TRY(remove.Run());
  }
  WEIR_ASSIGN(Statement put, Statement::Prepare(database,
                                                "INSERT OR REPLACE INTO resources VALUES "
                                                "(?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const ResourceRecord& record : changes.puts) {
    int at = 0;
    for (const std::string* text : {&record.factory, &record.kind, &record.name, &record.id,
                                    &record.etag, &record.document}) {
      put.Bind(++at, *text);
    }
    put.Bind(++at, ToMicros(record.created));
    put.Bind(++at, ToMicros(record.changed));
    WEIR_TRY(put.Run());
  }
  return {};
}

Result<std::vector<ResourceRecord>> ReadResources(sqlite3* database) {
  WEIR_ASSIGN(Statement rows,
              Statement::Prepare(database, "SELECT * FROM resources ORDER BY factory, kind, name"));
  std::vector<ResourceRecord> records;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return records;
    records.push_back({rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4),
                       rows.Text(5), FromMicros(rows.Int(6)), FromMicros(rows.Int(7))});
  }
}

}  // namespace weir::store
