#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace weir::cases {

/// What a run counted.
struct Totals {
  int64_t passed = 0;
  int64_t failed = 0;
  /// Cases of areas that do not exist yet.
  std::map<std::string, int64_t> skipped;
};

/// Read the cases of a file: an array, an object with `cases`, or one object a line.
/// Errors: kNotFound CaseFileNotFound; kInvalid InvalidJson, with the place; kInvalid NoCases.
Result<std::vector<Json>> ReadCases(const std::string& path);

/// The area of a case: its `area`, or what its members tell.
std::string AreaOf(const Json& one);

/// Check every case of a file and print each that differs: id, wanted, got.
Result<> RunFile(const std::string& path, std::ostream& out, Totals& totals);

/// Print "skipped: 37 recurrence, …" if any was, and "N passed, N failed" as the last line.
void PrintTotals(const Totals& totals, std::ostream& out);

}  // namespace weir::cases
