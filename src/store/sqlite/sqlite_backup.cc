#include "store/sqlite/sqlite_backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "store/sqlite/database.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/statement.h"

namespace weir::store {
namespace {

namespace fs = std::filesystem;

constexpr size_t kPieceBytes = size_t{1} << 20U;
constexpr const char* kAccess = "access.db";
constexpr const char* kTables =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
    "CREATE TABLE backup_notes (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE backup_files (name TEXT NOT NULL, piece INTEGER NOT NULL, bytes BLOB NOT NULL, "
    "PRIMARY KEY (name, piece)) STRICT, WITHOUT ROWID;";

Error FileError(const std::string& path, const char* what) {
  return Fail(ErrorKind::kInternal, "BackupFailed", what).At(path);
}

/// A file that goes when its maker does, unless it is kept under its name.
class PartFile {
 public:
  /// Errors: kInternal BackupFailed.
  static Result<PartFile> Make(const std::string& path) {
    std::error_code ignored;
    fs::remove(path, ignored);
    const int file = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) return FileError(path, "the file could not be made");
    close(file);
    return PartFile(path);
  }
  PartFile(PartFile&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  PartFile& operator=(PartFile&&) = delete;
  ~PartFile() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }
  const std::string& path() const { return path_; }

  /// On disk, under its name, when it returns.
  Result<> Keep(const std::string& name) {
    if (!Sync(path_, O_RDWR)) return FileError(path_, "the file could not be written to disk");
    std::error_code failed;
    fs::rename(path_, name, failed);
    if (failed) return FileError(name, "the file could not be renamed");
    path_.clear();
    const std::string folder = fs::absolute(name).parent_path().string();
    if (!Sync(folder, O_RDONLY)) return FileError(folder, "the folder could not be written");
    return {};
  }

 private:
  explicit PartFile(std::string path) : path_(std::move(path)) {}
  static bool Sync(const std::string& path, int how) {
    const int file = open(path.c_str(), how | O_CLOEXEC);
    const bool done = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    return done;
  }

  std::string path_;
};

/// A consistent copy of a database that others use, into an empty file.
Result<> CopyLive(const std::string& from, const std::string& to) {
  WEIR_ASSIGN(const DatabaseHandle source, OpenExisting(from, SQLITE_OPEN_READWRITE));
  WEIR_ASSIGN(Statement copy, Statement::Prepare(source.get(), "VACUUM INTO ?"));
  copy.Bind(1, to);
  Result<> copied = copy.Run();
  if (!copied) return std::move(copied).error().While("copying a database").At(from);
  return {};
}

Result<> AddFile(sqlite3* backup, const std::string& name, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  WEIR_ASSIGN(Statement insert,
              Statement::Prepare(backup, "INSERT INTO backup_files VALUES (?, ?, ?)"));
  std::string piece(kPieceBytes, '\0');
  for (int64_t number = 0;; ++number) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto size = static_cast<size_t>(in.gcount());
    if (size == 0) break;
    insert.Bind(1, name);
    insert.Bind(2, number);
    insert.BindBlob(3, std::string_view(piece).substr(0, size));
    WEIR_TRY(insert.Run());
  }
  if (in.bad()) return FileError(path, "the file could not be read");
  return {};
}

/// Write a file that AddFile took in; nothing if there is none of that name.
Result<std::optional<PartFile>> TakeFile(sqlite3* backup, const std::string& name,
                                         const std::string& path) {
  WEIR_ASSIGN(
      Statement pieces,
      Statement::Prepare(backup, "SELECT bytes FROM backup_files WHERE name = ? ORDER BY piece"));
  pieces.Bind(1, name);
  std::optional<PartFile> file;
  std::ofstream out;
  while (true) {
    WEIR_ASSIGN(const bool more, pieces.Step());
    if (!more) break;
    if (!file) {
      WEIR_ASSIGN(PartFile made, PartFile::Make(path));
      file.emplace(std::move(made));
      out.open(path, std::ios::binary);
    }
    const std::string_view bytes = pieces.Blob(0);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  if (file) out.close();
  if (!out) return FileError(path, "the file could not be written");
  return file;
}

Result<> SaveNote(sqlite3* backup, const BackupNote& note) {
  WEIR_ASSIGN(Statement insert,
              Statement::Prepare(backup, "INSERT INTO backup_notes VALUES (?, ?)"));
  for (const auto& [name, text] :
       {std::pair<const char*, const std::string&>{"created", note.created},
        {"program", note.program},
        {"key", note.key_check}}) {
    insert.Bind(1, std::string_view(name));
    insert.Bind(2, text);
    WEIR_TRY(insert.Run());
  }
  return {};
}

Result<std::string> ReadNote(sqlite3* backup, const char* name) {
  WEIR_ASSIGN(Statement find,
              Statement::Prepare(backup, "SELECT text FROM backup_notes WHERE name = ?"));
  find.Bind(1, std::string_view(name));
  WEIR_ASSIGN(const bool there, find.Step());
  return there ? find.Text(0) : std::string();
}

Result<BackupFigures> Count(sqlite3* database) {
  WEIR_ASSIGN(
      Statement count,
      Statement::Prepare(database, "SELECT count(*), count(*) - count(ended_at) FROM runs"));
  WEIR_ASSIGN([[maybe_unused]] const bool row, count.Step());
  return BackupFigures{count.Int(0), count.Int(1)};
}

Result<> CheckIntegrity(sqlite3* database, const std::string& path) {
  const auto damaged = [&](const std::string& said) {
    return Fail(ErrorKind::kInvalid, "BackupDamaged", "the backup is damaged: " + said).At(path);
  };
  Result<Statement> check = Statement::Prepare(database, "PRAGMA integrity_check(1)");
  if (!check) return damaged(check.error().message());
  const Result<bool> row = check->Step();
  if (!row) return damaged(row.error().message());
  const std::string said = check->Text(0);
  if (said != "ok") return damaged(said);
  return {};
}

}  // namespace

Result<BackupFigures> WriteBackup(const std::string& data_folder, const std::string& file,
                                  const BackupNote& note) {
  if (fs::exists(file)) {
    return Fail(ErrorKind::kConflict, "FileExists",
                "the file is there already; backups are not overwritten")
        .At(file);
  }
  const std::string runs = data_folder + "/runs.db";
  if (!fs::exists(runs)) {
    return Fail(ErrorKind::kNotFound, "StoreNotFound", "there is no runs.db in the data folder")
        .At(data_folder);
  }
  WEIR_ASSIGN(PartFile part, PartFile::Make(file + ".part"));
  WEIR_TRY(CopyLive(runs, part.path()));
  WEIR_ASSIGN(DatabaseHandle backup, OpenExisting(part.path(), SQLITE_OPEN_READWRITE));
  WEIR_TRY(Execute(backup.get(), kTables));
  WEIR_TRY(SaveNote(backup.get(), note));
  const std::string access = data_folder + "/" + kAccess;
  if (fs::exists(access)) {
    WEIR_ASSIGN(const PartFile copy, PartFile::Make(file + ".access.part"));
    WEIR_TRY(CopyLive(access, copy.path()));
    WEIR_TRY(AddFile(backup.get(), kAccess, copy.path()));
  }
  WEIR_ASSIGN(const BackupFigures figures, Count(backup.get()));
  backup.reset();
  WEIR_TRY(part.Keep(file));
  return figures;
}

Result<BackupNote> CheckBackup(const std::string& file) {
  if (!fs::exists(file)) {
    return Fail(ErrorKind::kNotFound, "FileNotFound", "the backup does not exist").At(file);
  }
  WEIR_ASSIGN(const DatabaseHandle backup, OpenExisting(file, SQLITE_OPEN_READONLY));
  const Result<std::string> created = ReadNote(backup.get(), "created");
  if (!created || created->empty()) {
    return Fail(ErrorKind::kInvalid, "NotABackup", "the file is none that 'weir backup' wrote")
        .At(file);
  }
  WEIR_ASSIGN(Statement version, Statement::Prepare(backup.get(), "PRAGMA user_version"));
  WEIR_ASSIGN([[maybe_unused]] const bool row, version.Step());
  if (version.Int(0) > SqliteSchemaVersion()) {
    return Fail(ErrorKind::kConflict, "StoreTooNew",
                "the backup has schema version " + std::to_string(version.Int(0)) +
                    ", this program knows up to " + std::to_string(SqliteSchemaVersion()) +
                    "; use a newer program")
        .At(file);
  }
  WEIR_TRY(CheckIntegrity(backup.get(), file));
  BackupNote note{*created, "", ""};
  WEIR_ASSIGN(note.program, ReadNote(backup.get(), "program"));
  WEIR_ASSIGN(note.key_check, ReadNote(backup.get(), "key"));
  return note;
}

Result<BackupFigures> RestoreBackup(const std::string& file, const std::string& data_folder) {
  const std::string runs = data_folder + "/runs.db";
  WEIR_ASSIGN(PartFile part, PartFile::Make(runs + ".part"));
  std::error_code failed;
  fs::copy_file(file, part.path(), fs::copy_options::overwrite_existing, failed);
  if (failed) return FileError(runs, "the backup could not be copied");
  fs::permissions(part.path(), fs::perms::owner_read | fs::perms::owner_write, failed);
  WEIR_ASSIGN(DatabaseHandle database, OpenExisting(part.path(), SQLITE_OPEN_READWRITE));
  const std::string access = data_folder + "/" + kAccess;
  WEIR_ASSIGN(std::optional<PartFile> principals,
              TakeFile(database.get(), kAccess, access + ".part"));
  if (principals) {
    WEIR_ASSIGN(const DatabaseHandle copy, OpenExisting(principals->path(), SQLITE_OPEN_READONLY));
    WEIR_TRY(CheckIntegrity(copy.get(), file));
  }
  WEIR_TRY(Execute(database.get(),
                   "PRAGMA journal_mode = DELETE; BEGIN; DROP TABLE backup_files; "
                   "DROP TABLE backup_notes; COMMIT"));
  WEIR_ASSIGN(const BackupFigures figures, Count(database.get()));
  database.reset();
  if (principals) WEIR_TRY(principals->Keep(access));
  WEIR_TRY(part.Keep(runs));
  return figures;
}

}  // namespace weir::store
