#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "schedule/slices/slice_book.h"

namespace weir::cli {

/// Print the slices of a dataset as cells, a line for each day (of hours and less), month (of days)
/// or year: coloured on a terminal, letters in a pipe, and what they mean below.
void PrintSliceGrid(std::FILE* stream, const std::vector<schedule::SliceView>& slices);

/// "2016-07-12 09:00".
std::string SliceTime(UtcTime time);
/// "Waiting (DatasetDependencies)".
std::string SliceStatusText(const schedule::SliceStatus& status);

}  // namespace weir::cli
