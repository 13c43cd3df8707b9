#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace weir::cli {

/// True if people read the stream: a terminal, and NO_COLOR is not set for colours.
bool IsTerminal(std::FILE* stream);
int TerminalWidth();
int TerminalHeight();

// The text in a colour if `stream` is a terminal, else as it is.
std::string Red(std::FILE* stream, std::string_view text);
std::string Green(std::FILE* stream, std::string_view text);
std::string Yellow(std::FILE* stream, std::string_view text);
std::string Blue(std::FILE* stream, std::string_view text);
std::string Dim(std::FILE* stream, std::string_view text);
std::string Bold(std::FILE* stream, std::string_view text);
/// A run's or activity's status in its colour.
std::string StatusColor(std::FILE* stream, std::string_view status, std::string_view text);

/// "12 ms", "3.4 s", "2 min 5 s", "1 h 12 min".
std::string FormatDuration(std::chrono::microseconds time);
/// "512 B", "4.2 MB".
std::string FormatBytes(int64_t bytes);
/// "1,234,567".
std::string FormatCount(int64_t count);

/// Cells the text takes on screen, colours not counted.
size_t DisplayWidth(std::string_view text);

/// Print rows with columns as wide as their widest cell; the first row is the head.
void PrintTable(std::FILE* stream, const std::vector<std::vector<std::string>>& rows);

/// Print an error as people read it: what, where, while doing what, and its code. Gives 1.
int PrintError(const Error& error);

}  // namespace weir::cli
