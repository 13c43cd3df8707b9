#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace weir::store {

/// What a backup says of itself.
struct BackupNote {
  std::string created;  ///< As FormatUtc prints it.
  std::string program;  ///< The version that wrote it.
  /// Follows from the key that its secrets are sealed with, and does not tell it.
  std::string key_check;
};

struct BackupFigures {
  int64_t runs = 0;
  int64_t unfinished = 0;  ///< Of them: those to be taken up again.
};

/// Copy a data folder's runs.db and access.db, each as of one moment, into one new file for its
/// owner only. Readers and writers go on meanwhile, in this process and others. The file is there
/// whole or not at all.
///
/// The file is a SQLite database: runs.db, with two tables more (`backup_notes`, and
/// `backup_files`, which holds access.db in pieces). The key is not in it.
/// Errors: kConflict FileExists, kNotFound StoreNotFound; what SQLite says.
Result<BackupFigures> WriteBackup(const std::string& data_folder, const std::string& file,
                                  const BackupNote& note);

/// Read a backup through: each page, index and row. Errors: kNotFound FileNotFound; kInvalid
/// NotABackup, BackupDamaged; kConflict StoreTooNew.
Result<BackupNote> CheckBackup(const std::string& file);

/// Put a backup that CheckBackup found good into a data folder, which must exist. runs.db comes
/// last: a folder without it was not restored. Errors: kInvalid BackupDamaged; what SQLite says.
Result<BackupFigures> RestoreBackup(const std::string& file, const std::string& data_folder);

}  // namespace weir::store
