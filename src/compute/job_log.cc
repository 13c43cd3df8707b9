#include "compute/job_log.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace weir::compute {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMarkBegin = "[weir: ";
constexpr std::string_view kMarkEnd = " bytes of this log are left out here]\n";
constexpr size_t kDigits = 20;
constexpr size_t kMarkBytes = kMarkBegin.size() + kDigits + kMarkEnd.size();

std::string ReadPart(const std::string& path, int64_t from, int64_t bytes) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(from);
  std::string text(static_cast<size_t>(std::max<int64_t>(bytes, 0)), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

int64_t SizeOf(const std::string& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : static_cast<int64_t>(size);
}

/// How many bytes the mark that stands at `text` says were left out; -1 if it is no mark.
int64_t ReadMark(std::string_view text) {
  if (text.size() < kMarkBytes || !text.starts_with(kMarkBegin)) return -1;
  if (text.substr(kMarkBegin.size() + kDigits, kMarkEnd.size()) != kMarkEnd) return -1;
  return std::strtoll(std::string(text.substr(kMarkBegin.size(), kDigits)).c_str(), nullptr, 10);
}

std::string WriteMark(int64_t left_out) {
  std::string digits = std::to_string(left_out);
  digits.insert(0, kDigits - digits.size(), '0');
  return std::string(kMarkBegin) + digits + std::string(kMarkEnd);
}

/// Cut before the first whole line.
std::string_view FromLine(std::string_view text) {
  const size_t end = text.find('\n');
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

}  // namespace

JobLog::JobLog(std::string path, LogLimits limits, std::function<std::string(std::string)> mask)
    : path_(std::move(path)), limits_(limits), mask_(std::move(mask)) {}

void JobLog::Append(std::string_view text) {
  // What is sure to be left out again is not written at all.
  const size_t most = static_cast<size_t>(limits_.head_bytes + 2 * limits_.tail_bytes);
  while (text.size() > most) {
    Append(text.substr(0, most));
    text.remove_prefix(most);
  }
  if (text.empty()) return;
  std::string line = mask_ ? mask_(std::string(text)) : std::string(text);
  if (!line.ends_with('\n')) line += '\n';
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  std::ofstream file(path_, std::ios::binary | std::ios::app);
  file.write(line.data(), static_cast<std::streamsize>(line.size()));
  file.close();
  if (SizeOf(path_) > limits_.head_bytes + 2 * limits_.tail_bytes) LeaveOut();
}

void JobLog::LeaveOut() {
  const int64_t size = SizeOf(path_);
  std::string head = ReadPart(path_, 0, limits_.head_bytes);
  const size_t last_line = head.rfind('\n');
  if (last_line != std::string::npos) head.resize(last_line + 1);
  const auto head_bytes = static_cast<int64_t>(head.size());
  const int64_t before = ReadMark(ReadPart(path_, head_bytes, static_cast<int64_t>(kMarkBytes)));
  const int64_t kept_before =
      before < 0 ? head_bytes : head_bytes + static_cast<int64_t>(kMarkBytes);
  const std::string end = ReadPart(path_, size - limits_.tail_bytes, limits_.tail_bytes);
  const std::string_view tail = FromLine(end);
  const int64_t left_out =
      std::max<int64_t>(before, 0) + (size - kept_before - static_cast<int64_t>(tail.size()));
  const std::string aside = path_ + ".new";
  std::ofstream file(aside, std::ios::binary | std::ios::trunc);
  file << head << WriteMark(left_out) << tail;
  file.close();
  std::error_code error;
  if (file) fs::rename(aside, path_, error);
}

std::string JobLog::Tail(size_t bytes_max) const {
  const int64_t size = SizeOf(path_);
  const auto wanted = static_cast<int64_t>(bytes_max);
  if (size <= wanted) return ReadPart(path_, 0, size);
  return std::string(FromLine(ReadPart(path_, size - wanted, wanted)));
}

void JobLogs::UseFolder(std::string folder) {
  const std::lock_guard lock(mutex_);
  folder_ = std::move(folder);
}

void JobLogs::UseLimits(LogLimits limits) {
  const std::lock_guard lock(mutex_);
  limits_ = limits;
}

JobLog JobLogs::Open(const std::string& run_id, const std::string& activity_run_id,
                     std::function<std::string(std::string)> mask) const {
  const std::lock_guard lock(mutex_);
  std::error_code error;
  const fs::path folder = folder_.empty() ? fs::temp_directory_path(error) /
                                                ("weir-job-logs-" + std::to_string(getuid()))
                                          : fs::path(folder_);
  return {(fs::absolute(folder, error) / run_id / (activity_run_id + ".log")).string(), limits_,
          std::move(mask)};
}

}  // namespace weir::compute
