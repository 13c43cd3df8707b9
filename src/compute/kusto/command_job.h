#pragma once

#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::kusto {

/// The job of AzureDataExplorerCommand: a control command, sent to the cluster's management
/// endpoint. A command of the form ".name async …" is followed in the table of operations until it
/// is over. Errors: kInvalid 2103, 2104, 2110.
Result<std::unique_ptr<Job>> OpenCommandJob(engine::ActivityContext& context,
                                            const ComputeTools& tools);

/// Rows of the first table of an answer, as objects of columns. Errors: kInvalid AnswerNotRead.
Result<Json> RowsOf(const Json& answer);

/// True for ".name async …".
bool IsAsync(const std::string& command);

}  // namespace weir::compute::kusto
