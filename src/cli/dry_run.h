#pragma once

#include "dryrun/dry_run.h"

namespace weir::cli {

/// Print a dry run for people: its activities as a tree with how often each was called, what was
/// assumed, and the leaf that failed. Exit status: 0 if it succeeded, else 1.
int PrintDryRun(const dryrun::DryReport& report);

}  // namespace weir::cli
