#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace weir::cli {

/// Shows a run as it goes: a live tree on a terminal, one line for each thing that happened in a
/// pipe. Writes to stderr. Thread safe; Refresh is called by the thread that waits for the run.
class RunView final : public engine::Observer {
 public:
  enum class Style { kTree, kLines, kQuiet };
  explicit RunView(Style style) : style_(style) {}

  void RunChanged(const store::RunRecord& run) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;
  void ActivityProgress(const std::string& run_id, const std::string& activity_run_id,
                        const engine::Progress& progress) override;
  void StoreTrouble(const std::optional<Error>& error) override;

  /// Draw the tree anew (kTree); call ten times a second.
  void Refresh(UtcTime now);
  /// Draw it for the last time.
  void Finish(UtcTime now);

 private:
  struct Node {
    pipeline::ActivityRecord activity;
    engine::Progress progress;
    std::vector<Node*> children;
    int64_t children_done = 0;
    int64_t children_failed = 0;
  };
  struct RunNodes {
    store::RunRecord record;
    std::map<pipeline::WorkId, Node> nodes;
    std::vector<Node*> top;
  };

  void PrintLine(const std::string& run_id, const pipeline::ActivityRecord& activity);
  void Draw(UtcTime now);
  std::string Describe(const Node& node, UtcTime now) const;
  static std::vector<const Node*> ShownChildren(const Node& node);
  void DrawNode(const Node& node, int depth, UtcTime now, std::vector<std::string>* lines) const;

  Style style_;
  std::mutex mutex_;
  std::map<std::string, RunNodes> runs_;
  std::vector<std::string> order_;
  std::map<std::string, Node*> by_activity_run_;
  size_t lines_drawn_ = 0;
};

/// "3 files, 1,204 rows, 42.0 kB, 1.2 MB/s": what is known of it; empty if nothing is.
std::string DescribeProgress(const engine::Progress& progress, std::chrono::microseconds elapsed);

}  // namespace weir::cli
