#include "cli/slice_grid.h"

#include <array>
#include <set>

#include "cli/terminal.h"

namespace weir::cli {
namespace {

using schedule::SliceState;
using schedule::SliceView;

struct Cell {
  SliceState state;
  char letter;
  std::string (*color)(std::FILE*, std::string_view);
};

constexpr std::array<Cell, 6> kCells = {{{SliceState::kReady, 'R', Green},
                                         {SliceState::kFailed, 'F', Red},
                                         {SliceState::kInProgress, 'I', Blue},
                                         {SliceState::kWaiting, 'w', Yellow},
                                         {SliceState::kSkipped, '-', Dim},
                                         {SliceState::kNone, '.', Dim}}};

const Cell& CellOf(SliceState state) {
  for (const Cell& cell : kCells) {
    if (cell.state == state) return cell;
  }
  return kCells.back();
}

std::string Drawn(std::FILE* stream, const Cell& cell) {
  return IsTerminal(stream) ? cell.color(stream, "■") : std::string(1, cell.letter);
}

/// What a line of the grid stands for: the first characters of "2016-07-12 09:00".
size_t LineKey(const std::vector<SliceView>& slices) {
  const auto length = slices.front().slice.end - slices.front().slice.start;
  if (length < std::chrono::hours(24)) return 10;
  return length < std::chrono::days(28) ? 7 : 4;
}

}  // namespace

std::string SliceTime(UtcTime time) {
  std::string text = FormatUtc(time).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string SliceStatusText(const schedule::SliceStatus& status) {
  std::string text(SliceStateName(status.state));
  if (status.substate != schedule::SliceSubstate::kNone) {
    text += " (" + std::string(SliceSubstateName(status.substate)) + ")";
  }
  return text;
}

void PrintSliceGrid(std::FILE* stream, const std::vector<SliceView>& slices) {
  if (slices.empty()) return;
  const size_t key = LineKey(slices);
  std::string line;
  std::set<SliceState> seen;
  std::string last;
  for (const SliceView& view : slices) {
    const std::string name = SliceTime(view.slice.start).substr(0, key);
    if (name != last && !last.empty()) {
      std::fprintf(stream, "  %s  %s\n", last.c_str(), line.c_str());
      line.clear();
    }
    last = name;
    line += Drawn(stream, CellOf(view.status.state));
    seen.insert(view.status.state);
  }
  std::fprintf(stream, "  %s  %s\n ", last.c_str(), line.c_str());
  for (const Cell& cell : kCells) {
    if (!seen.contains(cell.state)) continue;
    std::fprintf(stream, " %s %s", Drawn(stream, cell).c_str(),
                 std::string(SliceStateName(cell.state)).c_str());
  }
  std::fputs("\n", stream);
}

}  // namespace weir::cli
