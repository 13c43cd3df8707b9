#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "cli/command.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "store/sqlite/sqlite_backup.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data;
  std::string file;
  std::string key;
  bool json = false;
};

/// Follows from a key; the same for the same key only.
std::string CheckOf(const Sealer& sealer) {
  return sealer.Tag("the key of a backup");
}

/// The key of a data folder, which must be there: a new one would open nothing.
Result<Sealer> ExistingKey(const std::string& file) {
  if (std::getenv("WEIR_KEY") == nullptr && !fs::exists(file)) {
    return Fail(ErrorKind::kNotFound, "KeyNeeded",
                "the key that secrets are sealed with is needed: give its file with --key, put it "
                "into the data folder as 'key', or its text into WEIR_KEY")
        .At(file);
  }
  return Sealer::Open(file);
}

Result<> Backup(const Options& options) {
  WEIR_ASSIGN(const Sealer sealer, ExistingKey(options.data + "/key"));
  WEIR_ASSIGN(
      const store::BackupFigures figures,
      store::WriteBackup(options.data, options.file,
                         {FormatUtc(SystemClock().Now()), "weir " WEIR_VERSION, CheckOf(sealer)}));
  const auto bytes = static_cast<int64_t>(fs::file_size(options.file));
  if (options.json) {
    std::cout << PrettyJson(Json::Object({{"file", options.file},
                                          {"bytes", bytes},
                                          {"runs", figures.runs},
                                          {"unfinished", figures.unfinished}}),
                            2)
              << "\n";
    return {};
  }
  std::cout << figures.runs << " runs, " << figures.unfinished << " of them not over; " << bytes
            << " bytes\n";
  std::cerr << "not in it: the key that secrets are sealed with (" << options.data
            << "/key or WEIR_KEY); keep it apart, nothing can be restored without it\n";
  return {};
}

/// The folder must hold nothing but a key.
Result<> NeedEmpty(const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(folder)) return {};
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().filename() == "key") continue;
    return Fail(ErrorKind::kConflict, "DataFolderNotEmpty",
                "the data folder must be empty, but for 'key'; it has '" +
                    entry.path().filename().string() + "'")
        .At(folder);
  }
  if (!failed) return {};
  return Fail(ErrorKind::kInternal, "StoreFailed", "the data folder could not be read").At(folder);
}

/// Put the key beside what it opens, for its owner only.
Result<> PlaceKey(const std::string& from, const std::string& to) {
  const int file = open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  std::error_code failed;
  const bool placed = file >= 0 &&
                      fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed) &&
                      fsync(file) == 0;
  if (file >= 0) close(file);
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, failed);
  if (placed) return {};
  return Fail(ErrorKind::kInternal, "KeyUnavailable", "the key file could not be written").At(to);
}

Result<> Restore(const Options& options) {
  WEIR_TRY(NeedEmpty(options.data));
  WEIR_ASSIGN(const store::BackupNote note, store::CheckBackup(options.file));
  const std::string own = options.data + "/key";
  const std::string from = options.key.empty() ? own : options.key;
  WEIR_ASSIGN(const Sealer sealer, ExistingKey(from));
  if (CheckOf(sealer) != note.key_check) {
    return Fail(ErrorKind::kDenied, "WrongKey",
                "the secrets of the backup were sealed with another key")
        .At(from);
  }
  std::error_code failed;
  if (!fs::exists(options.data)) {
    fs::create_directories(options.data, failed);
    if (!failed) fs::permissions(options.data, fs::perms::owner_all, failed);
  }
  if (!options.key.empty() && !fs::exists(own)) WEIR_TRY(PlaceKey(options.key, own));
  WEIR_ASSIGN(const store::BackupFigures figures, store::RestoreBackup(options.file, options.data));
  if (options.json) {
    std::cout << PrettyJson(Json::Object({{"created", note.created},
                                          {"runs", figures.runs},
                                          {"unfinished", figures.unfinished}}),
                            2)
              << "\n";
    return {};
  }
  std::cout << figures.runs << " runs as of " << note.created << "; " << figures.unfinished
            << " go on when the service starts\n";
  return {};
}

std::function<int()> Doing(const std::shared_ptr<Options>& options,
                           Result<> (*act)(const Options&)) {
  return [options, act] {
    const Result<> done = act(*options);
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace

std::function<int()> DeclareBackup(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("FILE", options->file, "The file to write; there must be none")->required();
  app.add_option("--data", options->data, "Folder of the service")->capture_default_str();
  app.add_flag("--json", options->json, "Print the figures as JSON");
  app.footer(
      "Works while the service runs, and does not hold it up. In the file: factories, runs with "
      "their\nhistory, what unfinished ones need to go on, triggers, principals, the audit log. "
      "Not "
      "in it:\nthe key that secrets are sealed with, the owner's token, TLS files.\n"
      "Examples:\n"
      "  weir backup --data /srv/weir /backup/weir-2026-01-31.db\n");
  return Doing(options, Backup);
}

std::function<int()> DeclareRestore(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("FILE", options->file, "What 'weir backup' wrote")->required();
  app.add_option("--data", options->data,
                 "Folder to make; it must be empty, but for the file 'key'")
      ->capture_default_str();
  app.add_option("--key", options->key,
                 "The key file of the service that was backed up (default: 'key' in the data "
                 "folder, or WEIR_KEY)");
  app.add_flag("--json", options->json, "Print the figures as JSON");
  app.footer(
      "Reads the whole file before it writes. Stop the old service first: two that went on with "
      "the\nsame runs would both do what is left of them.\n"
      "Examples:\n"
      "  weir restore /backup/weir-2026-01-31.db --data /srv/weir --key /safe/key\n");
  return Doing(options, Restore);
}

}  // namespace weir::cli
