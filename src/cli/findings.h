#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/finding.h"

namespace weir::cli {

/// Print one line for each finding to stdout, its severity in colour on a terminal.
void PrintFindings(const std::vector<model::Finding>& findings);

/// "3 errors, 12 warnings in 84 files": each severity that occurs, and how many files were read.
std::string SummaryOf(const std::vector<model::Finding>& findings, size_t files);

/// The findings as a SARIF 2.1.0 log, which continuous integration shows beside the lines. `root`
/// is the folder that their files lie in; places without a line point at the file.
/// Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
Json SarifOf(const std::vector<model::Finding>& findings, const std::string& root);

/// Print what each code means, one line a code.
void PrintCodes();

/// Print what one code means, an example, how to mend it and its source. Gives the exit status: 2
/// if there is no such code.
int ExplainCode(const std::string& code);

/// Leave out findings of these codes. Errors: kInvalid UnknownCode with the nearest known ones.
Result<> DropCodes(const std::vector<std::string>& codes, std::vector<model::Finding>* findings);

}  // namespace weir::cli
