#pragma once

#include "compute/hadoop/hadoop_work.h"

namespace weir::compute::hadoop {

/// The path below /templeton/v1 that takes jobs of a kind.
std::string WebHCatPath(HadoopKind kind);

/// The parameter that names files of a role.
std::string WebHCatParameter(FileRole role);

/// What a WebHCat is told of the work, without its files; names may come several times.
HadoopWork::Pairs WebHCatForm(const HadoopWork& work);

}  // namespace weir::compute::hadoop
