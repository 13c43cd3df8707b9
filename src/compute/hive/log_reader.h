#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace weir::compute::hive {

/// Reads from a statement's log what the protocol does not say: the partitions that it wrote.
///
/// Hive tells "Loading data to table default.log partition (…)", then of each "Partition
/// {year=2014, month=1} stats: [numFiles=1, numRows=12, …]"; older ones "Partition default.log{…}
/// stats: […]" or "Loading partition {year=2014, month=1}"; of tables "Table default.log stats:
/// […]". Source: observed (HiveServer2 4.0.1); the sources of Hive 1.2.
class LogReader {
 public:
  void Read(std::string_view line);
  /// "default.log/year=2014/month=1", in order; the next statement starts anew.
  std::vector<std::string> TakePartitions();
  /// Rows that statistics told of since TakePartitions; -1 if none did.
  int64_t rows_modified() const { return rows_; }

 private:
  std::string table_;  ///< That data is loaded to.
  std::set<std::string> partitions_;
  int64_t rows_ = -1;
};

}  // namespace weir::compute::hive
