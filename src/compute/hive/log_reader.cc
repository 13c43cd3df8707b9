#include "compute/hive/log_reader.h"

#include <algorithm>
#include <charconv>

namespace weir::compute::hive {
namespace {

constexpr std::string_view kLoading = "Loading partition {";
constexpr std::string_view kTable = "Loading data to table ";
constexpr std::string_view kPartition = "Partition ";
constexpr std::string_view kStats = " stats: [";
constexpr std::string_view kRows = "numRows=";

/// "year=2014, month=1" → "year=2014/month=1"
std::string Path(std::string_view pairs) {
  std::string path;
  while (!pairs.empty()) {
    const size_t comma = std::min(pairs.find(", "), pairs.size());
    path += (path.empty() ? "" : "/") + std::string(pairs.substr(0, comma));
    pairs.remove_prefix(std::min(comma + 2, pairs.size()));
  }
  return path;
}

int64_t RowsOf(std::string_view stats) {
  const size_t at = stats.find(kRows);
  if (at == std::string_view::npos) return -1;
  int64_t rows = -1;
  std::from_chars(stats.data() + at + kRows.size(), stats.data() + stats.size(), rows);
  return rows;
}

}  // namespace

void LogReader::Read(std::string_view line) {
  const size_t table_at = line.find(kTable);
  if (table_at != std::string_view::npos) {
    const std::string_view rest = line.substr(table_at + kTable.size());
    table_ = rest.substr(0, rest.find(' '));
    return;
  }
  const size_t loading = line.find(kLoading);
  if (loading != std::string_view::npos) {
    const std::string_view rest = line.substr(loading + kLoading.size());
    partitions_.insert(Path(rest.substr(0, rest.find('}'))));
    return;
  }
  const size_t stats = line.find(kStats);
  if (stats == std::string_view::npos) return;
  const int64_t rows = RowsOf(line.substr(stats));
  if (rows >= 0) rows_ = std::max<int64_t>(rows_, 0) + rows;
  const size_t begin = line.rfind(kPartition, stats);
  const size_t open = line.rfind('{', stats);
  if (begin == std::string_view::npos || open == std::string_view::npos || open < begin) return;
  const std::string_view table =
      line.substr(begin + kPartition.size(), open - begin - kPartition.size());
  const std::string_view pairs = line.substr(open + 1, stats - open - 2);
  const std::string path = Path(pairs);
  partitions_.erase(path);  // Loading did not name the table.
  const std::string of = table.empty() ? table_ : std::string(table);
  partitions_.insert(of.empty() ? path : of + "/" + path);
}

std::vector<std::string> LogReader::TakePartitions() {
  std::vector<std::string> all(partitions_.begin(), partitions_.end());
  partitions_.clear();
  table_.clear();
  rows_ = -1;
  return all;
}

}  // namespace weir::compute::hive
