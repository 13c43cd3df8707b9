#include "compute/batch/job_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/ids.h"
#include "compute/batch/process.h"

namespace weir::compute::batch {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLogPieceBytes = size_t{1} << 20;
constexpr int64_t kCustomOutputBytesMax = int64_t{4} << 20;

/// Taking `.runner` is one step (a hard link), so of several runners one goes on. `wd` is where the
/// command is; the exit code appears whole.
constexpr const char* kScript = R"(#!/bin/sh
# Runs the command beside it, once, and keeps how it ended.
cd "${0%/*}" || exit 1
read -r stat </proc/$$/stat || exit 1
printf '%s\n' "$stat" >".runner.$$" || exit 1
ln ".runner.$$" .runner 2>/dev/null
taken=$?
rm -f ".runner.$$"
[ "$taken" = 0 ] || exit 0
cd wd || exit 1
(
  {memory}
  exec {timeout}/bin/sh ../command
) >../stdout.txt 2>../stderr.txt </dev/null
code=$?
printf '%s\n' "$code" >../.exit.part && mv ../.exit.part ../.exit
exit "$code"
)";

Error Failed(const std::string& what, const std::string& path, int number) {
  return Fail(ErrorKind::kInternal, "JobFolderFailed",
              "cannot " + what + " '" + path +
                  "': " + std::error_code(number, std::generic_category()).message());
}

void Replace(std::string* text, std::string_view what, const std::string& with) {
  text->replace(text->find(what), what.size(), with);
}

std::string ScriptFor(const BatchLimits& limits) {
  std::string script = kScript;
  Replace(&script, "{memory}",
          limits.memory_mb_max == 0
              ? ":"
              : "ulimit -v " + std::to_string(limits.memory_mb_max * 1024) + " || exit 1");
  Replace(
      &script, "{timeout}",
      limits.seconds_max == 0 ? "" : "timeout -k 5 " + std::to_string(limits.seconds_max) + " ");
  return script;
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::optional<int64_t> ReadNumber(const std::string& path) {
  const std::optional<std::string> text = ReadFile(path);
  if (!text) return std::nullopt;
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

/// Whole lines from `offset` on, and the offset behind them; with `all` the unfinished one too.
std::string NewLines(const std::string& path, int64_t* offset, bool all) {
  std::ifstream file(path, std::ios::binary);
  if (!file || !file.seekg(*offset)) return {};
  std::string text(kLogPieceBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  const bool full = text.size() == kLogPieceBytes;
  if (!all && !full) text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
  *offset += static_cast<int64_t>(text.size());
  return text;
}

}  // namespace

Result<> JobFolder::Write(const std::string& name, const std::string& text) const {
  const std::string path = path_ + "/" + name;
  const std::string part = path + "." + NewGuid() + ".part";
  const int file = open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Failed("write", path, errno);
  size_t done = 0;
  int trouble = 0;
  while (done < text.size() && trouble == 0) {
    const ssize_t wrote = write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno != EINTR) trouble = errno;
    if (wrote > 0) done += static_cast<size_t>(wrote);
  }
  if (close(file) != 0 && trouble == 0) trouble = errno;
  if (trouble == 0 && rename(part.c_str(), path.c_str()) != 0) trouble = errno;
  if (trouble == 0) return {};
  unlink(part.c_str());
  return Failed("write", path, trouble);
}

Result<> JobFolder::Make(const std::string& command, const BatchLimits& limits,
                         int64_t keep_until) const {
  for (const std::string& folder : {path_, working()}) {
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return Failed("make", folder, errno);
  }
  WEIR_TRY(Write(".keep", std::to_string(keep_until) + "\n"));
  WEIR_TRY(Write("command", command + "\n"));
  return Write("run", ScriptFor(limits));
}

std::optional<Runner> JobFolder::runner() const {
  const std::optional<std::string> stat = ReadFile(path_ + "/.runner");
  if (!stat) return std::nullopt;
  const std::optional<ProcessStat> read = ReadStat(*stat);
  if (!read) return std::nullopt;
  return Runner{read->pid, read->started_tick};
}

std::optional<int64_t> JobFolder::exit_code() const {
  return ReadNumber(path_ + "/.exit");
}

bool JobFolder::TookTooLong(const BatchLimits& limits) const {
  if (limits.seconds_max == 0) return false;
  std::error_code no_begin;
  std::error_code no_end;
  const auto begin = fs::last_write_time(path_ + "/.runner", no_begin);
  const auto end = fs::last_write_time(path_ + "/.exit", no_end);
  return !no_begin && !no_end && end - begin >= std::chrono::seconds(limits.seconds_max);
}

Result<Json> JobFolder::CustomOutput() const {
  const std::string path = working() + "/outputs.json";
  std::error_code none;
  const auto size = fs::file_size(path, none);
  if (none) return Json();
  if (static_cast<int64_t>(size) > kCustomOutputBytesMax) {
    return Fail(ErrorKind::kInvalid, "2500", "'outputs.json' of the command is larger than 4 MiB");
  }
  Result<Json> json = ParseJson(ReadFile(path).value_or(""));
  if (json) return json;
  return Fail(ErrorKind::kInvalid, "2500",
              "'outputs.json' of the command is not JSON: " + json.error().message());
}

void JobFolder::Log(JobLog& log) const {
  const std::string marks = path_ + "/.logged";
  std::istringstream before(ReadFile(marks).value_or("0 0"));
  int64_t offsets[2] = {0, 0};
  before >> offsets[0] >> offsets[1];
  const bool over = exit_code().has_value();
  const std::string paths[2] = {stdout_path(), stderr_path()};
  bool any = false;
  for (size_t i = 0; i < 2; ++i) {
    for (bool more = true; more;) {
      const std::string text = NewLines(paths[i], &offsets[i], over);
      if (!text.empty()) log.Append(text);
      any = any || !text.empty();
      more = over && !text.empty();
    }
  }
  if (any) {
    static_cast<void>(
        Write(".logged", std::to_string(offsets[0]) + " " + std::to_string(offsets[1])));
  }
}

std::string JobFolder::End(const std::string& path, int64_t bytes_max) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return {};
  const auto size = static_cast<int64_t>(file.tellg());
  const int64_t from = std::max<int64_t>(0, size - bytes_max);
  file.seekg(from);
  std::string text(static_cast<size_t>(size - from), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (from > 0 && text.find('\n') != std::string::npos) text.erase(0, text.find('\n') + 1);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

void JobFolder::Tidy() const {
  for (const char* name :
       {"wd/activity.json", "wd/linkedServices.json", "wd/datasets.json", "command"}) {
    unlink((path_ + "/" + name).c_str());
  }
}

void DeleteOldJobs(const std::string& root, int64_t now_seconds) {
  std::error_code error;
  for (fs::directory_iterator at(root, error), end; !error && at != end; at.increment(error)) {
    const std::string path = at->path().string();
    if (!at->path().filename().string().starts_with("weir-")) continue;
    const std::optional<int64_t> keep_until = ReadNumber(path + "/.keep");
    if (!keep_until || *keep_until > now_seconds) continue;
    if (!ReadNumber(path + "/.exit")) continue;  // It may be running.
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
}

}  // namespace weir::compute::batch
