#include "compute/line_window.h"

#include <algorithm>

namespace weir::compute {

std::vector<std::string> LineWindow::New(std::vector<std::string> window) {
  // The longest end of what was seen that the window begins with.
  size_t known = std::min(seen_.size(), window.size());
  while (known > 0 &&
         !std::equal(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(known),
                     seen_.end() - static_cast<std::ptrdiff_t>(known))) {
    --known;
  }
  seen_ = window;
  window.erase(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(known));
  return window;
}

}  // namespace weir::compute
