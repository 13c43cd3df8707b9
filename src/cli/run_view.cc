#include "cli/run_view.h"

#include <algorithm>

#include "cli/terminal.h"

namespace weir::cli {
namespace {

using pipeline::ActivityRecord;
using pipeline::ActivityStatus;

constexpr size_t kChildrenShownMax = 8;

std::string_view Mark(ActivityStatus status) {
  switch (status) {
    case ActivityStatus::kSucceeded:
      return "✓";
    case ActivityStatus::kFailed:
      return "✗";
    case ActivityStatus::kCancelled:
      return "■";
    case ActivityStatus::kInProgress:
      return "▸";
    case ActivityStatus::kPending:
    case ActivityStatus::kSkipped:
      return "·";
  }
  return "·";
}

/// What the output of a finished activity says about its work.
std::string DescribeOutput(const Json& output) {
  engine::Progress progress;
  progress.rows_read = output["rowsRead"].as_int();
  progress.rows_written = output["rowsCopied"].as_int();
  progress.bytes_read = output["dataRead"].as_int();
  progress.files_done = output["filesRead"].as_int();
  std::string text = DescribeProgress(progress, {});
  if (output["count"].is_int()) text = FormatCount(output["count"].as_int()) + " rows";
  if (output["filesDeleted"].is_int()) {
    text = FormatCount(output["filesDeleted"].as_int()) + " files deleted";
  }
  return text;
}

std::chrono::microseconds Elapsed(const ActivityRecord& activity, UtcTime now) {
  return activity.end.value_or(now) - activity.start;
}

std::string Cut(const std::string& line, size_t width) {
  if (DisplayWidth(line) <= width) return line;
  std::string out;
  size_t cells = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      const size_t end = std::min(line.find('m', i), line.size() - 1);
      out += line.substr(i, end - i + 1);
      i = end;
      continue;
    }
    if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80 && ++cells >= width) break;
    out += line[i];
  }
  return out + "…\x1b[0m";
}

}  // namespace

std::string DescribeProgress(const engine::Progress& progress, std::chrono::microseconds elapsed) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (progress.files_total > 0) {
    add(FormatCount(progress.files_done) + "/" + FormatCount(progress.files_total) + " files");
  } else if (progress.files_done > 0) {
    add(FormatCount(progress.files_done) + (progress.files_done == 1 ? " file" : " files"));
  }
  const int64_t rows = std::max(progress.rows_read, progress.rows_written);
  if (rows > 0) add(FormatCount(rows) + (rows == 1 ? " row" : " rows"));
  const int64_t bytes = std::max(progress.bytes_read, progress.bytes_written);
  if (bytes > 0) add(FormatBytes(bytes));
  const double seconds = static_cast<double>(elapsed.count()) / 1e6;
  if (bytes > 0 && seconds > 0.5) {
    add(FormatBytes(static_cast<int64_t>(static_cast<double>(bytes) / seconds)) + "/s");
  }
  if (!progress.note.empty()) add(progress.note);
  return text;
}

void RunView::RunChanged(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  const bool added = !runs_.contains(run.run_id);
  runs_[run.run_id].record = run;
  if (added) order_.push_back(run.run_id);
  if (style_ == Style::kLines && added) {
    std::fprintf(stderr, "%s  run %s of pipeline %s\n", FormatUtc(run.start).substr(11, 8).c_str(),
                 run.run_id.c_str(), run.pipeline.c_str());
  }
}

void RunView::ActivityChanged(const std::string& run_id, const ActivityRecord& activity) {
  const std::lock_guard lock(mutex_);
  if (style_ == Style::kQuiet) return;
  if (style_ == Style::kLines) return PrintLine(run_id, activity);
  RunNodes& run = runs_[run_id];
  const bool added = !run.nodes.contains(activity.work);
  Node& node = run.nodes[activity.work];
  node.activity = activity;
  by_activity_run_[activity.activity_run_id] = &node;
  Node* parent = activity.parent == 0 ? nullptr : &run.nodes[activity.parent];
  if (added) (parent == nullptr ? run.top : parent->children).push_back(&node);
  if (parent != nullptr && pipeline::IsFinal(activity.status)) {
    ++parent->children_done;
    if (activity.status == ActivityStatus::kFailed) ++parent->children_failed;
  }
}

void RunView::ActivityProgress(const std::string& run_id, const std::string& activity_run_id,
                               const engine::Progress& progress) {
  const std::lock_guard lock(mutex_);
  if (style_ != Style::kTree || !runs_.contains(run_id)) return;
  const auto node = by_activity_run_.find(activity_run_id);
  if (node != by_activity_run_.end()) node->second->progress = progress;
}

void RunView::StoreTrouble(const std::optional<Error>& error) {
  if (error) {
    std::fprintf(stderr, "%s: %s; trying again\n", Yellow(stderr, "warning").c_str(),
                 error->ToString().c_str());
  } else {
    std::fprintf(stderr, "the store can save again\n");
  }
}

void RunView::PrintLine(const std::string& run_id, const ActivityRecord& activity) {
  // What succeeds inside a loop is shown by the loop: ten thousand lines help nobody.
  const bool nested = activity.parent != 0;
  const bool failed = activity.status == ActivityStatus::kFailed;
  if (nested && !failed) return;
  const UtcTime at = activity.end.value_or(activity.start);
  std::string line = FormatUtc(at).substr(11, 8) + "  ";
  const RunNodes& run = runs_[run_id];
  if (!run.record.parent_run_id.empty()) line += run.record.pipeline + "/";
  if (!activity.path.empty()) line += activity.path + "/";
  line += activity.name + " (" + activity.type + ") " +
          std::string(pipeline::StatusName(activity.status));
  if (activity.attempt > 0) line += ", retry " + std::to_string(activity.attempt);
  if (activity.end) line += " in " + FormatDuration(*activity.end - activity.start);
  const std::string work = DescribeOutput(activity.output);
  if (!work.empty()) line += ": " + work;
  if (failed) line += ": " + activity.error["message"].as_string();
  std::fprintf(stderr, "%s\n", line.c_str());
}

void RunView::Refresh(UtcTime now) {
  if (style_ != Style::kTree) return;
  const std::lock_guard lock(mutex_);
  Draw(now);
}

void RunView::Finish(UtcTime now) {
  Refresh(now);
}

void RunView::Draw(UtcTime now) {
  std::vector<std::string> lines;
  for (const std::string& run_id : order_) {
    const RunNodes& run = runs_[run_id];
    if (!run.record.parent_run_id.empty() && run.record.end) continue;
    lines.push_back(
        StatusColor(stderr, run.record.status, run.record.pipeline) + "  " +
        Dim(stderr, run.record.run_id + "  " +
                        FormatDuration(run.record.end.value_or(now) - run.record.start)));
    for (const Node* node : run.top) DrawNode(*node, 1, now, &lines);
  }
  const size_t height = static_cast<size_t>(std::max(TerminalHeight() - 1, 4));
  if (lines.size() > height) {
    lines.erase(lines.begin() + 1, lines.begin() + 1 + static_cast<long>(lines.size() - height));
  }
  std::string out;
  if (lines_drawn_ > 0) out += "\x1b[" + std::to_string(lines_drawn_) + "A";
  const auto width = static_cast<size_t>(TerminalWidth());
  for (const std::string& line : lines) out += "\x1b[2K" + Cut(line, width) + "\n";
  out += "\x1b[J";
  lines_drawn_ = lines.size();
  std::fwrite(out.data(), 1, out.size(), stderr);
}

std::string RunView::Describe(const Node& node, UtcTime now) const {
  const ActivityRecord& activity = node.activity;
  const std::string_view status = pipeline::StatusName(activity.status);
  const size_t iteration = activity.path.rfind('[');
  std::string line = StatusColor(stderr, status, Mark(activity.status)) + " " + activity.name;
  if (iteration != std::string::npos) line += activity.path.substr(iteration);
  line += " " + Dim(stderr, activity.type);
  if (activity.attempt > 0) line += Yellow(stderr, "  retry " + std::to_string(activity.attempt));
  line += "  " + FormatDuration(Elapsed(activity, now));
  const bool over = pipeline::IsFinal(activity.status);
  const std::string work = over ? DescribeOutput(activity.output)
                                : DescribeProgress(node.progress, Elapsed(activity, now));
  if (!work.empty()) line += "  " + Dim(stderr, work);
  if (node.children.size() > kChildrenShownMax) {
    line += "  " + FormatCount(node.children_done) + " done";
    if (node.children_failed > 0) {
      line += ", " + Red(stderr, FormatCount(node.children_failed) + " failed");
    }
  }
  if (activity.status == ActivityStatus::kFailed) {
    line += "  " + Red(stderr, activity.error["message"].as_string().substr(0, 200));
  }
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

/// All children while they are few; of many the latest that run or failed. A loop that succeeded
/// needs none of its iterations on screen.
std::vector<const RunView::Node*> RunView::ShownChildren(const Node& node) {
  const bool loop = !node.children.empty() && node.children.front()->activity.path.ends_with(']');
  if (loop && node.activity.status == ActivityStatus::kSucceeded) return {};
  const bool many = node.children.size() > kChildrenShownMax;
  std::vector<const Node*> shown;
  for (auto child = node.children.rbegin();
       child != node.children.rend() && shown.size() < kChildrenShownMax; ++child) {
    const ActivityStatus status = (*child)->activity.status;
    if (many && pipeline::IsFinal(status) && status != ActivityStatus::kFailed) continue;
    shown.push_back(*child);
  }
  std::reverse(shown.begin(), shown.end());
  return shown;
}

void RunView::DrawNode(const Node& node, int depth, UtcTime now,
                       std::vector<std::string>* lines) const {
  lines->push_back(std::string(static_cast<size_t>(depth) * 2, ' ') + Describe(node, now));
  for (const Node* child : ShownChildren(node)) DrawNode(*child, depth + 1, now, lines);
}

}  // namespace weir::cli
