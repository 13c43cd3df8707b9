#pragma once

#include <string>

#include "compute/cluster.h"
#include "compute/tools.h"

namespace weir::compute {

/// The folder that stands in for a cluster's storage, for a cluster that reads this machine's
/// files; empty if its storage is no folder, or its files are copied to a WebHDFS. Errors: what the
/// context says of the linked service.
Result<std::string> LocalStorageOf(engine::ActivityContext& context, const ComputeTools& tools,
                                   const Cluster& cluster);

/// The text with every address of Azure storage in it, "wasb[s]://container@host/path" and
/// "abfs[s]://…", as "file://<folder>/container/path": where a folder stands in for the storage,
/// the scripts of a factory run as they are.
std::string WithLocalAddresses(const std::string& text, const std::string& folder);

}  // namespace weir::compute
