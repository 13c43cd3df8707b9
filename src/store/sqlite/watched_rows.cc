#include "store/sqlite/watched_rows.h"

#include <algorithm>

#include "store/sqlite/statement.h"

namespace weir::store {

Result<> WriteWatched(sqlite3* database, const TriggerChanges& changes) {
  if (!changes.unwatched.empty()) {
    WEIR_ASSIGN(Statement drop,
                Statement::Prepare(database, "DELETE FROM watched_files WHERE watch = ?"));
    for (const std::string& watch : changes.unwatched) {
      drop.Bind(1, watch);
      WEIR_TRY(drop.Run());
    }
  }
  if (changes.files.empty()) return {};
  WEIR_ASSIGN(
      Statement put,
      Statement::Prepare(database, "INSERT OR REPLACE INTO watched_files VALUES (?, ?, ?)"));
  WEIR_ASSIGN(
      Statement drop,
      Statement::Prepare(database, "DELETE FROM watched_files WHERE watch = ? AND path = ?"));
  for (const WatchedFile& file : changes.files) {
    Statement& write = file.stamp.empty() ? drop : put;
    write.Bind(1, file.watch);
    write.Bind(2, file.path);
    if (!file.stamp.empty()) write.Bind(3, file.stamp);
    WEIR_TRY(write.Run());
  }
  return {};
}

Result<std::map<std::string, std::string>> ReadStamps(sqlite3* database, const std::string& watch,
                                                      const std::vector<std::string>& paths) {
  WEIR_ASSIGN(
      Statement row,
      Statement::Prepare(database, "SELECT stamp FROM watched_files WHERE watch = ? AND path = ?"));
  std::map<std::string, std::string> stamps;
  for (const std::string& path : paths) {
    row.Bind(1, watch);
    row.Bind(2, path);
    WEIR_ASSIGN(const bool found, row.Step());
    if (found) stamps.emplace(path, row.Text(0));
    row.Reset();
  }
  return stamps;
}

Result<std::vector<WatchedFile>> ReadWatched(sqlite3* database, const std::string& watch,
                                             const std::string& prefix, const std::string& after,
                                             int64_t limit) {
  WEIR_ASSIGN(
      Statement row,
      Statement::Prepare(database,
                         "SELECT path, stamp FROM watched_files "
                         "WHERE watch = ? AND path > ? AND path >= ? ORDER BY path LIMIT ?"));
  row.Bind(1, watch);
  row.Bind(2, after);
  row.Bind(3, prefix);
  row.Bind(4, limit);
  std::vector<WatchedFile> files;
  while (true) {
    WEIR_ASSIGN(const bool found, row.Step());
    if (!found) return files;
    WatchedFile file{watch, row.Text(0), row.Text(1)};
    // Paths of one prefix lie together.
    if (!file.path.starts_with(prefix)) return files;
    files.push_back(std::move(file));
  }
}

}  // namespace weir::store
