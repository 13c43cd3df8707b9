#include "cli/dry_run.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <vector>

#include "base/names.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

using pipeline::ActivityRecord;
using pipeline::ActivityStatus;

constexpr size_t kValueWidth = 100;

/// "Each[3]/If" without the numbers of the iterations.
std::string WithoutIterations(const std::string& path) {
  std::string out;
  bool number = false;
  for (const char c : path) {
    if (c == '[') number = true;
    if (!number) out += c;
    if (c == ']') number = false;
  }
  return out;
}

/// All calls of one activity of one pipeline in one place.
struct Line {
  const ActivityRecord* record = nullptr;
  size_t depth = 0;
  std::map<std::string, int> statuses;
};

size_t DepthOf(const dryrun::DryReport& report, const dryrun::DryActivity& activity) {
  size_t depth = 0;
  for (size_t run = activity.run; run != report.runs[run].parent; run = report.runs[run].parent) {
    ++depth;
  }
  if (!activity.record.path.empty()) {
    const std::string path = WithoutIterations(activity.record.path);
    depth += 1 + static_cast<size_t>(std::ranges::count(path, '/'));
  }
  return depth;
}

std::vector<Line> Lines(const dryrun::DryReport& report) {
  std::vector<Line> lines;
  std::map<std::string, size_t> known;
  for (const dryrun::DryActivity& activity : report.activities) {
    const ActivityRecord& record = activity.record;
    const std::string key = report.runs[activity.run].pipeline + "\n" +
                            WithoutIterations(record.path) + "\n" + record.name;
    const auto [slot, added] = known.emplace(key, lines.size());
    if (added) lines.push_back({&record, DepthOf(report, activity), {}});
    ++lines[slot->second].statuses[std::string(StatusName(record.status))];
  }
  return lines;
}

void PrintActivities(const dryrun::DryReport& report) {
  std::vector<std::vector<std::string>> rows{{"ACTIVITY", "TYPE", "STATUS", "CALLS"}};
  for (const Line& line : Lines(report)) {
    std::string statuses;
    int calls = 0;
    for (const auto& [status, count] : line.statuses) {
      if (!statuses.empty()) statuses += ", ";
      statuses += StatusColor(stdout, status, status);
      if (line.statuses.size() > 1) statuses += " " + std::to_string(count);
      calls += count;
    }
    rows.push_back({std::string(2 * line.depth, ' ') + line.record->name, line.record->type,
                    statuses, std::to_string(calls)});
  }
  PrintTable(stdout, rows);
}

void PrintAssumed(const dryrun::DryReport& report) {
  if (report.assumed.empty()) return;
  std::cout << "\nassumed, as nobody said (--fakes and --param do):\n";
  for (const dryrun::Assumption& one : report.assumed) {
    std::string value = one.value.is_null() ? "" : " = " + DumpJson(one.value);
    if (value.size() > kValueWidth) value = value.substr(0, kValueWidth) + "…";
    const std::string where = one.pipeline.empty() ? "" : one.pipeline + ": ";
    std::cout << "  " << where << one.subject << Dim(stdout, value) << "\n";
  }
}

/// The failed activity that made it fail: containers only repeat what happened inside.
const dryrun::DryActivity* FailedLeaf(const dryrun::DryReport& report) {
  const dryrun::DryActivity* leaf = nullptr;
  for (const dryrun::DryActivity& activity : report.activities) {
    if (activity.record.status != ActivityStatus::kFailed) continue;
    const bool executes = SameName(activity.record.type, "ExecutePipeline");
    if (leaf == nullptr || !executes) leaf = &activity;
  }
  return leaf;
}

void PrintFailure(const dryrun::DryReport& report) {
  const dryrun::DryActivity* leaf = FailedLeaf(report);
  if (leaf == nullptr) {
    std::cerr << report.runs.front().message << "\n";
    return;
  }
  const ActivityRecord& record = leaf->record;
  std::cerr << "\n"
            << Red(stderr, "failed") << ": " << report.runs[leaf->run].pipeline << "/"
            << (record.path.empty() ? "" : record.path + "/") << record.name << " (" << record.type
            << ")\n  " << record.error["message"].as_string() << " "
            << Dim(stderr, "[" + record.error["errorCode"].as_string() + "]") << "\n";
  const Json& at = record.error["details"]["at"];
  if (at.is_string()) std::cerr << "  at " << at.as_string() << "\n";
}

}  // namespace

int PrintDryRun(const dryrun::DryReport& report) {
  const dryrun::DryPipeline& root = report.runs.front();
  PrintActivities(report);
  PrintAssumed(report);
  const std::string status = report.ended() ? root.status : "did not end";
  std::cout << "\n"
            << StatusColor(stdout, root.status, status) << " in " << FormatDuration(report.took)
            << " of virtual time  " << root.pipeline << "  " << report.activities.size()
            << " activity runs, nothing outside was touched" << std::endl;
  if (!root.return_value.is_null()) std::cout << DumpJson(root.return_value) << std::endl;
  if (root.status == "Succeeded") return 0;
  if (report.ended()) PrintFailure(report);
  return 1;
}

}  // namespace weir::cli
