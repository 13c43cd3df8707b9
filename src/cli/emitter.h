#pragma once

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "lineage/emitter.h"
#include "observe/log.h"

namespace weir::cli {

/// What tells of runs as OpenLineage's events; null if the environment names no place for them.
/// Trouble goes to the log; to stderr if that is null. The namespace of jobs is
/// $OPENLINEAGE_NAMESPACE, else the factory's name. Errors: as lineage::TransportsOf. `clock` must
/// outlive it.
Result<std::unique_ptr<lineage::Emitter>> OpenEmitter(const Clock& clock, observe::Log* log);

}  // namespace weir::cli
