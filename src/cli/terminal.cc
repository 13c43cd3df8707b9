#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace weir::cli {
namespace {

constexpr int kWidthDefault = 80;
constexpr int kHeightDefault = 24;

std::string Paint(std::FILE* stream, std::string_view code, std::string_view text) {
  static const bool plain = std::getenv("NO_COLOR") != nullptr;
  if (plain || !IsTerminal(stream)) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

winsize WindowSize() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0) return {};
  return size;
}

std::string OneDecimal(double value) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.1f", value);
  return out.data();
}

}  // namespace

bool IsTerminal(std::FILE* stream) {
  return isatty(fileno(stream)) != 0;
}

int TerminalWidth() {
  const int width = WindowSize().ws_col;
  return width > 0 ? width : kWidthDefault;
}

int TerminalHeight() {
  const int height = WindowSize().ws_row;
  return height > 0 ? height : kHeightDefault;
}

std::string Red(std::FILE* stream, std::string_view text) {
  return Paint(stream, "31", text);
}
std::string Green(std::FILE* stream, std::string_view text) {
  return Paint(stream, "32", text);
}
std::string Yellow(std::FILE* stream, std::string_view text) {
  return Paint(stream, "33", text);
}
std::string Blue(std::FILE* stream, std::string_view text) {
  return Paint(stream, "36", text);
}
std::string Dim(std::FILE* stream, std::string_view text) {
  return Paint(stream, "2", text);
}
std::string Bold(std::FILE* stream, std::string_view text) {
  return Paint(stream, "1", text);
}

std::string StatusColor(std::FILE* stream, std::string_view status, std::string_view text) {
  if (status == "Succeeded") return Green(stream, text);
  if (status == "Failed") return Red(stream, text);
  if (status == "InProgress") return Blue(stream, text);
  if (status == "Cancelled" || status == "Canceling") return Yellow(stream, text);
  return Dim(stream, text);
}

std::string FormatDuration(std::chrono::microseconds time) {
  const int64_t micros = std::max<int64_t>(time.count(), 0);
  if (micros < 1'000'000) return std::to_string(micros / 1000) + " ms";
  const int64_t seconds = micros / 1'000'000;
  if (seconds < 60) return OneDecimal(static_cast<double>(micros) / 1e6) + " s";
  if (seconds < 3600) {
    return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  }
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min";
}

std::string FormatBytes(int64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  constexpr std::array kUnits = {"B", "kB", "MB", "GB", "TB", "PB"};
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return OneDecimal(value) + " " + kUnits[unit];
}

std::string FormatCount(int64_t count) {
  std::string text = std::to_string(count);
  for (size_t at = text.size(); at > 3; at -= 3) {
    if (at - 3 > 0 && text[at - 4] != '-') text.insert(at - 3, ",");
  }
  return text;
}

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++width;
    }
  }
  return width;
}

void PrintTable(std::FILE* stream, const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  bool head = true;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      line += head ? Bold(stream, row[i]) : row[i];
      if (i + 1 < row.size()) line.append(widths[i] - DisplayWidth(row[i]) + 2, ' ');
    }
    std::fprintf(stream, "%s\n", line.c_str());
    head = false;
  }
}

int PrintError(const Error& error) {
  std::string where = error.target();
  if (error.position().known()) where += (where.empty() ? "" : ":") + error.position().ToString();
  std::fprintf(stderr, "%s%s: %s %s\n", where.empty() ? "" : (where + ": ").c_str(),
               Red(stderr, "error").c_str(), error.message().c_str(),
               Dim(stderr, "[" + error.code() + "]").c_str());
  for (const std::string& step : error.trail()) {
    std::fprintf(stderr, "  while %s\n", step.c_str());
  }
  return 1;
}

}  // namespace weir::cli
