#pragma once

#include <string>
#include <vector>

namespace weir::compute {

/// Follows a log of which a service only shows its last lines: tells what is new in each window.
class LineWindow {
 public:
  /// The lines that were not in the windows before. Where a window does not meet the one before it,
  /// lines were missed, and all of it is new.
  std::vector<std::string> New(std::vector<std::string> window);

 private:
  std::vector<std::string> seen_;
};

}  // namespace weir::compute
