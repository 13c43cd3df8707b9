#pragma once

#include <memory>

#include "activity/outbound.h"
#include "copy/services.h"
#include "engine/activity.h"

namespace weir::activity {

// One maker for each activity, each in the file of its name. Executors are stateless and thread
// safe; `services` must outlive them.

std::shared_ptr<engine::ActivityExecutor> MakeCopy(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeLookup(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeGetMetadata(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeDelete(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeValidation(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeScript(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeStoredProcedure(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeTestConnection(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakePreviewData(const copy::Services& services);
std::shared_ptr<engine::ActivityExecutor> MakeWeb(const Outbound& outbound);
std::shared_ptr<engine::ActivityExecutor> MakeWebHook(const Outbound& outbound);
std::shared_ptr<engine::ActivityExecutor> MakeAzureFunction(const Outbound& outbound);

}  // namespace weir::activity
