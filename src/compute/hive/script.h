#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::compute::hive {

/// Split a HiveQL script into statements, as the shells do: at ';' outside of quotes ('…', "…",
/// `…`, with \ for the next character) and comments. Comments ("-- …" to the end of the line) and
/// blank statements are left out, blanks around each taken off; "\;" stands for ';'.
///
/// Errors: kUnsupported UnsupportedHiveCommand for what only a shell can do: "!command", "source".
Result<std::vector<std::string>> SplitStatements(std::string_view script);

/// True for a statement that changes the session only (SET, USE, ADD, RELOAD, temporary functions,
/// tables, macros and views): what a new session needs to go on.
bool IsSessionStatement(std::string_view statement);

/// The first words, for people: at most 60 characters on one line.
std::string Shorten(std::string_view statement);

}  // namespace weir::compute::hive
