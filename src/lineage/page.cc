// The page of a graph: datasets as cards in columns by depth, activities as pills between them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "lineage/render.h"

extern "C" const char weir_lineage_page[];

namespace weir::lineage {
namespace {

constexpr int kCardWidth = 270;
constexpr int kHead = 48;
constexpr int kRow = 17;
constexpr int kRowsMax = 14;
constexpr int kStepWidth = 216;
constexpr int kStepHeight = 40;
constexpr int kGapX = 70;
constexpr int kGapY = 22;
constexpr int kMargin = 24;
constexpr size_t kNameMax = 28;
constexpr int kSweeps = 6;

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// The end of a text, cut between characters: what tells paths apart stands last.
std::string Tail(const std::string& text, size_t max) {
  if (text.size() <= max) return text;
  size_t start = text.size() - max + 1;
  while (start < text.size() && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) {
    ++start;
  }
  return "…" + text.substr(start);
}

std::string Head(const std::string& text, size_t max) {
  if (text.size() <= max) return text;
  size_t end = max - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

/// A dataset (its index) or an activity in the drawing.
struct Box {
  bool step = false;
  size_t index = 0;
  size_t layer = 0;
  double order = 0;  ///< Its place in its layer, then what its neighbours make of it.
  int x = 0;
  int y = 0;
  int width = kCardWidth;
  int height = kHead;
  int rows = 0;  ///< Columns shown.
};

/// Places boxes: datasets at even layers, activities at odd ones.
class Layout {
 public:
  explicit Layout(const Graph& graph) : graph_(graph) {
    const std::vector<size_t> depths = Depths(graph);
    for (size_t i = 0; i < graph.datasets.size(); ++i) {
      const int rows = std::min(static_cast<int>(graph.datasets[i].columns.size()), kRowsMax + 1);
      boxes_.push_back({false, i, depths[i] * 2, static_cast<double>(i), 0, 0, kCardWidth,
                        kHead + rows * kRow + (rows > 0 ? 8 : 0), rows});
    }
    for (size_t i = 0; i < graph.steps.size(); ++i) {
      boxes_.push_back({true, i, LayerOf(graph.steps[i], depths), static_cast<double>(i), 0, 0,
                        kStepWidth, kStepHeight, 0});
    }
    for (size_t i = 0; i < graph.steps.size(); ++i) {
      const size_t box = graph.datasets.size() + i;
      for (const size_t in : graph.steps[i].inputs) Join(in, box);
      for (const size_t out : graph.steps[i].outputs) Join(box, out);
    }
    Order();
    Place();
  }

  const std::vector<Box>& boxes() const { return boxes_; }
  const Box& dataset(size_t index) const { return boxes_[index]; }
  const Box& step(size_t index) const { return boxes_[graph_.datasets.size() + index]; }
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  /// Before what it writes; behind what it reads, if it writes nothing.
  static size_t LayerOf(const Step& step, const std::vector<size_t>& depths) {
    size_t behind = 0;
    for (const size_t in : step.inputs) behind = std::max(behind, depths[in] * 2 + 1);
    size_t layer = 0;
    for (const size_t out : step.outputs) {
      if (depths[out] > 0) layer = std::max(layer, depths[out] * 2 - 1);
    }
    return layer == 0 ? std::max<size_t>(behind, 1) : layer;
  }
  void Join(size_t from, size_t to) {
    near_[from].push_back(to);
    near_[to].push_back(from);
  }

  /// Sort each layer by where its neighbours are, forth and back.
  void Order() {
    for (size_t i = 0; i < boxes_.size(); ++i) {
      if (layers_.size() <= boxes_[i].layer) layers_.resize(boxes_[i].layer + 1);
      layers_[boxes_[i].layer].push_back(i);
    }
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      for (size_t n = 0; n < layers_.size(); ++n) {
        SortLayer(layers_[sweep % 2 == 0 ? n : layers_.size() - 1 - n]);
      }
    }
  }
  void SortLayer(std::vector<size_t>& layer) {
    for (const size_t one : layer) {
      if (near_[one].empty()) continue;
      double sum = 0;
      for (const size_t other : near_[one]) sum += boxes_[other].order;
      boxes_[one].order = sum / static_cast<double>(near_[one].size());
    }
    std::stable_sort(layer.begin(), layer.end(), [&](size_t left, size_t right) {
      return boxes_[left].order < boxes_[right].order;
    });
    for (size_t i = 0; i < layer.size(); ++i) {
      boxes_[layer[i]].order = static_cast<double>(i) / static_cast<double>(layer.size());
    }
  }

  void Place() {
    std::vector<int> heights;
    for (const auto& layer : layers_) {
      int height = 0;
      for (const size_t one : layer) height += boxes_[one].height + kGapY;
      heights.push_back(height);
      height_ = std::max(height_, height);
    }
    int x = kMargin;
    for (size_t n = 0; n < layers_.size(); ++n) {
      int y = kMargin + (height_ - heights[n]) / 2;
      int width = 0;
      for (const size_t one : layers_[n]) {
        Box& box = boxes_[one];
        box.x = x;
        box.y = y;
        y += box.height + kGapY;
        width = std::max(width, box.width);
      }
      if (width > 0) x += width + kGapX;
    }
    width_ = x - kGapX + kMargin;
    height_ += 2 * kMargin;
  }

  const Graph& graph_;
  std::vector<Box> boxes_;
  std::vector<std::vector<size_t>> layers_;
  std::map<size_t, std::vector<size_t>> near_;
  int width_ = 0;
  int height_ = 0;
};

std::string Number(int value) {
  return std::to_string(value);
}

std::string Attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + Escaped(value) + "\"";
}

std::string Text(int x, int y, const char* css, const std::string& text) {
  return "<text x=\"" + Number(x) + "\" y=\"" + Number(y) + "\" class=\"" + css + "\">" +
         Escaped(text) + "</text>";
}

std::string Rectangle(const Box& box, int radius) {
  return "<rect x=\"" + Number(box.x) + "\" y=\"" + Number(box.y) + "\" width=\"" +
         Number(box.width) + "\" height=\"" + Number(box.height) + "\" rx=\"" + Number(radius) +
         "\"/>";
}

/// From one box to another, out of the sides that face each other.
std::string Curve(const Box& from, int from_y, const Box& to, int to_y) {
  const bool back = to.x < from.x;
  const int x1 = back ? from.x : from.x + from.width;
  const int x2 = back ? to.x + to.width : to.x;
  const int bend = std::max(30, std::abs(x2 - x1) / 2) * (back ? -1 : 1);
  return "M" + Number(x1) + "," + Number(from_y) + " C" + Number(x1 + bend) + "," + Number(from_y) +
         " " + Number(x2 - bend) + "," + Number(to_y) + " " + Number(x2) + "," + Number(to_y);
}

std::string Joined(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& one : names) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string Card(const Node& node, const Box& box) {
  const std::string own = Joined(node.datasets);
  std::string out = "<g class=\"dataset\"" + Attribute("data-id", "d" + std::to_string(box.index)) +
                    Attribute("data-find", node.name.space + "/" + node.name.name + " " + own) +
                    "><title>" +
                    Escaped(node.name.space + "\n" + node.name.name + "\n" + node.type +
                            (own.empty() ? "" : "\n" + own)) +
                    "</title>" + Rectangle(box, 8);
  out += Text(box.x + 12, box.y + 20, "name", Tail(node.name.name, kNameMax));
  out += Text(box.x + 12, box.y + 37, "space", Head(node.name.space, kNameMax + 8));
  for (int row = 0; row < box.rows; ++row) {
    const int y = box.y + kHead + row * kRow + 12;
    const auto at = static_cast<size_t>(row);
    if (row == kRowsMax) {
      out += Text(box.x + 12, y, "type",
                  "and " + std::to_string(node.columns.size() - kRowsMax) + " more");
      break;
    }
    out += Text(box.x + 12, y, "column", Head(node.columns[at].name, 24));
    out += Text(box.x + kCardWidth - 12, y, "type right", Head(node.columns[at].type, 12));
  }
  return out + "</g>\n";
}

std::string Pill(const Step& step, const Box& box) {
  std::string said = step.Title() + "\n" + step.type;
  std::string below = step.pipeline;
  std::string css = "activity";
  if (step.measured) {
    const Measured& run = *step.measured;
    below = run.status;
    if (run.rows_written) below += ", " + std::to_string(*run.rows_written) + " rows";
    if (run.status == "Failed") css += " failed";
    if (!run.error.empty()) said += "\n" + run.error;
  }
  if (!step.note.empty()) said += "\n" + step.note;
  if (!step.sql.empty()) said += "\n\n" + Head(step.sql, 600);
  if (step.inputs.empty() || step.outputs.empty()) css += " partial";
  return "<g class=\"" + css + "\"" + Attribute("data-id", "a" + std::to_string(box.index)) +
         Attribute("data-find", step.Title()) + "><title>" + Escaped(said) + "</title>" +
         Rectangle(box, 20) + Text(box.x + 16, box.y + 17, "name", Head(step.activity, 22)) +
         Text(box.x + 16, box.y + 32, "space", Head(step.type + " · " + below, 27)) + "</g>\n";
}

std::string Edge(const std::string& from, const std::string& to, const std::string& path,
                 const char* css) {
  return "<path class=\"" + std::string(css) + "\"" + Attribute("data-from", from) +
         Attribute("data-to", to) + " d=\"" + path + "\"/>\n";
}

/// Where the row of a column is; the card's head if it is not shown.
int RowY(const Node& node, const Box& box, const std::string& column) {
  for (int row = 0; row < std::min(box.rows, kRowsMax); ++row) {
    if (node.columns[static_cast<size_t>(row)].name == column) {
      return box.y + kHead + row * kRow + 8;
    }
  }
  return box.y + kHead / 2;
}

std::string Edges(const Graph& graph, const Layout& layout, size_t index) {
  const Step& step = graph.steps[index];
  const Box& pill = layout.step(index);
  const std::string id = "a" + std::to_string(index);
  const int middle = pill.y + pill.height / 2;
  std::string out;
  for (const size_t in : step.inputs) {
    const Box& box = layout.dataset(in);
    out += Edge("d" + std::to_string(in), id, Curve(box, box.y + kHead / 2, pill, middle), "flow");
  }
  for (const size_t to : step.outputs) {
    const Box& box = layout.dataset(to);
    out += Edge(id, "d" + std::to_string(to), Curve(pill, middle, box, box.y + kHead / 2),
                step.removes ? "flow drop" : "flow");
  }
  for (const ColumnLink& link : step.columns) {
    const Box& from = layout.dataset(link.input);
    const Box& to = layout.dataset(link.output);
    out += Edge("d" + std::to_string(link.input), "d" + std::to_string(link.output),
                Curve(from, RowY(graph.datasets[link.input], from, link.from), to,
                      RowY(graph.datasets[link.output], to, link.to)),
                "link");
  }
  return out;
}

/// Put `value` in place of the first `mark`.
void Fill(std::string* page, const std::string& mark, const std::string& value) {
  const size_t at = page->find(mark);
  if (at != std::string::npos) page->replace(at, mark.size(), value);
}

}  // namespace

std::string HtmlPage(const Graph& graph) {
  const Layout layout(graph);
  std::string edges;
  for (size_t i = 0; i < graph.steps.size(); ++i) edges += Edges(graph, layout, i);
  std::string boxes;
  for (const Box& box : layout.boxes()) {
    boxes += box.step ? Pill(graph.steps[box.index], box) : Card(graph.datasets[box.index], box);
  }
  std::set<std::string> pipelines;
  for (const Step& step : graph.steps) pipelines.insert(step.pipeline);
  std::string page = weir_lineage_page;
  for (int i = 0; i < 2; ++i) Fill(&page, "{{factory}}", Escaped(graph.factory));
  Fill(&page, "{{summary}}",
       std::to_string(graph.datasets.size()) + " datasets · " + std::to_string(graph.steps.size()) +
           " activities · " + std::to_string(pipelines.size()) + " pipelines");
  Fill(&page, "{{width}}", Number(layout.width()));
  Fill(&page, "{{height}}", Number(layout.height()));
  Fill(&page, "{{edges}}", edges);
  Fill(&page, "{{boxes}}", boxes);
  return page;
}

}  // namespace weir::lineage
