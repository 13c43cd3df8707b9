#pragma once

#include <string>
#include <string_view>

#include "api/v1/handlers.h"
#include "base/json.h"
#include "schedule/slices/slice_state.h"
#include "store/store.h"

namespace weir::api::v1 {

/// The one word that stood for state and substate before 2015-07. Source: facts of version 1, 2.4.
std::string_view OldStatusOf(const schedule::SliceStatus& status);

/// Which slice a run was for, as the run itself says.
struct RunSlice {
  std::string dataset;
  UtcTime start;
};
RunSlice SliceOf(const store::RunRecord& run);

/// The run of a slice with that id, of this factory. Errors: kNotFound RunNotFound.
Result<store::RunRecord> FindSliceRun(const Services& services, const ResourcePath& factory,
                                      const std::string& run_id);

/// A run as the REST interface has it. Errors: what the store and the host of slices say.
Result<Json> PrintRun(const Services& services, const ResourcePath& factory,
                      const store::RunRecord& run);

/// What a run did, for people: its activities with inputs, outputs and errors.
Result<std::string> LogOf(const Services& services, const store::RunRecord& run);

/// "Succeeded", "FailedExecution" … Source: facts of version 1, 2.5.
std::string_view RunStatusOf(const store::RunRecord& run);

}  // namespace weir::api::v1
