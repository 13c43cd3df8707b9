#include <iostream>
#include <span>
#include <string_view>

#include "cases/case_file.h"

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

constexpr std::string_view kHelp =
    "usage: weir-cases FILE...\n"
    "Run case files (expressions, v2-cases) and print each case that differs.\n"
    "Exit status: 0 all passed, 1 one failed or a file cannot be read, 2 wrong usage.\n";

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> paths = std::span(argv, static_cast<size_t>(argc)).subspan(1);
  if (!paths.empty() && std::string_view(paths[0]) == "--help") {
    std::cout << kHelp;
    return 0;
  }
  if (paths.empty() || paths[0][0] == '-') {
    std::cerr << kHelp;
    return kUsage;
  }
  weir::cases::Totals totals;
  bool unreadable = false;
  for (const char* path : paths) {
    const weir::Result<> ran = weir::cases::RunFile(path, std::cout, totals);
    if (ran) continue;
    std::cerr << "weir-cases: " << ran.error().ToString() << "\n";
    unreadable = true;
  }
  weir::cases::PrintTotals(totals, std::cout);
  return totals.failed > 0 || unreadable ? kFailed : 0;
}
