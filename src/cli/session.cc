#include "cli/session.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "model/json_file.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::cli {

namespace fs = std::filesystem;

std::string DefaultDataFolder() {
  if (const char* data = std::getenv("WEIR_DATA")) return data;
  if (const char* data = std::getenv("XDG_DATA_HOME")) return std::string(data) + "/weir";
  const char* home = std::getenv("HOME");
  return std::string(home == nullptr ? "." : home) + "/.local/share/weir";
}

Result<Session> OpenSession(const std::string& data_folder) {
  Session session{data_folder, nullptr, nullptr};
  WEIR_ASSIGN(session.store,
              store::OpenSqliteStore(data_folder + "/runs.db", [](const std::string& what) {
                std::cerr << what << std::endl;
              }));
  WEIR_ASSIGN(Sealer sealer, Sealer::Open(data_folder + "/key"));
  session.sealer = std::make_unique<Sealer>(std::move(sealer));
  return session;
}

std::string Origin::ToText() const {
  return DumpJson(Json::Object({{"folder", folder}, {"local", local}}));
}

Origin Origin::FromText(const std::string& text) {
  const Result<Json> json = ParseJson(text);
  if (!json) return {};
  return {(*json)["folder"].as_string(), (*json)["local"].as_string()};
}

Result<std::string> FindLocal(const std::string& given, const std::string& named) {
  if (!named.empty()) {
    if (fs::exists(named)) return fs::absolute(named).string();
    return Fail(ErrorKind::kNotFound, "FileNotFound", "the local file does not exist").At(named);
  }
  const fs::path path(given);
  const fs::path folder = fs::is_directory(path) ? path : path.parent_path();
  const fs::path beside = folder / model::kLocalFileName;
  return fs::exists(beside) ? fs::absolute(beside).string() : std::string();
}

Result<LocalFactory> LoadLocalFactory(const std::string& path, const std::string& local) {
  WEIR_ASSIGN(model::LoadedFactory loaded, model::LoadFactory(path));
  LocalFactory result;
  result.findings = std::move(loaded.findings);
  result.origin.folder = fs::absolute(path).lexically_normal().string();
  WEIR_ASSIGN(result.origin.local, FindLocal(path, local));
  auto factory = std::make_shared<model::Factory>(std::move(loaded.factory));
  if (!result.origin.local.empty()) {
    WEIR_ASSIGN(const Json json, model::ReadJsonFile(result.origin.local));
    const fs::path file(result.origin.local);
    result.local = model::ApplyLocal(json, file.parent_path().string(), file.filename().string(),
                                     factory.get(), &result.findings);
  }
  result.factory = std::move(factory);
  return result;
}

std::unique_ptr<RunLock> RunLock::Take(const std::string& data_folder,
                                       const std::string& group_id) {
  const fs::path folder = fs::path(data_folder) / "locks";
  std::error_code ignored;
  fs::create_directories(folder, ignored);
  std::string path = (folder / group_id).string();
  const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) return nullptr;
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    close(file);
    return nullptr;
  }
  const std::string process = std::to_string(getpid());
  if (ftruncate(file, 0) != 0 || write(file, process.data(), process.size()) < 0) {
    close(file);
    return nullptr;
  }
  return std::unique_ptr<RunLock>(new RunLock(file, std::move(path)));
}

pid_t RunLock::Holder(const std::string& data_folder, const std::string& group_id) {
  const std::string path = data_folder + "/locks/" + group_id;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  pid_t holder = 0;
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    char text[16] = {};
    const bool read_it = read(file, text, sizeof text - 1) > 0;
    holder = read_it ? static_cast<pid_t>(std::strtol(text, nullptr, 10)) : -1;
    if (holder == 0) holder = -1;
  }
  close(file);
  return holder;
}

RunLock::~RunLock() {
  unlink(path_.c_str());
  close(file_);
}

Result<store::RunRecord> FindRun(store::Store& store, const std::string& run_id) {
  WEIR_ASSIGN(const auto runs, store.Runs({{}, {}, run_id, 2}));
  if (runs.size() == 1) return runs.front();
  if (runs.empty()) {
    return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
                "there is no run '" + run_id + "'; 'weir runs' lists them");
  }
  return Fail(ErrorKind::kInvalid, "AmbiguousRun",
              "several runs begin with '" + run_id + "'; give more of the id");
}

}  // namespace weir::cli
