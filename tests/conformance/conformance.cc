// weir-conformance CORPUS [--out FILE]: how much of a folder of factories loads, checks and runs.
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "conformance/corpus.h"
#include "conformance/measure.h"

namespace weir::conformance {
namespace {

constexpr const char* kStamp = "<!-- Written by `make conformance`; changes here are lost. -->\n\n";

/// A cell of a table: no bar and no line break.
std::string Cell(std::string text) {
  for (size_t at = 0; (at = text.find_first_of("|\n", at)) != std::string::npos;) {
    text.replace(at, 1, text[at] == '|' ? "\\|" : " ");
    at += 2;
  }
  return text;
}

void PrintReasons(const Tally& tally, std::ostream& out) {
  if (tally.Reasons().empty()) return;
  out << "\n## " << tally.title() << "\n\n";
  for (const auto& [result, count] : tally.results())
    out << "- " << result << ": " << count << "\n";
  if (!tally.results().empty()) out << "\n";
  out << "| how many | why | for example |\n|---|---|---|\n";
  for (const auto& [text, reason] : tally.Reasons()) {
    out << "| " << reason.count << " | " << Cell(text) << " | `" << Cell(reason.example) << "` |\n";
  }
}

void PrintReport(const Measurement& measured, size_t entries, std::ostream& out) {
  out << "# Conformance with real factories\n\n"
      << kStamp << "Rates over a collection of public factories and ARM templates (" << entries
      << " in all).\nThe lists below the table say why the others are not there; "
         "`tests/conformance/README.md` says how it is counted.\n\n"
      << "| what | rate |\n|---|---|\n";
  for (const Tally* rate : measured.Rates()) {
    out << "| " << rate->title() << " | " << rate->Rate() << " |\n";
  }
  for (const Tally* rate : measured.Rates()) PrintReasons(*rate, out);
  PrintReasons(measured.skipped, out);
}

int Run(const std::string& corpus, const std::string& out_path) {
  const std::vector<CorpusEntry> entries = ListCorpus(corpus);
  if (entries.empty()) {
    std::cerr << "there are no factories in '" << corpus
              << "'; expected a folder of factory folders (make conformance CORPUS=DIR; "
                 "tests/conformance/corpus is a sample)\n";
    return 2;
  }
  const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const UtcTime start = SystemClock().Now();
  const Measurement measured = Measure(entries, threads);
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(SystemClock().Now() - start);
  PrintReport(measured, entries.size(), std::cout);
  std::cerr << took.count() << " ms on " << threads << " threads\n";
  if (out_path.empty()) return 0;
  std::ofstream file(out_path);
  PrintReport(measured, entries.size(), file);
  if (file.flush()) return 0;
  std::cerr << "cannot write '" << out_path << "'\n";
  return 1;
}

}  // namespace
}  // namespace weir::conformance

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 1) return weir::conformance::Run(arguments[0], "");
  if (arguments.size() == 3 && arguments[1] == "--out") {
    return weir::conformance::Run(arguments[0], arguments[2]);
  }
  std::cerr << "usage: weir-conformance CORPUS [--out FILE]\n";
  return 2;
}
