#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"
#include "v1/rewrite.h"

namespace weir::v1 {

/// An activity that runs on a compute service, as version 2 has it: Hive, Pig, MapReduce,
/// Streaming, Spark, machine learning, U-SQL, and Custom for DotNetActivity. Its datasets only
/// decided when it runs, so it has none. Errors: as Rewriter.
Result<Json> ModernCompute(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                           const model::V1Activity& activity, const Rewriter& rewriter,
                           std::vector<Remark>* remarks);

/// The same for one that runs here: where version 2 would need a hand it keeps the type and the
/// settings of version 1. A `webServiceInput` is kept, as {linkedServiceName, filePath}.
Result<Json> RunnableCompute(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                             const model::V1Activity& activity, const Rewriter& rewriter);

}  // namespace weir::v1
